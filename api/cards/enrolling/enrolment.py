"""Enrolling as a member or a program asks for it: whom, into what, and once only.

With an ``Idempotency-Key`` the card can be asked for again, as with the ledger's operations. The
first answer shows the page's secret, of which we keep a digest; to show it again, it is then not
random but derived from the service's secret and a salt of its own. Neither the database alone
nor the service's secret alone tells it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.accounts.caller import Caller
from api.cards.enrolling import enrol
from api.cards.ledger import gestures
from api.cards.models import Card, Enrolment
from api.cards.operations import sponsorship
from api.cards.schemas.cards import CardIn
from api.core import audit
from api.core.clock import now
from api.core.errors import Problem
from api.core.http.idempotency import KeyReused
from api.core.settings import Settings
from api.core.tokens import derived_token, digest
from api.customers import duplicates, objections
from api.customers.consents import marketing_purpose, note_consent
from api.customers.found import find as find_customer
from api.customers.models import Customer
from api.customers.register import DuplicateCustomer, find_duplicate, register
from api.customers.schemas import Channel
from api.programs import terms

_PURPOSE = "page of an enrolment"


@dataclass(frozen=True)
class Given:
    """A card given out. ``token`` is the page's secret; None where it is no longer the one that
    the first answer showed. ``repeated``: it was given out before, for the same key."""

    card: Card
    token: str | None
    repeated: bool = False


class _TakenMeanwhile(Exception):
    """Another request with the same key was first."""


async def give(
    db: AsyncSession, settings: Settings, caller: Caller, wish: CardIn, token: str | None = None
) -> Given:
    """Give out a card to a known customer, a new one, or nobody.

    Raises ``ProgramNotFound``, ``EnrolmentClosed``, ``CustomerNotFound``, ``CustomerMerged``,
    ``DuplicateCustomer``, ``AlreadyHasCard``, ``NobodyNamed``, ``ContactMissing``,
    ``SponsorNotFound``, ``TermsChanged``, ``CustomerRestricted``, ``CustomerObjected``; to a
    program ``ContactObjected``, while at the counter the owner of the contact is there in person.
    """
    program = await enrol.active_program(db, wish.program_id)
    accepted = terms.accepted(program, wish.terms_version, required=False)
    channel: Channel = "api" if caller.kind == "api_key" else "counter"
    customer: Customer | None = None
    if wish.customer_id:
        # Held, so that nobody merges it into another meanwhile.
        customer = await find_customer(db, wish.customer_id, lock=True)
    elif wish.customer:
        known = None if wish.allow_duplicate else await find_duplicate(db, wish.customer)
        if known:
            card_id = await enrol.card_of(db, known, program.id)
            raise DuplicateCustomer(customer_id=known, card_id=card_id)
        if channel == "api":
            contact = {"phone": wish.customer.phone, "email": wish.customer.email}
            await objections.refuse(db, settings, **contact)
        customer = register(db, wish.customer, channel)
        await objections.recognise(db, settings, customer)
        await db.flush()
        await duplicates.look_for(db, customer.id)
    if customer and wish.marketing_consent:
        purpose = marketing_purpose(customer)
        note_consent(db, customer, channel, caller.id, purpose=purpose)
    customer_id = customer.id if customer else None
    sponsor_id = (
        await sponsorship.find(db, program, wish.sponsor, customer_id) if wish.sponsor else None
    )
    card, secret = await enrol.issue(
        db, program, customer_id, sponsor_id=sponsor_id, terms_version=accepted, token=token
    )
    audit.record(db, caller, "card.issued", "card", card.id, program_id=program.id)
    return Given(card, secret)


async def once(
    db: AsyncSession, settings: Settings, caller: Caller, key: str, wish: CardIn
) -> Given:
    """:func:`give`, so that repeating it with the same key gives the same card again. Nothing is
    written when it is refused. Raises ``KeyReused`` and what :func:`give` raises."""
    asked = wish.model_dump(mode="json", include=set(CardIn.model_fields), exclude_defaults=True)
    request = gestures.request_digest("enrol", asked)
    first = await _first(db, settings, key, request)
    if first is not None:
        return first
    salt = secrets.token_bytes(16)
    token = derived_token(settings.secret, _PURPOSE, salt)
    try:
        async with db.begin_nested():
            given = await give(db, settings, caller, wish, token)
            await db.flush()
            kept = (
                insert(Enrolment)
                .on_conflict_do_nothing(index_elements=["merchant_id", "key"])
                .returning(Enrolment.id)
            )
            row = {
                "id": uuid7(),
                "card_id": given.card.id,
                "key": key,
                "request": request,
                "salt": salt,
                "created_at": now(),
            }
            if (await db.execute(kept, [row])).one_or_none() is None:
                raise _TakenMeanwhile
        return given
    except (Problem, _TakenMeanwhile):
        # Refused perhaps because the same call, a moment earlier, has made the customer known.
        first = await _first(db, settings, key, request)
        if first is None:
            raise
        return first


async def _first(db: AsyncSession, settings: Settings, key: str, request: bytes) -> Given | None:
    query = (
        select(Enrolment.request, Enrolment.salt, Card)
        .join(Card, (Card.merchant_id == Enrolment.merchant_id) & (Card.id == Enrolment.card_id))
        .where(Enrolment.key == key)
    )
    row = (await db.execute(query)).one_or_none()
    if row is None:
        return None
    before, salt, card = row
    if before != request:
        raise KeyReused
    token = derived_token(settings.secret, _PURPOSE, salt)
    return Given(card, token if digest(token) == card.page_token else None, repeated=True)


async def page_secret(db: AsyncSession, settings: Settings, card: Card) -> str | None:
    """The secret of a card's page, where it can still be made: the card was given out with a key
    and has had no new link since."""
    for salt in await db.scalars(select(Enrolment.salt).where(Enrolment.card_id == card.id)):
        token = derived_token(settings.secret, _PURPOSE, salt)
        if digest(token) == card.page_token:
            return token
    return None
