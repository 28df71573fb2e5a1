"""The day as the shop has it, from which all of an agenda is counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

WEEK = timedelta(days=7)
"""How far an agenda looks ahead."""


@dataclass(frozen=True)
class Day:
    today: date
    now: datetime
    zone: ZoneInfo

    @property
    def last(self) -> date:
        """Of the days that are looked ahead to."""
        return self.today + WEEK

    def of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()
