"""Adjusting: units given or taken by hand, with a reason."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cards import ledger, statements
from api.cards.ledger import CardClosed, Gesture, Locked, NotEnoughUnits, Recorded
from api.cards.references import Reference
from api.core.errors import Problem


class NothingToAdjust(Problem):
    status, code, title = 422, "NOTHING_TO_ADJUST", "An adjustment of zero changes nothing"


async def adjust(
    db: AsyncSession, reference: Reference, gesture: Gesture, delta: int
) -> Recorded | None:
    """Put a balance right. Raises :class:`CardClosed`, :class:`NotEnoughUnits`."""
    if delta == 0:
        raise NothingToAdjust
    card = await ledger.lock(db, reference)
    if card.status != "active":
        raise CardClosed
    if delta < 0 and (left := card.balance - await _expired(db, card)) < -delta:
        raise NotEnoughUnits(balance=left)
    statement = statements.EARN if delta > 0 else statements.SPEND
    return await ledger.write(db, card, gesture, statement, "adjust", delta)


async def _expired(db: AsyncSession, card: Locked) -> int:
    return (await db.execute(select(ledger.expired(card)))).scalar_one()
