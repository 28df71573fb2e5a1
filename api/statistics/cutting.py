"""Where the days may be cut, so that no figure is about fewer than ten people. Pure.

A figure of a period is a sum over whole blocks of days, and between two cuts there are always ten
people or nobody: whatever is subtracted from whatever, the rest is blocks again. Where many come
every day each day is a block; in a quiet shop a period begins and ends some days earlier than
asked. Months are preferred to weeks, and weeks to days, for these are what people ask for.
That holds for what adds up over days; for numbers of people see :mod:`tens`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate

FEW = 10
"""Fewer people than that are not told about."""
_DAY = timedelta(days=1)

Fine = Callable[[date, date], bool]
"""Whether the days from the first one up to before the second may be told apart from others."""


@dataclass
class Crowd:
    """How many different people there were in any stretch of days."""

    counts: Mapping[date, int]
    """Day → people on it."""
    before: Callable[[date], Iterable[tuple[int, int]]] | None = None
    """Of a day: how many days before they had been there, and how many of them; needed of days
    with fewer than ten. None: each is counted on one day only."""

    def __post_init__(self) -> None:
        self._days = sorted(day for day, count in self.counts.items() if count)
        self._until = [0, *accumulate(self.counts[day] for day in self._days)]
        self._known: dict[tuple[date, date], int] = {}

    def busy(self) -> set[date]:
        """The days with ten people and more."""
        return {day for day, count in self.counts.items() if count >= FEW}

    def people(self, start: date, end: date) -> int:
        """As far as ten, in the days from ``start`` up to before ``end``."""
        if start < end and self.counts.get(start, 0) >= FEW:
            return FEW
        asked = start, end
        if asked not in self._known:
            self._known[asked] = self._people(start, end)
        return self._known[asked]

    def _people(self, start: date, end: date) -> int:
        found = 0
        for number in range(bisect_left(self._days, start), len(self._days)):
            day = self._days[number]
            if day >= end:
                break
            count = self.counts[day]
            if count >= FEW:
                return FEW
            if self.before is not None:
                since = (day - start).days
                count = sum(some for ago, some in self.before(day) if ago > since)
            found += count
            if found >= FEW:
                return FEW
        return found

    def size(self, start: date, end: date) -> int:
        """By which crowds are compared."""
        days = self._days
        return self._until[bisect_left(days, end)] - self._until[bisect_left(days, start)]


def none_or_many(*crowds: Crowd) -> Fine:
    return lambda start, end: all(crowd.people(start, end) in (0, FEW) for crowd in crowds)


@dataclass
class Family:
    """Parts that add up to something that is told about as well: what is hidden of one must not
    follow from the others."""

    parts: Sequence[Crowd] = field(default_factory=list)

    def shows(self, part: Crowd, start: date, end: date) -> bool:
        """Whether this part may be told. Those with few people are not; and if there are few in
        them all together, the next smallest keeps them company."""
        own = part.people(start, end)
        if own < FEW:
            return own == 0
        small = sum(some for one in self.parts if (some := one.people(start, end)) < FEW)
        if small == 0 or small >= FEW:
            return True
        large = [one for one in self.parts if one.people(start, end) >= FEW]
        return min(large, key=lambda one: one.size(start, end)) is not part


def cuts(first: date, end: date, fine: Fine, allowed: Iterable[date] | None = None) -> list[date]:
    """The days, in order, at which a block begins or ends, from ``first`` up to ``end``. Days
    after the last one cannot be told yet. ``allowed``: only at these."""
    permitted = None if allowed is None else set(allowed)

    def may(day: date) -> bool:
        return permitted is None or day in permitted

    found = [first]
    for day in [*_days(first, end, lambda day: day.day == 1), end]:
        if day > found[-1] and may(day) and fine(found[-1], day):
            found.append(day)
    for chosen in (lambda day: day.weekday() == 0, lambda day: True):
        found = list(_finer(found, end, chosen, may, fine))
    return found


def _finer(
    rough: Sequence[date],
    end: date,
    chosen: Callable[[date], bool],
    may: Callable[[date], bool],
    fine: Fine,
) -> Iterable[date]:
    for number, start in enumerate(rough):
        stop = rough[number + 1] if number + 1 < len(rough) else None
        last = start
        yield start
        for day in _days(start, stop or end, chosen):
            if may(day) and fine(last, day) and (stop is None or fine(day, stop)):
                yield day
                last = day


def _days(start: date, end: date, chosen: Callable[[date], bool]) -> Iterable[date]:
    """Those between the two."""
    for number in range(1, (end - start).days):
        day = start + timedelta(days=number)
        if chosen(day):
            yield day


def snap(marks: Sequence[date], start: date, end: date, slack: int) -> tuple[date, date] | None:
    """The blocks that come nearest to a period: from the last cut by its beginning to the last
    one by its end. None where they would be off by more than ``slack`` days, or empty."""
    low = bisect_right(marks, start) - 1
    high = bisect_right(marks, end) - 1
    if high < 0:
        return None
    from_ = marks[max(low, 0)]
    to = marks[high]
    off = max((start - from_).days if low >= 0 else 0, (end - to).days)
    return (from_, to) if from_ < to and off <= slack else None
