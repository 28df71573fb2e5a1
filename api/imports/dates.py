"""Birthdays as people write them."""

from __future__ import annotations

import re
from datetime import date

from api.core.texts import plain

_MONTHS = (
    ("janvier", "january", "janv", "jan"),
    ("fevrier", "february", "fevr", "fev", "feb"),
    ("mars", "march", "mar"),
    ("avril", "april", "avr", "apr"),
    ("mai", "may"),
    ("juin", "june", "jun"),
    ("juillet", "july", "juil", "jul"),
    ("aout", "august", "aug"),
    ("septembre", "september", "sept", "sep"),
    ("octobre", "october", "oct"),
    ("novembre", "november", "nov"),
    ("decembre", "december", "dec"),
)
_BY_NAME = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ][\d:.]*)?")
_NUMBERS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{4}|\d{2}))?(?:[T ][\d:.]*)?")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)? ([a-z]+)\.?(?:,? (\d{4}))?")
_MONTH_DAY = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?")
_OLDEST = 120
_LEAP = 2000


def birthday(text: str, *, day_first: bool, today: date) -> tuple[int, int, int | None] | None:
    """Month, day and, where it was written, year; None for what is no date of birth."""
    found = _parts(plain(text), day_first)
    if found is None:
        return None
    month, day, year = found
    if year is not None and year < 100:
        # Nobody is born in the future.
        year += 2000 if 2000 + year <= today.year else 1900
    try:
        born = date(year if year is not None else _LEAP, month, day)
    except ValueError:
        return None
    if year is not None and not (today.year - _OLDEST <= year and born <= today):
        return None
    return month, day, year


def _parts(text: str, day_first: bool) -> tuple[int, int, int | None] | None:
    if found := _ISO.fullmatch(text):
        return int(found[2]), int(found[3]), int(found[1])
    if found := _NUMBERS.fullmatch(text):
        one, two = int(found[1]), int(found[2])
        year = int(found[3]) if found[3] else None
        # 25/12 can only be meant one way, whatever the order is said to be.
        if (day_first and two <= 12) or one > 12:
            return two, one, year
        return one, two, year
    if (found := _DAY_MONTH.fullmatch(text)) and found[2] in _BY_NAME:
        return _BY_NAME[found[2]], int(found[1]), int(found[3]) if found[3] else None
    if (found := _MONTH_DAY.fullmatch(text)) and found[1] in _BY_NAME:
        return _BY_NAME[found[1]], int(found[2]), int(found[3]) if found[3] else None
    return None


def years(month: int, day: int, year: int, today: date) -> int:
    """How old somebody born then is."""
    return today.year - year - ((today.month, today.day) < (month, day))
