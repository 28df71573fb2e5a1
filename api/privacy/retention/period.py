"""Periods of the calendar: ten years, thirteen months, thirty days."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import total_ordering
from typing import Self
from zoneinfo import ZoneInfo

_FORM = re.compile(r"P(?=\d)(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,5})D)?")

# In 400 years of the Gregorian calendar there are 4,800 months and 146,097 days.
_MONTH, _DAY = 146_097, 4_800


@total_ordering
@dataclass(frozen=True)
class Period:
    """Months and days. A year is twelve months, and a month is as long as the calendar has it."""

    months: int = 0
    days: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``P3Y``, ``P13M``, ``P30D`` (ISO 8601, without times); raises ValueError."""
        found = _FORM.fullmatch(text)
        if found is None:
            raise ValueError(f"{text!r} is no period: write P3Y, P13M or P30D")
        years, months, days = (int(part or 0) for part in found.groups())
        return cls(years * 12 + months, days)

    def __str__(self) -> str:
        parts = f"{self.months}M" if self.months else ""
        if self.months and self.months % 12 == 0:
            parts = f"{self.months // 12}Y"
        if self.days or not parts:
            parts += f"{self.days}D"
        return f"P{parts}"

    def __lt__(self, other: Period) -> bool:
        """By their mean lengths, so that a month is longer than thirty days."""
        return self._length < other._length

    @property
    def _length(self) -> int:
        return self.months * _MONTH + self.days * _DAY

    def after(self, start: datetime, zone: ZoneInfo) -> datetime:
        """When the period is over that begins at ``start``, by the calendar and clock of ``zone``:
        at the same time of the day; on the month's last day where it has no such day; and where
        the clock is changed over that time, at the later of the two readings.

        PostgreSQL's ``(start AT TIME ZONE zone + period) AT TIME ZONE zone`` is the same."""
        local = start.astimezone(zone).replace(tzinfo=None)
        month = local.year * 12 + local.month - 1 + self.months
        year, month = month // 12, month % 12 + 1
        day = min(local.day, monthrange(year, month)[1])
        local = local.replace(year=year, month=month, day=day) + timedelta(days=self.days)
        return max(local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))


def next_january(start: datetime, zone: ZoneInfo) -> datetime:
    """The first moment of the year after ``start``, from which some laws let a period begin."""
    year = start.astimezone(zone).year + 1
    return datetime(year, 1, 1, tzinfo=zone).astimezone(UTC)
