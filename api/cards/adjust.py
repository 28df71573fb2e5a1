"""Adjusting: units given or taken by hand, with a reason."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from api.cards import ledger
from api.cards.ledger import CardClosed, Gesture, Recorded
from api.cards.references import Reference
from api.core.errors import Problem


class NothingToAdjust(Problem):
    status, code, title = 422, "NOTHING_TO_ADJUST", "An adjustment of zero changes nothing"


async def adjust(
    db: AsyncSession, reference: Reference, gesture: Gesture, delta: int
) -> Recorded | None:
    """Put a balance right. Raises :class:`CardClosed`, ``NotEnoughUnits``."""
    if delta == 0:
        raise NothingToAdjust
    card = await ledger.lock(db, reference)
    if card.status != "active":
        raise CardClosed
    statement = ledger.EARN if delta > 0 else ledger.SPEND
    return await ledger.write(db, card, gesture, statement, "adjust", delta)
