"""What ends when a customer is erased, before the rows go: cards stop working, and copies
outside the rows are called back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cards.enrolling import enrol
from api.cards.models import Card, Merge
from api.core import audit, events
from api.customers.models import Customer
from api.exports import make as exports
from api.imports import tidy as imports
from api.media import stored

REASON = "erasure"


class ImportAtWork(RuntimeError):
    """An import is writing customers; wait for its end."""


@dataclass(frozen=True)
class Traces:
    """What leads out of the database."""

    addresses: frozenset[str]
    photos: frozenset[str]


async def of_customer(db: AsyncSession, ids: Sequence[UUID]) -> Traces:
    """One transaction. Run again, it finds what is left. Raises :class:`ImportAtWork`."""
    if not await imports.withdraw(db):
        raise ImportAtWork
    await exports.withdraw(db)
    await _close_cards(db, ids)
    # Cards before customers, as everybody locks them.
    customers = (
        await db.scalars(
            select(Customer).where(Customer.id.in_(ids)).order_by(Customer.id).with_for_update()
        )
    ).all()
    photos = {one.photo for one in customers if one.photo} | await _former_photos(db, ids)
    for one in customers:
        one.photo = None
    await db.flush()
    for name in photos:
        await stored.give_up(db, name)
    return Traces(frozenset(one.email for one in customers if one.email), frozenset(photos))


async def _close_cards(db: AsyncSession, ids: Sequence[UUID]) -> None:
    """Whoever shows one from now on holds a closed card, and no stamp comes in between."""
    cards = await db.scalars(
        select(Card).where(Card.customer_id.in_(ids)).order_by(Card.id).with_for_update()
    )
    for card in cards.all():
        if card.status != "active":
            continue
        enrol.close(db, card, REASON)
        audit.record(db, audit.SYSTEM, "card.closed", "card", card.id)
        events.publish(db, "card.closed", "card", card.id, program_id=card.program_id)


async def _former_photos(db: AsyncSession, ids: Sequence[UUID]) -> set[str]:
    """Those that a merge has kept for the case that it is undone."""
    merges = select(Merge.before).where(Merge.kept_id.in_(ids), Merge.before.is_not(None))
    return {name for before in await db.scalars(merges) if (name := (before or {}).get("photo"))}
