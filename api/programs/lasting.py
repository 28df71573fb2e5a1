"""How long units last: when a lot expires, and from when it can be spent.

Days are those of the merchant's calendar. Units last through their last day; a lot's
``expires_at`` is the first moment after it.
"""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from api.programs.schemas.rules import (
    ExpiryAfterEarning,
    ExpiryByInactivity,
    ExpiryOnDay,
    RulesOfCard,
)


def plus_months(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a month that is too short."""
    month = day.year * 12 + day.month - 1 + months
    year, month = month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def last_day(rules: RulesOfCard, day: date) -> date | None:
    """The last day on which units of ``day`` can be spent; None when they do not expire."""
    match rules.expiry:
        case ExpiryAfterEarning(months=months):
            reached = plus_months(day, months)
            return reached.replace(day=calendar.monthrange(reached.year, reached.month)[1])
        case ExpiryOnDay(month=month, day=number):
            this = plus_months(date(day.year, 1, 31), month - 1)
            this = this.replace(day=min(number, this.day))
            if this >= day:
                return this
            this = plus_months(date(day.year + 1, 1, 31), month - 1)
            return this.replace(day=min(number, this.day))
        case ExpiryByInactivity(months=months):
            return plus_months(day, months)
    return None


def expiry_of(rules: RulesOfCard, moment: datetime, zone: ZoneInfo) -> datetime | None:
    """When units of this moment expire, or, with expiry by inactivity, when the card's do if
    nothing happens after this moment."""
    last = last_day(rules, moment.astimezone(zone).date())
    if last is None:
        return None
    after = last + timedelta(days=1)
    return datetime(after.year, after.month, after.day, tzinfo=zone).astimezone(UTC)


def available_from(rules: RulesOfCard, moment: datetime) -> datetime | None:
    """Until when units earned at this moment are pending; None when they can be spent at once."""
    return moment + timedelta(days=rules.pending_days) if rules.pending_days else None


def idles(rules: RulesOfCard) -> bool:
    """Whether units expire with the holder's inactivity."""
    return isinstance(rules.expiry, ExpiryByInactivity)
