"""Reversing: an entry is taken back by a further one that names it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cards.ledger import locked, statements, tiers, visits, writing
from api.cards.ledger.gestures import Gesture, Recorded
from api.cards.ledger.locked import CardClosed, Locked
from api.cards.models import Entry, Lot
from api.cards.operations import offers
from api.cards.operations.situation import earnings
from api.cards.references import Reference
from api.core.errors import Problem

UNDO = timedelta(seconds=30)
"""How long a member may undo a gesture of one's own without the right to adjust."""


class EntryNotFound(Problem):
    status, code, title = 404, "ENTRY_NOT_FOUND", "This card has no such entry"


class AlreadyReversed(Problem):
    status, code, title = 409, "ALREADY_REVERSED", "This entry was taken back already"


class UnitsSpent(Problem):
    status, code, title = 409, "UNITS_SPENT", "Units of this entry have been spent since"


class NotReversible(Problem):
    status, code, title = 409, "NOT_REVERSIBLE", "An entry of this kind cannot be taken back"


class UndoExpired(Problem):
    status, code, title = 403, "UNDO_EXPIRED", "The time to undo is over; ask a manager"


async def reverse(
    db: AsyncSession, reference: Reference, gesture: Gesture, entry_id: UUID, *, at_any_time: bool
) -> Recorded | None:
    """Take an entry back, once. Units that came in must still be there; units that went out
    return to the lots that they were taken from.

    Without ``at_any_time``, only one's own entry within :data:`UNDO`. Raises
    :class:`CardClosed`, :class:`EntryNotFound`, :class:`NotReversible`, :class:`AlreadyReversed`,
    :class:`UnitsSpent`, :class:`UndoExpired`.
    """
    card = await locked.lock(db, reference)
    if card.status != "active":
        raise CardClosed
    entry = await db.scalar(select(Entry).where(Entry.id == entry_id, Entry.card_id == card.id))
    if entry is None:
        raise EntryNotFound
    if entry.kind in ("reverse", "expire", "transfer"):
        raise NotReversible(kind=entry.kind)
    if await db.scalar(select(Entry.id).where(Entry.reverses == entry.id)):
        raise AlreadyReversed
    own = (entry.actor_kind, entry.actor_id) == (gesture.actor.kind, gesture.actor.id)
    if not at_any_time and not (own and gesture.occurred_at - entry.recorded_at <= UNDO):
        raise UndoExpired
    if entry.delta > 0 and await _spent(db, entry):
        raise UnitsSpent
    change = None
    if entry.kind == "earn":
        await _forget_earning(db, card, entry)
        if card.rules.tiers or card.tier_id:
            change = await tiers.follow(db, card, without=entry.id)
    written = await writing.write(
        db,
        card,
        gesture,
        statements.TAKE_BACK if entry.delta > 0 else statements.GIVE_BACK,
        "reverse",
        -entry.delta,
        reverses=entry.id,
    )
    if written and entry.reward_id and (entry.detail or {}).get("stock"):
        await offers.put_back(db, entry.reward_id)
    if written:
        tiers.record(db, card, change, gesture.actor)
    if written and card.customer_id and entry.kind in ("earn", "redeem"):
        await visits.recount(db, card.customer_id, card.zone, spent=-(entry.amount or 0))
    return written


async def _spent(db: AsyncSession, entry: Entry) -> bool:
    left = await db.scalar(select(func.sum(Lot.remaining)).where(Lot.entry_id == entry.id))
    return left != entry.delta


async def _forget_earning(db: AsyncSession, card: Locked, entry: Entry) -> None:
    """The cooldown and the daily cap count as if the units had not been given."""
    day = card.day(entry.occurred_at)
    if day == card.earned_on:
        card.earned_units = max(0, card.earned_units - entry.delta)
    _, card.last_earned_at = await earnings(db, card, without=entry.id)
