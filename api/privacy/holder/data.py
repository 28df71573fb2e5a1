"""What holders see of themselves, and what they may correct."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.cards.models import Card
from api.core import audit, events
from api.core.audit import Actor
from api.core.personal import elsewhere
from api.core.settings import Settings
from api.core.texts import Name
from api.customers import consents, duplicates, objections
from api.customers.fields import Address, Birthday, Email, Language, Phone
from api.customers.models import Customer
from api.customers.register import change
from api.customers.schemas import Consents, CustomerOut, shown
from api.programs.models import Program


class HolderCardOut(BaseModel):
    number: str
    program: str
    status: str
    balance: int


class HolderData(BaseModel):
    """All that the notebook says about the holder, in the words that the team sees."""

    customer: CustomerOut
    cards: list[HolderCardOut]
    recipients: list[str] = Field(description="Who else receives some of it, by name.")


class Correction(BaseModel):
    """Only the fields named are changed; null empties one."""

    model_config = ConfigDict(extra="forbid")

    first_name: Name | None = None
    last_name: Name | None = None
    phone: Phone | None = None
    email: Email | None = None
    address: Address | None = Field(None, description="Changed as a whole.")
    birthday: Birthday | None = Field(None, description="Without the year.")
    language: Language | None = None


class HolderConsents(BaseModel):
    """What somebody with the page's link alone may see and stop."""

    consents: Consents
    known: bool = Field(description="false: the card is in nobody's name.")
    restricted_at: datetime | None
    objected_at: datetime | None


async def of(db: AsyncSession, customer: Customer) -> HolderData:
    granted = (await consents.granted(db, [customer.id])).get(customer.id, set())
    query = (
        select(Card.number, Program.name.label("program"), Card.status, Card.balance)
        .join(Program, (Program.merchant_id == Card.merchant_id) & (Program.id == Card.program_id))
        .where(Card.customer_id == customer.id, Card.merged_into.is_(None))
        .order_by(Card.id)
    )
    return HolderData(
        customer=shown(customer, granted),
        cards=[HolderCardOut.model_validate(row._mapping) for row in await db.execute(query)],
        recipients=sorted(recipients_of("customers")),
    )


def recipients_of(table: str, columns: set[str] | None = None) -> set[str]:
    """To whom columns of a table are sent, by what is declared where they are."""
    return {
        one.recipient
        for one in elsewhere.sent.values()
        if one.column
        and one.column.partition(".")[0] == table
        and (columns is None or one.column.partition(".")[2] in columns)
    }


async def correct(
    db: AsyncSession, settings: Settings, actor: Actor, customer: Customer, values: dict[str, Any]
) -> None:
    """The holder's own word, so a restriction does not stand in its way (GDPR art. 16), and the
    trail says who was to be told (art. 19): followers of the events feed by the event."""
    fields = sorted(values)
    await change(db, customer, values)
    await objections.recognise(db, settings, customer)
    await duplicates.look_for(db, customer.id)
    told = sorted(recipients_of("customers", set(fields)))
    audit.record(
        db, actor, "customer.rectified", "customer", customer.id, fields=fields, recipients=told
    )
    events.publish(db, "customer.changed", "customer", customer.id, fields=fields)
    await db.flush()


async def card_of(db: AsyncSession, customer_id: UUID) -> UUID | None:
    """Whose page acts: a card stands for its holder in the trail."""
    query = select(Card.id).where(Card.customer_id == customer_id).order_by(Card.id).limit(1)
    found: UUID | None = await db.scalar(query)
    return found
