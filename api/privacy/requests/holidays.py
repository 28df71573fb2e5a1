"""Public holidays of France and Belgium, computed.

Own lines rather than a library: eleven days and ten days, all fixed or counted from Easter, that
have not changed in decades; the libraries carry every country and change every month.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from functools import cache


class Calendar(StrEnum):
    """Whose holidays count."""

    FRANCE = "fr"
    ALSACE_MOSELLE = "fr-alsace-moselle"
    BELGIUM = "be"


_FIXED: dict[Calendar, tuple[tuple[int, int], ...]] = {
    # Code du travail, L3133-1; for Alsace-Moselle also L3134-13.
    Calendar.FRANCE: ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)),
    Calendar.ALSACE_MOSELLE: (
        *((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)),
        (12, 26),
    ),
    # Royal decree of 18 April 1974, art. 1.
    Calendar.BELGIUM: ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25)),
}
_EASTER_MONDAY, _ASCENSION, _WHIT_MONDAY, _GOOD_FRIDAY = 1, 39, 50, -2
_FROM_EASTER: dict[Calendar, tuple[int, ...]] = {
    Calendar.FRANCE: (_EASTER_MONDAY, _ASCENSION, _WHIT_MONDAY),
    Calendar.ALSACE_MOSELLE: (_GOOD_FRIDAY, _EASTER_MONDAY, _ASCENSION, _WHIT_MONDAY),
    Calendar.BELGIUM: (_EASTER_MONDAY, _ASCENSION, _WHIT_MONDAY),
}


def easter(year: int) -> date:
    """Easter Sunday (Gregorian; the method of Meeus, Jones and Butcher)."""
    cycle = year % 19
    century, rest = divmod(year, 100)
    leaps, of_century = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * cycle + century - leaps - moon + 15) % 30
    quarter, left = divmod(rest, 4)
    sunday = (32 + 2 * of_century + 2 * quarter - epact - left) % 7
    shift = (cycle + 11 * epact + 22 * sunday) // 451
    month, day = divmod(epact + sunday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


@cache
def holidays(calendar: Calendar, year: int) -> frozenset[date]:
    """All public holidays of a year."""
    sunday = easter(year)
    return frozenset(date(year, month, day) for month, day in _FIXED[calendar]) | frozenset(
        sunday + timedelta(days=days) for days in _FROM_EASTER[calendar]
    )


def is_working_day(day: date, calendar: Calendar) -> bool:
    """Neither Saturday, Sunday nor a public holiday (Regulation 1182/71, art. 2)."""
    return day.weekday() < 5 and day not in holidays(calendar, day.year)
