"""Writing customers: who they are, and what they consented to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.core import events
from api.core.errors import Problem
from api.core.texts import plain
from api.customers.models import Consent, Customer
from api.customers.schemas import CONSENT_TEXT, Channel, ConsentPurpose, Identity


class DuplicateCustomer(Problem):
    """The phone or e-mail is known: nearly always the same person at the counter again."""

    status, code, title = 409, "DUPLICATE_CUSTOMER", "A customer with this phone or e-mail exists"


class NobodyNamed(Problem):
    status, code, title = 422, "NOBODY_NAMED", "Give a name, a phone or an e-mail at least"


class ContactMissing(Problem):
    status, code, title = 422, "CONTACT_MISSING", "Give a phone number or an e-mail address"


def marketing_purpose(customer: Customer) -> ConsentPurpose:
    """What the one box for news stands for: news by e-mail, or by SMS where only a phone is
    known. Never both, since a consent is for one purpose (GDPR art. 7(2)). Raises
    :class:`ContactMissing`: news could not reach this customer."""
    if customer.email:
        return "marketing_email"
    if customer.phone:
        return "marketing_sms"
    raise ContactMissing


async def find_duplicate(db: AsyncSession, who: Identity) -> UUID | None:
    """The oldest customer with the same phone or e-mail."""
    same = []
    if who.phone:
        same.append(Customer.phone == who.phone)
    if who.email:
        same.append(func.lower(Customer.email) == who.email.lower())
    if not same:
        return None
    found: UUID | None = await db.scalar(
        select(Customer.id).where(or_(*same)).order_by(Customer.id).limit(1)
    )
    return found


def register(
    db: AsyncSession, who: Identity, source: Channel, notice_version: str | None = None
) -> Customer:
    """Add a customer. Raises :class:`NobodyNamed` when nothing tells who it is."""
    if who.empty():
        raise NobodyNamed
    customer = Customer(id=uuid7(), source=source, notice_version=notice_version)
    describe(customer, who.model_dump(include=set(Identity.model_fields)))
    db.add(customer)
    events.publish(db, "customer.created", "customer", customer.id, source=source)
    return customer


def describe(customer: Customer, values: dict[str, Any]) -> None:
    """Set the given columns and what is derived from them."""
    for name, value in values.items():
        setattr(customer, name, value)
    customer.phone_last4 = customer.phone[-4:] if customer.phone else None
    names = (customer.first_name, customer.last_name)
    customer.search_name = plain(" ".join(name for name in names if name))


def note_consent(
    db: AsyncSession,
    customer: Customer,
    channel: Channel,
    actor_id: UUID | None,
    *,
    purpose: ConsentPurpose,
    granted: bool = True,
    text_version: str = CONSENT_TEXT,
) -> Consent:
    """Record that a consent was given or withdrawn. A member's word at the counter is recorded
    with the member, because the merchant has to be able to prove it (GDPR art. 7(1))."""
    consent = Consent(
        customer_id=customer.id,
        purpose=purpose,
        granted=granted,
        text_version=text_version,
        channel=channel,
        actor_id=actor_id,
    )
    db.add(consent)
    return consent
