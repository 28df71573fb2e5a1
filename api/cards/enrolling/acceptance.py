"""The terms of a program that the holder of a card accepted."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from api.cards.models import Card
from api.cards.schemas.public import AcceptedTerms
from api.core.clock import now
from api.programs import terms
from api.programs.models import Program
from api.programs.terms import TermsChanged


def accept(card: Card, program: Program, version: int) -> None:
    """The holder of an existing card accepts the version in force. Raises :class:`TermsChanged`."""
    if program.terms_version != version:
        raise TermsChanged(version=program.terms_version)
    card.terms_version, card.terms_accepted_at = version, now()


async def accepted(db: AsyncSession, card: Card, program: Program) -> AcceptedTerms | None:
    """The version that the holder accepted last, which need not be the one in force."""
    if card.terms_version is None or card.terms_accepted_at is None:
        return None
    text = await terms.text_of(db, program, card.terms_version)
    return AcceptedTerms(
        version=card.terms_version, text=text or "", accepted_at=card.terms_accepted_at
    )
