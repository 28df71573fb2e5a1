"""Earning: units for a visit, within the program's cooldown and caps."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from api.cards import ledger, statements
from api.cards.ledger import CardClosed, Gesture, Locked, Recorded
from api.cards.models import Entry
from api.cards.references import Reference
from api.core.clock import now
from api.core.errors import Problem

LONGEST_OFFLINE = timedelta(days=7)
"""How long a gesture may wait in an offline queue."""
CLOCK_SKEW = timedelta(minutes=5)
"""How far ahead a device's clock may go."""


class Cooldown(Problem):
    status, code, title = 409, "COOLDOWN", "This card was stamped a moment ago"


class DailyCap(Problem):
    status, code, title = 409, "DAILY_CAP", "This card has had all it can earn in a day"


class TooManyUnits(Problem):
    status, code, title = 422, "TOO_MANY_UNITS", "More units than the program allows at once"


class ProgramNotActive(Problem):
    status, code, title = 409, "PROGRAM_NOT_ACTIVE", "This program gives no units now"


class BadTime(Problem):
    status, code, title = 422, "BAD_TIME", "occurred_at is ahead of the clock or over 7 days old"


async def earn(
    db: AsyncSession, reference: Reference, gesture: Gesture, units: int | None
) -> Recorded | None:
    """Add units to a card, by default the program's number per visit.

    Raises :class:`CardClosed`, :class:`ProgramNotActive`, :class:`TooManyUnits`,
    :class:`Cooldown`, :class:`DailyCap`, :class:`BadTime`.
    """
    if not now() - LONGEST_OFFLINE <= gesture.occurred_at <= now() + CLOCK_SKEW:
        raise BadTime
    gesture.occurred_at = min(gesture.occurred_at, now()).astimezone(UTC)
    card = await ledger.lock(db, reference)
    if card.status != "active":
        raise CardClosed
    if card.program_status != "active":
        raise ProgramNotActive(state=card.program_status)
    rules = card.rules
    units = units or rules.units_per_visit
    # What a visit gives is never too much, whatever the maximum says.
    maximum = max(rules.max_per_operation, rules.units_per_visit)
    if units > maximum:
        raise TooManyUnits(maximum=maximum)
    if card.last_earned_at and rules.cooldown_minutes:
        wait = timedelta(minutes=rules.cooldown_minutes)
        near: datetime | None = card.last_earned_at
        if gesture.occurred_at <= card.last_earned_at - wait:
            # A late replay: there may be stamps around its time that were not the last.
            start, end = gesture.occurred_at - wait, gesture.occurred_at + wait
            _, near = await earnings(db, card, start, end)
        if near and abs(gesture.occurred_at - near) < wait:
            raise Cooldown(next_earn_at=near + wait)
    day = card.day(gesture.occurred_at)
    earned = await _earned_on(db, card, day)
    if rules.daily_cap is not None and earned + units > rules.daily_cap:
        raise DailyCap(cap=rules.daily_cap, earned=earned)
    if card.earned_on is None or day >= card.earned_on:
        card.earned_on, card.earned_units = day, earned + units
    card.last_earned_at = max(card.last_earned_at or gesture.occurred_at, gesture.occurred_at)
    return await ledger.write(db, card, gesture, statements.EARN, "earn", units, visit=True)


async def _earned_on(db: AsyncSession, card: Locked, day: date) -> int:
    if card.earned_on is None or day > card.earned_on:
        return 0
    if day == card.earned_on:
        return card.earned_units
    following = day + timedelta(days=1)
    start = datetime(day.year, day.month, day.day, tzinfo=card.zone)
    end = datetime(following.year, following.month, following.day, tzinfo=card.zone)
    return (await earnings(db, card, start, end))[0]


async def earnings(
    db: AsyncSession,
    card: Locked,
    start: datetime | None = None,
    end: datetime | None = None,
    *,
    without: UUID | None = None,
) -> tuple[int, datetime | None]:
    """Units earned and not taken back, and when last; from ``start`` and before ``end``, as if
    the entry ``without`` were not there."""
    reversal = aliased(Entry)
    query = select(func.coalesce(func.sum(Entry.delta), 0), func.max(Entry.occurred_at)).where(
        Entry.card_id == card.id,
        Entry.kind == "earn",
        Entry.id.is_distinct_from(without),
        ~select(reversal.id)
        .where(reversal.merchant_id == Entry.merchant_id, reversal.reverses == Entry.id)
        .exists(),
    )
    if start is not None:
        query = query.where(Entry.occurred_at >= start)
    if end is not None:
        query = query.where(Entry.occurred_at < end)
    units, last = (await db.execute(query)).one()
    return int(units), last
