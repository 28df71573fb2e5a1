"""When a period ends."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime

HOUR = 3600
DAY = 24 * HOUR


def later(moment: int, months: int, anchor: int) -> int:
    """So many months later, on the day of the month that the anchor has (or the month's last)."""
    start = datetime.fromtimestamp(moment, UTC)
    count = start.year * 12 + start.month - 1 + months
    year, month = count // 12, count % 12 + 1
    day = min(datetime.fromtimestamp(anchor, UTC).day, calendar.monthrange(year, month)[1])
    return int(start.replace(year=year, month=month, day=day).timestamp())


def period_end(start: int, interval: str, anchor: int) -> int:
    return later(start, {"month": 1, "year": 12}[interval], anchor)
