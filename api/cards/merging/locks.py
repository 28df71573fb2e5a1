"""What merges hold, and in which order, so that neither they nor the sales beside them wait for
each other in a circle."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.cards.models import Card

_ONE_AT_A_TIME = text("""
SELECT pg_advisory_xact_lock(hashtextextended('merge ' || id, 0))
  FROM (SELECT id FROM unnest(CAST(:ids AS text[])) AS id ORDER BY id) AS sorted
""").execution_options(touches_no_merchant=True)


async def one_at_a_time(db: AsyncSession, customers: list[UUID]) -> None:
    """No other merge or undo about these customers goes on from here until this one has ended.
    Whoever waits holds no card yet, and then sees what the other has done."""
    await db.execute(_ONE_AT_A_TIME, {"ids": [str(one) for one in customers]})


async def hold_cards(db: AsyncSession, owners: list[UUID]) -> None:
    """Before their customers, as a sale does it; whoever came first goes on. Merged cards before
    those that they went into: so a sale comes by them that waited for one while it was merged."""
    first = Card.status != "merged"
    query = select(Card.id).where(Card.customer_id.in_(owners)).order_by(first, Card.id)
    await db.execute(query.with_for_update())
