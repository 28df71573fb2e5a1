"""The ways a card is named: its id, its scan code, or the number a person types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cards.models import Card, FormerCode
from api.core.errors import Problem
from api.core.tokens import TOKEN_LENGTH, random_code, typed

NUMBER_LENGTH = 8


class CardNotFound(Problem):
    status, code, title = 404, "CARD_NOT_FOUND", "There is no such card here"


class CardReplaced(Problem):
    status, code, title = 410, "CARD_REPLACED", "This card was lost and replaced by a new one"


@dataclass(frozen=True)
class Reference:
    """``by`` is the column that ``value`` is looked up in."""

    by: Literal["id", "code", "number"]
    value: UUID | str


def parse(text: str) -> Reference:
    """Read what stands in the address, as scanned or typed. Raises :class:`CardNotFound`."""
    if len(text) == 36:
        try:
            return Reference("id", UUID(text))
        except ValueError:
            raise CardNotFound from None
    code = typed(text)
    if code.isascii() and code.isalnum():
        if len(code) == TOKEN_LENGTH:
            return Reference("code", code)
        if len(code) == NUMBER_LENGTH:
            return Reference("number", code)
    raise CardNotFound


def new_number() -> str:
    return random_code(NUMBER_LENGTH)


async def missing(db: AsyncSession, reference: Reference) -> Problem:
    """Why nothing was found: the code belonged to a card before it was lost, or to none."""
    if reference.by != "id":
        former = getattr(FormerCode, reference.by)
        if await db.scalar(select(FormerCode.id).where(former == reference.value)):
            return CardReplaced()
    return CardNotFound()


async def merged_into(db: AsyncSession, reference: Reference) -> Reference | None:
    """The card that a merged card's units went to, when the name is a merged card's."""
    into = await db.scalar(
        select(Card.merged_into).where(
            getattr(Card, reference.by) == reference.value, Card.status == "merged"
        )
    )
    return Reference("id", into) if into else None


async def resolve(db: AsyncSession, text: str, *, lock: bool = False) -> Card:
    """The card row. A merged card's code and number stand for the card that it went into; its
    id goes on naming its own ledger. Raises :class:`CardNotFound`, :class:`CardReplaced`."""
    reference = parse(text)
    while True:
        query = select(Card).where(getattr(Card, reference.by) == reference.value)
        card = await db.scalar(query.with_for_update() if lock else query)
        if card is None:
            raise await missing(db, reference)
        if card.merged_into is None or text == str(card.id):
            return card
        reference = Reference("id", card.merged_into)
