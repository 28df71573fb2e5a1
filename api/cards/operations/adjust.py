"""Adjusting: units given or taken by hand, with a reason."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from api.cards.counted import CardFrozenByPlan
from api.cards.ledger import locked, statements, writing
from api.cards.ledger.gestures import Gesture, Recorded
from api.cards.ledger.locked import CardClosed, unavailable
from api.cards.ledger.writing import NotEnoughUnits
from api.cards.references import Reference
from api.core.errors import Problem
from api.core.quotas import FrozenByPlan


class NothingToAdjust(Problem):
    status, code, title = 422, "NOTHING_TO_ADJUST", "An adjustment of zero changes nothing"


async def adjust(
    db: AsyncSession, reference: Reference, gesture: Gesture, delta: int
) -> Recorded | None:
    """Put a balance right; what the plan has frozen, downward only. Raises :class:`CardClosed`,
    :class:`NotEnoughUnits`, :class:`FrozenByPlan`, :class:`CardFrozenByPlan`."""
    if delta == 0:
        raise NothingToAdjust
    card = await locked.lock(db, reference)
    if card.status != "active":
        raise CardClosed
    if delta > 0 and card.program_frozen_at is not None:
        raise FrozenByPlan
    if delta > 0 and card.frozen_at is not None:
        raise CardFrozenByPlan
    if (
        delta < 0
        and (left := card.balance - await unavailable(db, card, gesture.occurred_at)) < -delta
    ):
        raise NotEnoughUnits(balance=left)
    statement = statements.EARN if delta > 0 else statements.SPEND
    return await writing.write(db, card, gesture, statement, "adjust", delta)
