"""What customers consented to: events that are only ever added, of which the newest counts."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from api.core import events
from api.core.errors import Problem
from api.customers.models import Consent, Customer
from api.customers.restricted import refuse_marketing
from api.customers.schemas import CONSENT_TEXT, PURPOSES, Basis, Channel, ConsentPurpose


class ContactMissing(Problem):
    status, code, title = 422, "CONTACT_MISSING", "Give a phone number or an e-mail address"


class NoMarketingUnder15(Problem):
    """Below the age of digital consent in France (loi Informatique et Libertés, art. 45)."""

    status, code, title = 409, "NO_MARKETING_UNDER_15", "No marketing to a child under 15"


class NoPurchase(Problem):
    """Without consent, news may go to who has bought, and to nobody else (CPCE, art. L34-5)."""

    status, code, title = 409, "NO_PURCHASE", "Nothing is recorded that this customer has bought"


def marketing_purpose(customer: Customer) -> ConsentPurpose:
    """What the one box for news stands for: news by e-mail, or by SMS where only a phone is
    known. Never both, since a consent is for one purpose (GDPR art. 7(2)). Raises
    :class:`ContactMissing`: news could not reach this customer."""
    if customer.email:
        return "marketing_email"
    if customer.phone:
        return "marketing_sms"
    raise ContactMissing


def note_consent(
    db: AsyncSession,
    customer: Customer,
    channel: Channel,
    actor_id: UUID | None,
    *,
    purpose: ConsentPurpose,
    granted: bool = True,
    basis: Basis = "consent",
    text_version: str = CONSENT_TEXT,
    source: str | None = None,
) -> Consent:
    """Record that a consent was given or withdrawn. A member's word at the counter is recorded
    with the member, because the merchant has to be able to prove it (GDPR art. 7(1)).

    Raises :class:`NoMarketingUnder15`, :class:`NoPurchase`, ``CustomerRestricted``,
    ``CustomerObjected``; withdrawing is never refused.
    """
    if granted:
        refuse_marketing(customer)
    if granted and customer.age == "under_15":
        raise NoMarketingUnder15
    if granted and basis == "soft_opt_in" and not customer.visits:
        raise NoPurchase
    consent = Consent(
        customer_id=customer.id,
        purpose=purpose,
        granted=granted,
        basis=basis,
        text_version=text_version,
        channel=channel,
        source=source,
        actor_id=actor_id,
    )
    db.add(consent)
    events.publish(db, "consent.recorded", "customer", customer.id, purpose=purpose)
    return consent


async def granted(db: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, set[str]]:
    """The purposes to which each of these customers consents now."""
    newest = (
        select(Consent.customer_id, Consent.purpose, Consent.granted)
        .ext(distinct_on(Consent.customer_id, Consent.purpose))
        .where(Consent.customer_id.in_(list(ids)))
        .order_by(Consent.customer_id, Consent.purpose, Consent.id.desc())
    )
    found: dict[UUID, set[str]] = {}
    for customer_id, purpose, given in await db.execute(newest):
        if given:
            found.setdefault(customer_id, set()).add(purpose)
    return found


async def withdraw_all(
    db: AsyncSession, customer: Customer, channel: Channel, actor_id: UUID | None
) -> list[Consent]:
    """Take back what is granted now: the customer turns out to be a child."""
    now = (await granted(db, [customer.id])).get(customer.id, set())
    return [
        note_consent(db, customer, channel, actor_id, purpose=purpose, granted=False)
        for purpose in PURPOSES
        if purpose in now
    ]
