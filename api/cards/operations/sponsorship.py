"""Sending a friend: who sent the holder is kept on the card, and thanked at its first earning."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cards.ledger import gestures, locked, statements, writing
from api.cards.ledger.gestures import Gesture, Recorded
from api.cards.models import Card, Entry
from api.cards.references import CardNotFound, CardReplaced, Reference, parse
from api.core import jobs
from api.core.audit import SYSTEM
from api.core.errors import Problem
from api.core.jobs import Work, job
from api.programs.models import Program
from api.programs.schemas.sales import Line

THANKED_AFTER = timedelta(minutes=1)
"""Longer than a stamp can be undone by whoever gave it."""


class SponsorNotFound(Problem):
    status, code, title = 422, "SPONSOR_NOT_FOUND", "No card of this program can be the sponsor's"


async def find(
    db: AsyncSession, program: Program, text: str, customer_id: UUID | None = None
) -> UUID:
    """The sponsor's card, by number, scan code or id: a running card of the same program that is
    not the customer's own. Raises :class:`SponsorNotFound`."""
    try:
        reference = parse(text)
    except CardNotFound:
        raise SponsorNotFound from None
    query = select(Card.id).where(
        getattr(Card, reference.by) == reference.value,
        Card.program_id == program.id,
        Card.status == "active",
    )
    if customer_id:
        query = query.where(Card.customer_id.is_distinct_from(customer_id))
    found: UUID | None = await db.scalar(query)
    if found is None:
        raise SponsorNotFound
    return found


async def promise(db: AsyncSession, earned: Recorded) -> None:
    """Thank the sponsor for the first earning of a friend, a moment later: in a transaction of
    its own, since two cards locked by one would wait for others that lock them the other way
    round, and not for a stamp that is undone at once."""
    await jobs.enqueue(db, "cards.thank_sponsor", delay=THANKED_AFTER, entry_id=earned.id)


@job("cards.thank_sponsor")
async def thank(work: Work, entry_id: UUID) -> None:
    """Once per friend, however often the friend's first earning is taken back and repeated."""
    db = work.db
    found = await db.execute(
        select(Entry.card_id, Entry.detail, Card.sponsor_id)
        .join(Card, (Card.merchant_id == Entry.merchant_id) & (Card.id == Entry.card_id))
        .where(Entry.id == entry_id)
    )
    row = found.one_or_none()
    if row is None or row.sponsor_id is None:
        return
    units = (row.detail or {}).get("sponsor_units", 0)
    taken_back = await db.scalar(select(Entry.id).where(Entry.reverses == entry_id))
    if not units or taken_back:
        return
    try:
        card = await locked.lock(db, Reference("id", row.sponsor_id))
        friend = await locked.peek(db, Reference("id", row.card_id))
    except (CardNotFound, CardReplaced):
        return
    # Both cards are one by now: it was one person all along.
    if card.id == friend.id or card.status != "active" or card.program_status != "active":
        return
    gesture = Gesture(
        actor=SYSTEM,
        # No client can send a key with a space in it.
        key=f"sponsorship {row.card_id}",
        request=gestures.request_digest("sponsorship", {"card": str(row.card_id)}),
    )
    detail = {"breakdown": [Line(rule="sponsorship", units=units).model_dump()]}
    # By the program and not at the counter: it is no visit, and no cooldown begins.
    await writing.write(db, card, gesture, statements.EARN, "adjust", units, detail=detail)
