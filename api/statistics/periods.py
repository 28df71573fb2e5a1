"""Periods: what is asked for, what it is compared with, and how it is divided. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from api.core.errors import Problem

LONGEST = 1_830
"""Days: five years."""
MOST_POINTS = 400
_DAY = timedelta(days=1)

Compare = Literal["previous", "year", "none"]
Interval = Literal["day", "week", "month"]


class PeriodBackwards(Problem):
    status, code, title = 422, "PERIOD_BACKWARDS", "The period ends before it begins"


class PeriodTooLong(Problem):
    status, code, title = 422, "PERIOD_TOO_LONG", "The period is longer than can be shown"


class PeriodOutOfRange(Problem):
    status, code, title = 422, "PERIOD_OUT_OF_RANGE", "There are no figures of such days"


_EARLIEST, _LATEST = date(2000, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True)
class Period:
    """Whole days: from ``start`` up to before ``end``."""

    start: date
    end: date

    @classmethod
    def asked(cls, from_: date, to: date) -> Period:
        """``to`` is the last day. Raises :class:`PeriodBackwards`, :class:`PeriodTooLong`,
        :class:`PeriodOutOfRange`."""
        if not (_EARLIEST <= from_ < _LATEST and _EARLIEST <= to < _LATEST):
            raise PeriodOutOfRange(earliest=_EARLIEST, latest=_LATEST)
        if to < from_:
            raise PeriodBackwards
        if (to - from_).days >= LONGEST:
            raise PeriodTooLong(most_days=LONGEST)
        return cls(from_, to + _DAY)

    @classmethod
    def of_months(cls, today: date, months: int) -> Period:
        """So many, that of today the last."""
        this = today.replace(day=1)
        return cls(add_months(this, 1 - months), add_months(this, 1))

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    @property
    def last(self) -> date:
        return self.end - _DAY

    def before(self, compare: Compare) -> Period | None:
        """What it is compared with: as many days right before it (whole months, where it is
        whole months), or the same days a year before."""
        if compare == "none":
            return None
        if compare == "year":
            return Period(_year_before(self.start), _year_before(self.end))
        if self.start.day == 1 and self.end.day == 1:
            months = 12 * (self.end.year - self.start.year) + self.end.month - self.start.month
            return Period(add_months(self.start, -months), self.start)
        return Period(self.start - timedelta(days=self.days), self.start)

    def interval(self) -> Interval:
        """Into what it is best divided."""
        return "day" if self.days <= 62 else "week" if self.days <= 190 else "month"

    def divided(self, interval: Interval) -> list[Period]:
        """Its days, calendar weeks or months; the first and the last may be parts of one."""
        parts = list(self._parts(interval))
        if len(parts) > MOST_POINTS:
            raise PeriodTooLong(most_points=MOST_POINTS)
        return parts

    def _parts(self, interval: Interval) -> Iterator[Period]:
        start = self.start
        while start < self.end:
            if interval == "day":
                stop = start + _DAY
            elif interval == "week":
                stop = start + timedelta(days=7 - start.weekday())
            else:
                stop = add_months(start.replace(day=1), 1)
            yield Period(start, min(stop, self.end))
            start = stop


def add_months(first: date, months: int) -> date:
    """Of the first day of a month."""
    number = 12 * first.year + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _year_before(day: date) -> date:
    """29 February is compared with the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return date(day.year - 1, 2, 28)
