"""What a card holds besides its balance: what can be spent now, what is pending, what expires
next, and the tier."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.clock import now
from api.core.tenancy import merchant_of
from api.programs.levels import level_of
from api.programs.schemas.rules import RulesOfCard

OPEN = """
       (SELECT json_agg(json_build_array(o.units, o.expires_at, o.available_at))
          FROM (SELECT sum(l.remaining) AS units, l.available_at,
                       CASE WHEN l.idle THEN c.idle_expires_at ELSE l.expires_at END AS expires_at
                  FROM lots l
                 WHERE l.merchant_id = c.merchant_id AND l.card_id = c.id AND l.remaining > 0
                 GROUP BY l.available_at, 3) o)
         AS open_lots"""
"""Selects the units of the card ``c``, added up by when they expire and can be spent."""


def of(row: RowMapping, rules: RulesOfCard, at: datetime) -> dict[str, Any]:
    """The fields of ``schemas.Holdings`` from a card's row with its :data:`OPEN` lots."""
    available = 0
    pending: dict[datetime, int] = {}
    expiring: dict[datetime, int] = {}
    for units, expires_at, available_at in _moments(row["open_lots"] or ()):
        if expires_at and expires_at <= at:
            continue
        if available_at and available_at > at:
            pending[available_at] = pending.get(available_at, 0) + units
        else:
            available += units
        if expires_at:
            expiring[expires_at] = expiring.get(expires_at, 0) + units
    soonest = min(expiring, default=None)
    return {
        "available": available,
        "pending": [{"units": pending[when], "available_at": when} for when in sorted(pending)],
        "next_expiry": {"units": expiring[soonest], "expires_at": soonest} if soonest else None,
        "tier": _tier(row, rules),
    }


def _moments(
    lots: Iterable[tuple[int, str | None, str | None]],
) -> Iterable[tuple[int, datetime | None, datetime | None]]:
    for units, *texts in lots:
        expires_at, available_at = (one and datetime.fromisoformat(one) for one in texts)
        yield units, expires_at or None, available_at or None


def _tier(row: RowMapping, rules: RulesOfCard) -> dict[str, Any] | None:
    """Also below the first level, so that the way to it is seen."""
    if rules.tiers is None:
        return None
    level = level_of(rules, row["tier_id"])
    units = row["tier_units"]
    higher = (one.threshold for one in rules.tiers.levels if one.threshold > units)
    return {
        "id": level.id if level else None,
        "name": level.name if level else None,
        "progress": {
            "units": units,
            "next_threshold": next(higher, None),
            "until": row["tier_until"],
        },
    }


_ROW = text(f"""
SELECT c.tier_id, c.tier_units, c.tier_until, {OPEN}
  FROM cards c
 WHERE c.merchant_id = :merchant_id AND c.id = :card_id
""")


async def read(db: AsyncSession, card_id: UUID, rules: RulesOfCard) -> dict[str, Any]:
    """:func:`of` for a card that was read without."""
    values = {"merchant_id": merchant_of(db), "card_id": card_id}
    return of((await db.execute(_ROW, values)).one()._mapping, rules, now())
