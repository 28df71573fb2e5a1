"""Tiers: what a card earned over its lifetime or in a rolling window decides its level.

A lifetime's units are added up on the card itself; a window's are summed up anew at every
earning, and every night for those that only time changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from api.cards.ledger.locked import Locked
from api.cards.models import TierChange
from api.core import audit, events
from api.core.audit import Actor
from api.core.clock import now
from api.core.tenancy import merchant_of
from api.programs.lasting import plus_months
from api.programs.levels import Days, Standing, reached, standing
from api.programs.schemas.rules import TierLevel, Tiers

# What was earned on a card that was merged into this one counts here.
_EARNED = text("""
WITH RECURSIVE counted AS (
  SELECT c.id FROM cards c WHERE c.merchant_id = :merchant_id AND c.id = :card_id
  UNION ALL
  SELECT c.id FROM cards c
    JOIN counted ON c.merchant_id = :merchant_id AND c.merged_into = counted.id
)
SELECT (e.occurred_at AT TIME ZONE :zone)::date AS day, sum(e.delta) AS units
  FROM entries e
  LEFT JOIN entries r ON r.merchant_id = e.merchant_id AND r.reverses = e.id
 WHERE e.merchant_id = :merchant_id AND e.card_id IN (SELECT id FROM counted) AND e.kind = 'earn'
   AND e.occurred_at >= :since AND r.id IS NULL AND e.id IS DISTINCT FROM :without
 GROUP BY 1
 ORDER BY 1
""")
_EVER = date(1970, 1, 1)
_SLACK = timedelta(days=3)
"""By how much the ends of months can differ."""


@dataclass(frozen=True)
class Change:
    before: str | None
    after: str | None
    promoted: bool


async def earned(
    db: AsyncSession, card: Locked, tiers: Tiers, today: date, without: UUID | None = None
) -> Days:
    """What can count today, day by day, as if the entry ``without`` were not there."""
    since = _EVER
    if tiers.window_months is not None:
        since = plus_months(today, -tiers.window_months) - _SLACK
    values = {
        "merchant_id": merchant_of(db),
        "card_id": card.id,
        "zone": card.zone.key,
        "since": card.start_of(since),
        "without": without,
    }
    return [(day, int(units)) for day, units in await db.execute(_EARNED, values)]


async def follow(
    db: AsyncSession,
    card: Locked,
    units: int = 0,
    moment: datetime | None = None,
    without: UUID | None = None,
) -> Change | None:
    """Put the card's tier where it belongs with ``units`` more earned at ``moment``, or without
    an entry that is taken back. The caller writes the card, and what is returned with
    :func:`record`."""
    tiers = card.rules.tiers
    if tiers is None:
        card.tier_revision = None
        return _become(card, Standing(0, None, None), ())
    known = card.tier_revision == card.revision and tiers.window_months is None
    if known and without is None:
        total = card.tier_units + units
        found = Standing(total, reached(tiers, total), None)
    else:
        today = card.day(now())
        days = await earned(db, card, tiers, today, without)
        if units and moment:
            days = sorted((*days, (card.day(moment), units)))
        found = standing(tiers, days, today)
    card.tier_revision = card.revision
    return _become(card, found, tiers.levels)


def _become(card: Locked, found: Standing, levels: Iterable[TierLevel]) -> Change | None:
    before, after = card.tier_id, found.level.id if found.level else None
    card.tier_id, card.tier_units, card.tier_until = after, found.units, found.until
    if before == after:
        return None
    rank = {level.id: position for position, level in enumerate(levels)}
    return Change(before, after, rank.get(after or "", -1) > rank.get(before or "", -1))


def record(db: AsyncSession, card: Locked, change: Change | None, actor: Actor) -> None:
    """Note a change of tier where an owner, a till and the customer's page find it."""
    if change is None:
        return
    db.add(
        TierChange(
            card_id=card.id,
            before=change.before,
            after=change.after,
            units=card.tier_units,
            promoted=change.promoted,
            revision=card.revision,
        )
    )
    facts = {"before": change.before, "after": change.after, "promoted": change.promoted}
    audit.record(db, actor, "card.tier_changed", "card", card.id, **facts)
    events.publish(db, "tier.changed", "card", card.id, **facts)
