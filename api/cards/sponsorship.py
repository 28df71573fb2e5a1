"""Sending a friend: who sent the holder is kept on the card, and thanked at its first earning."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cards.models import Card, Program
from api.cards.references import CardNotFound, parse
from api.core.errors import Problem


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
