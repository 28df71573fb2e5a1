"""Which cards, and which entries of their ledgers, a list is about."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, or_
from sqlalchemy.ext.asyncio import AsyncSession

from api.cards.models import Card, Entry
from api.cards.references import NUMBER_LENGTH
from api.cards.schemas.cards import CardStatus
from api.cards.schemas.entries import EntryKind
from api.core.texts import Search
from api.core.tokens import TOKEN_LENGTH, typed
from api.customers import search


class CardFilter(BaseModel):
    """All of what is given has to be true."""

    model_config = ConfigDict(extra="forbid")

    q: Search = Field(
        "", description="Customer's name, phone, its last four digits, e-mail, or card number."
    )
    program_id: UUID | None = None
    customer_id: UUID | None = None
    status: CardStatus | None = None


async def conditions(db: AsyncSession, wish: CardFilter) -> list[ColumnElement[bool]]:
    """What has to be true of :class:`Card`."""
    found: list[ColumnElement[bool]] = []
    if wish.q:
        code = typed(wish.q)
        found_by = [(await search.find(db, wish.q)).of(Card.customer_id)]
        if len(code) == NUMBER_LENGTH:
            found_by.append(Card.number == code)
        elif len(code) == TOKEN_LENGTH:
            found_by.append(Card.code == code)
        found.append(or_(*found_by))
    if wish.program_id:
        found.append(Card.program_id == wish.program_id)
    if wish.customer_id:
        found.append(Card.customer_id == wish.customer_id)
    if wish.status:
        found.append(Card.status == wish.status)
    return found


class EntryFilter(BaseModel):
    """All of what is given has to be true."""

    model_config = ConfigDict(extra="forbid")

    card_id: UUID | None = None
    program_id: UUID | None = None
    customer_id: UUID | None = None
    kind: EntryKind | None = None
    location_id: UUID | None = None
    since: date | None = Field(None, description="First day, in the merchant's time zone.")
    until: date | None = Field(None, description="Last day.")


def entry_conditions(wish: EntryFilter, zone: ZoneInfo) -> list[ColumnElement[bool]]:
    """What has to be true of :class:`Entry` and its :class:`Card`."""
    found: list[ColumnElement[bool]] = []
    if wish.card_id:
        found.append(Entry.card_id == wish.card_id)
    if wish.program_id:
        found.append(Card.program_id == wish.program_id)
    if wish.customer_id:
        found.append(Card.customer_id == wish.customer_id)
    if wish.kind:
        found.append(Entry.kind == wish.kind)
    if wish.location_id:
        found.append(Entry.location_id == wish.location_id)
    if wish.since:
        found.append(Entry.recorded_at >= datetime.combine(wish.since, time(), zone))
    if wish.until and wish.until < date.max:
        after = wish.until + timedelta(days=1)
        found.append(Entry.recorded_at < datetime.combine(after, time(), zone))
    return found
