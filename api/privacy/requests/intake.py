"""A request comes in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.accounts.models import Merchant
from api.accounts.sealing import seal
from api.core.audit import Actor
from api.core.clock import now
from api.core.errors import InvalidInput, Problem
from api.core.settings import Settings
from api.core.tenancy import merchant_of
from api.customers.found import find as find_customer
from api.customers.models import Customer
from api.privacy.requests import counting, history
from api.privacy.requests.deadlines import MONTHS
from api.privacy.requests.history import StepNotNow
from api.privacy.requests.models import PrivacyRequest
from api.privacy.requests.states import State
from api.privacy.requests.wishes import Wish


class PersonUnknown(Problem):
    status, code, title = 409, "PERSON_UNKNOWN", "Say first which customer this request is from"


async def receive(
    db: AsyncSession, settings: Settings, actor: Actor, wish: Wish, customer_id: UUID | None
) -> PrivacyRequest:
    """Write a request down; its month has begun. Raises ``CustomerNotFound``,
    ``CustomerMerged``."""
    received_at = _not_ahead(wish.received_at or now())
    merchant = await db.scalar(select(Merchant).where(Merchant.id == merchant_of(db)))
    assert merchant is not None  # noqa: S101  (entered merchants exist)
    customer = customer_id and await find_customer(db, customer_id)
    deadline = await counting.due(db, received_at, MONTHS)
    row = PrivacyRequest(
        id=uuid7(),
        kind=wish.kind,
        channel=wish.channel,
        language=wish.language or (customer and customer.language) or merchant.language,
        asked_by=wish.asked_by,
        details=wish.details,
        correction=wish.correction,
        restriction=wish.restriction,
        version=1,
        state=State.RECEIVED.value,
        received_at=received_at,
        due_on=deadline.on,
        due_at=deadline.at,
        escalated=0,
        created_by=None if actor.kind == "holder" else actor.id,
    )
    db.add(row)
    await db.flush()
    if customer:
        _of(settings, row, customer)
    history.tell(db, actor, row, "request.created", wish.channel)
    return row


async def link(
    db: AsyncSession, settings: Settings, actor: Actor, row: PrivacyRequest, customer_id: UUID
) -> None:
    """Say which customer has asked. Raises ``CustomerNotFound``, ``CustomerMerged``,
    :class:`StepNotNow` once it is known who asks."""
    if row.state != State.RECEIVED:
        raise StepNotNow(state=row.state)
    _of(settings, row, await find_customer(db, customer_id))
    history.note(db, actor, row, "request.linked")


def _of(settings: Settings, row: PrivacyRequest, customer: Customer) -> None:
    row.customer_id = customer.id
    keep_address(settings, row, customer.email)


def keep_address(settings: Settings, row: PrivacyRequest, email: str | None) -> None:
    """Where the answer goes, be the customer erased by then. Sealed, so that neither the database
    nor a copy of it tells an erased person's address; gone with the answer."""
    row.reply_to = seal(settings.secret, row.id.bytes, email.encode()) if email else None


def _not_ahead(received_at: datetime) -> datetime:
    if received_at > now():
        raise InvalidInput(
            errors=[{"field": "body.received_at", "message": "in the future", "code": "future"}]
        )
    return received_at
