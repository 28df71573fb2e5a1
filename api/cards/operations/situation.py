"""What the rules have to know of a card and its holder before a sale.

A plain program asks nothing here: what it needs came with the lock of the card. Only a rule that
needs more costs a statement more.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from api.cards.ledger.locked import Locked
from api.cards.models import Entry, Hold
from api.core.clock import now
from api.core.tenancy import merchant_of
from api.programs import levels
from api.programs.rules import Situation

_HOLDER = text("""
SELECT u.birth_month, c.sponsor_id IS NOT NULL AS sponsored
  FROM cards c
  LEFT JOIN customers u ON u.merchant_id = c.merchant_id AND u.id = c.customer_id
 WHERE c.merchant_id = :merchant_id AND c.id = :card_id
""")


async def of(db: AsyncSession, card: Locked, moment: datetime) -> Situation:
    """The situation of a card at a moment that may lie some days back."""
    rules = card.rules
    held = await _held(db, card)
    first = card.last_earned_at is None and not held
    birth_month: int | None = None
    sponsored = False
    wants_birthday = any(bonus.when.birthday_month for bonus in rules.bonuses)
    wants_sponsor = rules.sponsorship is not None and first
    if (wants_birthday and card.customer_id) or wants_sponsor:
        values = {"merchant_id": merchant_of(db), "card_id": card.id}
        holder = (await db.execute(_HOLDER, values)).one()
        birth_month, sponsored = holder.birth_month, wants_sponsor and holder.sponsored
    return Situation(
        at=moment.astimezone(card.zone),
        near=_nearest(moment, await _near(db, card, moment), held),
        earned_today=await _earned_on(db, card, card.day(moment))
        + sum(units for at, units in held if card.day(at) == card.day(moment)),
        earned_this_month=await _earned_in_month(db, card, card.day(moment))
        + sum(units for at, units in held if _month(card, at) == _month(card, moment)),
        first_visit=first,
        birth_month=birth_month,
        tier=levels.level_of(rules, card.tier_id),
        sponsored=sponsored,
    )


async def _held(db: AsyncSession, card: Locked) -> Sequence[tuple[datetime, int]]:
    """When units are held on the card, and how many: they count as if they were earned."""
    if not card.open_holds:
        return ()
    query = select(Hold.occurred_at, Hold.units).where(
        Hold.card_id == card.id, Hold.status == "open", Hold.expires_at > now()
    )
    return [(at, units) for at, units in await db.execute(query)]


def _month(card: Locked, moment: datetime) -> date:
    return card.day(moment).replace(day=1)


def _nearest(
    moment: datetime, near: datetime | None, held: Sequence[tuple[datetime, int]]
) -> datetime | None:
    moments = [at for at, _ in held] + ([near] if near else [])
    return min(moments, key=lambda at: abs(at - moment), default=None)


async def _near(db: AsyncSession, card: Locked, moment: datetime) -> datetime | None:
    """The earning that a cooldown has to be held against."""
    if card.last_earned_at is None or not card.rules.cooldown_minutes:
        return None
    wait = timedelta(minutes=card.rules.cooldown_minutes)
    if moment > card.last_earned_at - wait:
        return card.last_earned_at
    # A late replay: there may be stamps around its time that were not the last.
    _, near = await earnings(db, card, moment - wait, moment + wait)
    return near


async def _earned_on(db: AsyncSession, card: Locked, day: date) -> int:
    if card.earned_on is None or day > card.earned_on:
        return 0
    if day == card.earned_on:
        return card.earned_units
    start, end = card.start_of(day), card.start_of(day + timedelta(days=1))
    return (await earnings(db, card, start, end))[0]


async def _earned_in_month(db: AsyncSession, card: Locked, day: date) -> int:
    if card.rules.monthly_cap is None or card.last_earned_at is None:
        return 0
    first = day.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return (await earnings(db, card, card.start_of(first), card.start_of(following)))[0]


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
