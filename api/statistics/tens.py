"""How many people are told: in full tens, always the same ones for the same question. Pure.

How many different people came is no sum over days. So blocks of days do not protect it: the
people of two weeks, less those of the first, are those whom the second one added, and there may
be one of them. The European handbook on disclosure control calls that differencing, and rounding
of all counts what answers it where anybody may ask for any table (SDC handbook, chapter 5.5,
https://sdctools.github.io/HandbookSDC/05-frequency-tables.html).

- Every number of people is cut to full tens, and "fewer than ten" is 0 to 9: that it is nobody is
  told only where nothing was done at all. Of whatever is subtracted from whatever, nobody or ten
  and more stays possible: neither who was added nor who did not come again is known to be 1 to 9.
  This holds of any two numbers, and of the combinations that ``test_differencing`` tries: parts
  and wholes, stretches within and beside each other. Of many more together it is not proven.
- It is always the same number, from the count alone: asked a thousand times, nothing averages out.
- The people of several programs are those tens added up, and not their sum cut anew, from which
  the parts would follow. What follows from two such numbers (who came back, shares) is computed
  from them as they are told.
- What people did (visits, rewards, their cost) is told as it is, by blocks (:mod:`cutting`).

Rejected: suppression alone (what is hidden follows from what is told beside it, and each further
question needs a look at all others), noise by random (asking again averages it out), calendar
weeks for numbers of people (the last thirty days would be some other days).
"""

from __future__ import annotations

from collections.abc import Iterable

from api.statistics.cutting import FEW


def in_tens(people: int) -> int:
    return people - people % FEW


def told(of_programs: Iterable[int]) -> int | None:
    """Of the numbers of people of each program. None: fewer than ten in each."""
    return sum(map(in_tens, of_programs)) or None


def rest(whole: int | None, part: int | None) -> int | None:
    """Of numbers that are told: those of the one that are not in the other."""
    left = (whole or 0) - (part or 0)
    return left if left >= FEW else None


def share(part: int | None, whole: int | None) -> float | None:
    """In per cent, of numbers that are told."""
    return min(100.0, round(100 * part / whole, 1)) if part and whole else None
