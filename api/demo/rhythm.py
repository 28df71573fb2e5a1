"""When a shop's customers come: opening days and hours, weekdays and seasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Paris")
_SHUT = {(1, 1), (5, 1), (12, 25)}
Hours = Mapping[int, float]
"""The hour of the day → how many come in it, relatively."""


@dataclass(frozen=True)
class Rhythm:
    weekdays: tuple[float, ...]
    """From Monday; 0 is closed."""
    hours: Hours
    sunday: Hours = field(default_factory=dict)
    holidays: tuple[int, int] = (1, 21)
    """First and last day of the closure in August."""
    december: float = 1.0
    summer: float = 0.85
    """July, and what of August is open: the others are away."""

    def openness(self, day: date) -> float:
        first, last = self.holidays
        if (day.month, day.day) in _SHUT or (day.month == 8 and first <= day.day <= last):
            return 0.0
        return self.weekdays[day.weekday()]

    def season(self, day: date) -> float:
        if day.month == 12:
            return self.december
        return self.summer if day.month in (7, 8) else 1.0

    def day_after(self, rng: Random, last: date, gap: float, favourite: int) -> date:
        """The day of the next visit, about ``gap`` days after the last one. Most people come on
        some weekday (``favourite``) more than on others."""
        wanted = max(1, round(gap / self.season(last)))
        around = 1 if wanted < 3 else 3
        days = [last + timedelta(n) for n in range(max(1, wanted - around), wanted + around + 1)]
        weights = [self.openness(day) * (2.5 if day.weekday() == favourite else 1) for day in days]
        if any(weights):
            return rng.choices(days, weights)[0]
        return self.open_from(days[-1])

    def open_from(self, day: date) -> date:
        while not self.openness(day):
            day += timedelta(1)
        return day

    def moment(self, rng: Random, day: date, favourite: int | None) -> datetime:
        """A time of day when the shop is open; ``favourite`` is the hour this person prefers."""
        hours = self.sunday if self.sunday and day.weekday() == 6 else self.hours
        if favourite is not None and favourite in hours and rng.random() < 0.6:
            hour = favourite
        else:
            (hour,) = rng.choices(list(hours), list(hours.values()))
        at = time(hour, rng.randrange(60), rng.randrange(60), rng.randrange(1000) * 1000)
        return datetime.combine(day, at, ZONE).astimezone(UTC)
