"""Counting a customer's visits anew, where adding one would not do."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.tenancy import merchant_of

_RECOUNT = text("""
UPDATE customers
   SET visits = counted.days, last_visit_at = counted.last, spent = spent + :spent,
       last_active_at = greatest(created_at, counted.last)
  FROM (SELECT count(DISTINCT (e.occurred_at AT TIME ZONE :zone)::date) AS days,
               max(e.occurred_at) AS last
          FROM cards c
          JOIN entries e ON e.merchant_id = c.merchant_id AND e.card_id = c.id
           AND e.kind IN ('earn', 'redeem')
          LEFT JOIN entries r ON r.merchant_id = e.merchant_id AND r.reverses = e.id
         WHERE c.merchant_id = :merchant_id AND c.customer_id = :customer_id
           AND r.id IS NULL) AS counted
 WHERE customers.merchant_id = :merchant_id AND customers.id = :customer_id
""")


async def recount(db: AsyncSession, customer_id: UUID, zone: ZoneInfo, *, spent: int = 0) -> None:
    """Count the days on which a card of the customer's earned or redeemed, and find the last one;
    add ``spent`` to what the customer spent. A stamp by mistake was no visit, and must not
    prolong how long the data is kept."""
    await db.execute(
        _RECOUNT,
        {
            "merchant_id": merchant_of(db),
            "customer_id": customer_id,
            "zone": zone.key,
            "spent": spent,
        },
    )
