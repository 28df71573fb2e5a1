"""Adjusting: units given or taken by hand, with a reason."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from api.cards import ledger, statements
from api.cards.ledger import CardClosed, Gesture, Locked, NotEnoughUnits, Recorded
from api.cards.references import Reference
from api.core.errors import Problem
from api.core.tenancy import merchant_of


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
    if (
        delta < 0
        and (left := card.balance - await unavailable(db, card, gesture.occurred_at)) < -delta
    ):
        raise NotEnoughUnits(balance=left)
    statement = statements.EARN if delta > 0 else statements.SPEND
    return await ledger.write(db, card, gesture, statement, "adjust", delta)


async def unavailable(db: AsyncSession, card: Locked, moment: datetime) -> int:
    """How much of the balance cannot be spent at a moment."""
    values = {
        "merchant_id": merchant_of(db),
        "card_id": card.id,
        "occurred_at": moment,
        "idle_expires_at": card.idle_expires_at,
    }
    found: int = (await db.execute(statements.UNAVAILABLE, values)).scalar_one()
    return found
