"""Until when a request has to be answered. Pure: no rows, no clock.

One calendar month from the day it came in, three where it is extended (GDPR art. 12(3)), counted
as Regulation (EEC, Euratom) 1182/71, art. 3 does: to the same date of a later month, or that
month's last day where it has no such date; a period that ends on a Saturday, Sunday or public
holiday runs to the end of the next working day. The extended period is counted from the same
first day, so that a short month in between does not shorten it.
"""

from __future__ import annotations

import calendar as months_of
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from api.privacy.requests.holidays import Calendar, is_working_day

MONTHS = 1
EXTENDED_MONTHS = 3
"""One, and two further ones."""
REMINDERS = (10, 3, 0)
"""So many days before the last one, the owners are reminded."""
NOTICE = timedelta(hours=72)
"""Within it, the merchant knows of a complaint that reached the operator."""
ESCALATIONS = (timedelta(hours=24), timedelta(hours=48), NOTICE)


@dataclass(frozen=True)
class Deadline:
    on: date
    """The last day, where the merchant is."""
    at: datetime
    """The first instant that is too late, in UTC."""


def months_later(day: date, months: int) -> date:
    """The same date of a later month, or that month's last day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, months_of.monthrange(year, month)[1]))


def day_of(instant: datetime, zone: ZoneInfo) -> date:
    """Which day it is where the merchant is."""
    return instant.astimezone(zone).date()


def due(received_at: datetime, zone: ZoneInfo, calendar: Calendar, months: int) -> Deadline:
    """When a request that came in then has to be answered."""
    last = months_later(day_of(received_at, zone), months)
    while not is_working_day(last, calendar):
        last += timedelta(days=1)
    over = datetime.combine(last + timedelta(days=1), time(), zone)
    return Deadline(last, over.astimezone(UTC))


def days_left(due_on: date, today: date) -> int:
    """Whole days until the last one: 0 on it, negative when it is past."""
    return (due_on - today).days


def reminder_due(left: int, sent: int | None) -> int | None:
    """Which reminder to send with so many days left, after the one ``sent`` last; None: none.
    After a pause of the service only the latest one is made up for."""
    reached = [days for days in REMINDERS if left <= days]
    if not reached or (sent is not None and sent <= reached[-1]):
        return None
    return reached[-1]


def escalation_due(waiting: timedelta, escalated: int) -> int | None:
    """How many hours a complaint has waited unheard, where that has to be escalated and has not
    been, after ``escalated`` hours the last time."""
    reached = [int(one / timedelta(hours=1)) for one in ESCALATIONS if waiting >= one]
    if not reached or escalated >= reached[-1]:
        return None
    return reached[-1]
