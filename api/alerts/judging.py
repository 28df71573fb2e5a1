"""When an hour of stamps is unusual. Pure.

Three things may make many stamps usual, and the most of them counts:

- what the member gives in an ordinary hour (the median of the hours with a stamp, eight weeks);
- what a member of this shop gives at this hour of the week, so that Saturdays are held against
  Saturdays;
- what those beside the member gave in this very hour, so that a feast day, a coach or a sunny
  terrace alerts nobody: it fills everybody's hands, not one member's.

Medians, as one day of cheating hardly moves them. An alert needs several times the usual *and*
more than a floor, since three times very little is nothing. Where too little is known (a new
shop, a new member), the floor itself stands in the usual's place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

WINDOW = timedelta(days=56)
"""So far back the usual is looked for: long enough for eight Saturdays, short enough to follow
the seasons."""
KNOWN_MEMBER = 10
"""Hours of one's own, from which on they say something."""
KNOWN_HOUR = 3
"""The same for the members' hours at this hour of the week."""


@dataclass(frozen=True)
class Median:
    stamps: int
    of: int
    """How many hours."""


NONE = Median(0, 0)


@dataclass(frozen=True)
class Usual:
    own: Median = NONE
    shop: Median = NONE
    beside: Median = NONE
    """The others in this very hour."""

    def expected(self) -> int | None:
        """None: not known."""
        known = [
            median.stamps
            for median, enough in (
                (self.own, KNOWN_MEMBER),
                (self.shop, KNOWN_HOUR),
                (self.beside, 1),
            )
            if median.of >= enough
        ]
        # Only one colleague's beginning hour is no knowledge of what is much here.
        if self.own.of < KNOWN_MEMBER and self.shop.of < KNOWN_HOUR:
            return None
        return max(known)


def bound(usual: Usual, least: int, times: int) -> int:
    """More stamps than this in the hour are unusual."""
    expected = usual.expected()
    if expected is None:
        return times * max(least, usual.beside.stamps)
    return max(least, times * expected)
