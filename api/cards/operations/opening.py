"""Opening balances: what a customer held on paper, or in another system, before."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.cards.ledger import gestures, locked, statements, writing
from api.cards.ledger.gestures import Gesture, Recorded
from api.cards.ledger.locked import CardClosed
from api.cards.references import Reference
from api.core.audit import Actor


async def open_balance(
    db: AsyncSession,
    card_id: UUID,
    units: int,
    actor: Actor,
    key: str,
    expires_at: datetime | None = None,
) -> Recorded | None:
    """Put units on a card as an ``import`` entry; None when the key is in the ledger already,
    with whatever units. They expire as the program says unless ``expires_at`` is given.

    Raises :class:`CardClosed`, ``TooManyOnCard``.
    """
    card = await locked.lock(db, Reference("id", card_id))
    if card.status != "active":
        raise CardClosed
    request = gestures.request_digest(f"import {card_id}", {"units": units})
    gesture = Gesture(actor=actor, key=key, request=request)
    return await writing.write(
        db, card, gesture, statements.EARN, "import", units, expires_at=expires_at
    )
