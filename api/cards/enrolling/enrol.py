"""Giving out a card: at the counter, by the public join page, or anonymously; replacing a lost
one; closing."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from api.cards.counted import CARDS
from api.cards.models import Card, FormerCode
from api.cards.references import new_number
from api.core import events, quotas
from api.core.clock import now
from api.core.db import sqlstate
from api.core.errors import Problem
from api.core.quotas import FrozenByPlan
from api.core.tokens import digest, new_token
from api.programs.life import load
from api.programs.models import Program

_UNIQUE_VIOLATION = "23505"
_TRIES = 5


class EnrolmentClosed(Problem):
    status, code, title = 409, "PROGRAM_NOT_ACTIVE", "This program takes no new cards now"


class AlreadyHasCard(Problem):
    status, code, title = 409, "ALREADY_HAS_CARD", "This customer has a card in this program"


async def active_program(db: AsyncSession, program_id: UUID) -> Program:
    """The program to enrol into. Raises ``ProgramNotFound``, :class:`EnrolmentClosed`,
    :class:`FrozenByPlan`."""
    program = await load(db, program_id)
    if program.status != "active":
        raise EnrolmentClosed(state=program.status)
    if program.frozen_at is not None:
        raise FrozenByPlan
    return program


async def card_of(db: AsyncSession, customer_id: UUID, program_id: UUID) -> UUID | None:
    """The customer's active card in a program."""
    found: UUID | None = await db.scalar(
        select(Card.id).where(
            Card.customer_id == customer_id,
            Card.program_id == program_id,
            Card.status == "active",
        )
    )
    return found


async def issue(
    db: AsyncSession,
    program: Program,
    customer_id: UUID | None,
    *,
    sponsor_id: UUID | None = None,
    terms_version: int | None = None,
    token: str | None = None,
) -> tuple[Card, str]:
    """A new card and the secret of its page, which is not kept. ``terms_version``: the one in
    force, where the holder has accepted it. ``token``: the secret, where it is not to be a
    random one.

    Raises :class:`AlreadyHasCard`: one active card per program and customer, also when two ask
    at once.
    """
    if customer_id and (known := await card_of(db, customer_id, program.id)):
        raise AlreadyHasCard(card_id=known)
    for _ in range(_TRIES):
        secret = token or new_token()
        card = Card(
            program_id=program.id,
            customer_id=customer_id,
            code=new_token(),
            number=new_number(),
            page_token=digest(secret),
            sponsor_id=sponsor_id,
            terms_version=terms_version,
            terms_accepted_at=now() if terms_version else None,
        )
        try:
            async with db.begin_nested():
                db.add(card)
            quotas.take(db, CARDS)
            events.publish(
                db,
                "card.issued",
                "card",
                card.id,
                program_id=program.id,
                customer_id=customer_id,
            )
            return card, secret
        except IntegrityError as error:
            # Either another request was first, or a number of 40 random bits came up twice.
            if sqlstate(error) != _UNIQUE_VIOLATION:
                raise
            if customer_id and (known := await card_of(db, customer_id, program.id)):
                raise AlreadyHasCard(card_id=known) from error
    raise RuntimeError("no free card number found")


def new_page_link(card: Card) -> str:
    """Give the page a new secret; the old link stops working."""
    token = new_token()
    card.page_token = digest(token)
    return token


def replace(db: AsyncSession, card: Card) -> str:
    """Replace a lost card: the ledger goes on under new codes, the old ones tell that the card
    was replaced. Returns the new page's secret."""
    db.add(
        FormerCode(card_id=card.id, code=card.code, number=card.number, page_token=card.page_token)
    )
    card.code, card.number = new_token(), new_number()
    return new_page_link(card)


def close(db: AsyncSession, card: Card, reason: str) -> None:
    """No operation any more; the ledger stays."""
    if card.status == "active" and card.frozen_at is None:
        quotas.release(db, CARDS)
    card.frozen_at = None
    card.status, card.closed_at, card.closed_reason = "closed", now(), reason
