"""Moving everything that a card holds to another one, and back: what a merge of two customers
does with their cards of one program."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.cards.ledger import gestures, statements, writing
from api.cards.ledger.gestures import Gesture, Recorded
from api.cards.ledger.locked import Locked
from api.cards.models import Entry, Lot
from api.cards.operations.reverse import UnitsSpent
from api.core.audit import Actor
from api.core.clock import now
from api.core.http.idempotency import KeyReused
from api.core.tenancy import merchant_of


async def move(
    db: AsyncSession, source: Locked, target: Locked, actor: Actor, key: str
) -> tuple[Recorded, Recorded] | None:
    """Move all units of one locked card to another: an entry on each, and the lots keep when
    they expire and from when they can be spent. None when there is nothing to move.

    Lock the two cards in the order of their ids. No client can send a ``key`` like those of the
    two entries, which have a space in them. Raises ``TooManyOnCard``.
    """
    at = now()
    for card in (source, target):
        # Or what inactivity has cost would come back with the other card's activity.
        await writing.write_off(db, card, at)
    target.idle_expires_at = max(
        filter(None, (source.idle_expires_at, target.idle_expires_at)), default=None
    )
    # What the tier counts is summed up anew over both cards.
    target.tier_revision = None
    units = source.balance
    if not units:
        await _count_tier_anew(db, target)
        return None
    out = await writing.write(
        db,
        source,
        _gesture(actor, f"{key} out", at),
        statements.MOVE_OUT,
        "transfer",
        -units,
        detail={"card_id": str(target.id)},
    )
    if out is None:
        raise KeyReused
    into = await writing.write(
        db,
        target,
        _gesture(actor, f"{key} in", at),
        statements.MOVE_IN,
        "transfer",
        units,
        detail={"card_id": str(source.id)},
        moved_by=out.id,
    )
    if into is None:
        raise KeyReused
    return out, into


_TIER = text("""
UPDATE cards SET tier_revision = NULL WHERE merchant_id = :merchant_id AND id = :card_id
""")


async def _count_tier_anew(db: AsyncSession, card: Locked) -> None:
    """Where no entry writes the card."""
    await db.execute(_TIER, {"merchant_id": merchant_of(db), "card_id": card.id})


async def move_back(
    db: AsyncSession,
    source: Locked,
    target: Locked,
    moved: tuple[UUID, UUID],
    actor: Actor,
    key: str,
) -> tuple[Recorded, Recorded]:
    """Take a transfer back: ``moved`` are its two entries, on ``source`` and on ``target``. The
    units return to the lots that they left. Raises ``UnitsSpent``."""
    at = now()
    out = (await db.scalars(select(Entry).where(Entry.id == moved[0]))).one()
    left = await db.scalar(select(func.sum(Lot.remaining)).where(Lot.entry_id == moved[1]))
    if left != -out.delta:
        raise UnitsSpent
    taken = await writing.write(
        db,
        target,
        _gesture(actor, f"{key} out", at),
        statements.TAKE_BACK,
        "reverse",
        out.delta,
        reverses=moved[1],
    )
    given = await writing.write(
        db,
        source,
        _gesture(actor, f"{key} in", at),
        statements.GIVE_BACK,
        "reverse",
        -out.delta,
        reverses=moved[0],
    )
    if taken is None or given is None:
        raise KeyReused
    return given, taken


def _gesture(actor: Actor, key: str, at: datetime) -> Gesture:
    request = gestures.request_digest("transfer", {"key": key})
    return Gesture(actor=actor, key=key, request=request, occurred_at=at)
