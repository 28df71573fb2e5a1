"""What time alone does to cards: units expire, holders are warned, tiers end.

A planner enqueues one job of each kind per merchant, at night by the merchant's clock. A job does
one batch in its one transaction and, in the same transaction, enqueues what is left: killed at
any point it runs again from there, and run twice it finds nothing to do the second time.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import TextClause, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.models import Merchant
from api.cards.ledger import locked, tiers, writing
from api.cards.ledger.locked import Locked
from api.cards.references import CardNotFound, CardReplaced, Reference
from api.core import jobs
from api.core.audit import SYSTEM
from api.core.clock import now
from api.core.jobs import Work, job, periodic
from api.core.tenancy import merchant_of

HOURS = (0, 3)
"""Of the merchant's day. At the second one nothing is left to do, if all was well at the first."""
BATCH = 50
"""Cards held at once: no counter waits for one of them longer than for a busy colleague."""
EXPIRE, TIERS, WARN = "cards.expire", "cards.move_tiers", "cards.warn"

_NO_CARD = UUID(int=0)

_EXPIRED = text("""
SELECT c.id
  FROM cards c
 WHERE c.merchant_id = :merchant_id AND c.status = 'active' AND c.id > :after
   AND c.id IN (
       SELECT card_id FROM lots
        WHERE merchant_id = :merchant_id AND remaining > 0 AND expires_at <= :at
       UNION ALL
       SELECT l.card_id
         FROM cards i
         JOIN lots l ON l.merchant_id = i.merchant_id AND l.card_id = i.id
        WHERE i.merchant_id = :merchant_id AND i.idle_expires_at <= :at
          AND l.remaining > 0 AND l.idle)
 ORDER BY c.id
 LIMIT :batch
""")

# Over a lifetime only earning and other rules move a card; in a window each day does.
_TIERED = text("""
SELECT c.id
  FROM cards c
  JOIN programs p ON p.merchant_id = c.merchant_id AND p.id = c.program_id
 WHERE c.merchant_id = :merchant_id AND c.status = 'active' AND c.id > :after
   AND p.status IN ('active', 'closing')
   AND CASE WHEN jsonb_typeof(p.rules -> 'tiers') = 'object'
            THEN c.tier_revision IS DISTINCT FROM p.revision
                 OR c.tier_units > 0 AND p.rules #>> '{tiers,window_months}' IS NOT NULL
            ELSE c.tier_id IS NOT NULL END
 ORDER BY c.id
 LIMIT :batch
""")

_MOVE = text("""
UPDATE cards SET tier_id = :tier_id, tier_units = :tier_units, tier_until = :tier_until,
                 tier_revision = :tier_revision
 WHERE merchant_id = :merchant_id AND id = :card_id
""")


@periodic("2 * * * *", "cards.plan_nights")
async def plan_nights(work: Work) -> None:
    """A job of each kind for each merchant where the day has just begun."""
    at = now()
    merchants = (await work.db.execute(select(Merchant.id, Merchant.time_zone))).all()
    for merchant_id, zone in merchants:
        if at.astimezone(ZoneInfo(zone)).hour in HOURS:
            for name in (EXPIRE, TIERS, WARN):
                await jobs.enqueue(work.db, name, once="tonight", merchant_id=merchant_id)


@job(EXPIRE)
async def expire(work: Work, after: UUID = _NO_CARD) -> None:
    """Write off what has expired, by an entry for each card and moment."""
    at = now()
    cards = await _batch(work.db, _EXPIRED, after, at)
    for card_id in cards:
        card = await _held(work.db, card_id)
        if card:
            await writing.write_off(work.db, card, at)
    if len(cards) == BATCH:
        await jobs.enqueue(work.db, EXPIRE, after=cards[-1])


@job(TIERS)
async def move_tiers(work: Work, after: UUID = _NO_CARD) -> None:
    """Let the cards rise and fall that time or other rules have moved."""
    cards = await _batch(work.db, _TIERED, after)
    for card_id in cards:
        card = await _held(work.db, card_id)
        if card is None:
            continue
        before = _place(card)
        change = await tiers.follow(work.db, card)
        if _place(card) == before:
            continue
        values = {name: getattr(card, name) for name in _PLACE}
        owner = {"merchant_id": merchant_of(work.db), "card_id": card.id}
        await work.db.execute(_MOVE, values | owner)
        tiers.record(work.db, card, change, SYSTEM)
    if len(cards) == BATCH:
        await jobs.enqueue(work.db, TIERS, after=cards[-1])


_PLACE = ("tier_id", "tier_units", "tier_until", "tier_revision")


def _place(card: Locked) -> list[object]:
    return [getattr(card, name) for name in _PLACE]


async def _batch(
    db: AsyncSession, statement: TextClause, after: UUID, at: datetime | None = None
) -> list[UUID]:
    values = {"merchant_id": merchant_of(db), "after": after, "batch": BATCH}
    if at:
        values["at"] = at
    return [row.id for row in await db.execute(statement, values)]


async def _held(db: AsyncSession, card_id: UUID) -> Locked | None:
    """The card, unless it was closed or merged meanwhile."""
    try:
        card = await locked.lock(db, Reference("id", card_id))
    except (CardNotFound, CardReplaced):
        return None
    return card if card.id == card_id and card.status == "active" else None
