"""Whose answer counts: questions to Stripe about one object are numbered before they are asked,
and an answer is written only if none to a later question is. So nobody waits for a lock while
Stripe thinks, and an answer that was long under way does no harm."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.core.db import Database
from api.core.tenancy import merchant_of

_ASK = text("""
INSERT INTO stripe_reads (merchant_id, id, object_id, asked, applied)
VALUES (:merchant_id, :id, :object_id, 1, 0)
ON CONFLICT (merchant_id, object_id) DO UPDATE SET asked = stripe_reads.asked + 1
RETURNING asked
""")

_APPLY = text("""
UPDATE stripe_reads SET applied = :turn
 WHERE merchant_id = :merchant_id AND object_id = :object_id AND applied < :turn
RETURNING applied
""")


async def ask(db: AsyncSession, object_id: str) -> int:
    """The number of a question, committed: the session is settled."""
    values = {"merchant_id": merchant_of(db), "id": uuid7(), "object_id": object_id}
    turn: int = (await db.execute(_ASK, values)).scalar_one()
    await Database.settle(db)
    return turn


async def counts(db: AsyncSession, object_id: str, turn: int) -> bool:
    """Whether the answer may be written, in this transaction; who writes about the same object
    meanwhile waits for its end."""
    values = {"merchant_id": merchant_of(db), "object_id": object_id, "turn": turn}
    return (await db.execute(_APPLY, values)).scalar() is not None
