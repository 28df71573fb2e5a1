"""The feed of the demonstration: what its last days would have told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.events import KEPT
from api.core.tenancy import merchant_of

# Each event under the id of what it tells, so that filling twice makes the same ones.
_TELL = text("""
INSERT INTO events (merchant_id, id, type, subject_type, subject_id, data, at)
SELECT :merchant_id, id, 'entry.recorded', 'entry', id,
       jsonb_build_object('card_id', card_id, 'seq', seq, 'kind', kind, 'delta', delta,
                          'balance', balance, 'reverses', reverses), recorded_at
  FROM entries
 WHERE merchant_id = :merchant_id AND recorded_at >= :since
 UNION ALL
SELECT :merchant_id, id, 'card.issued', 'card', id,
       jsonb_build_object('program_id', program_id, 'customer_id', customer_id), created_at
  FROM cards
 WHERE merchant_id = :merchant_id AND created_at >= :since
 UNION ALL
SELECT :merchant_id, id, 'customer.created', 'customer', id,
       jsonb_build_object('source', source), created_at
  FROM customers
 WHERE merchant_id = :merchant_id AND created_at >= :since
""")


async def tell(db: AsyncSession, moment: datetime) -> None:
    """Publish what a shop's rows tell of the days for which events are kept."""
    await db.execute(_TELL, {"merchant_id": merchant_of(db), "since": moment - KEPT})
