"""Knowing who asks: a code by mail to the address that is known, or a member's own eyes."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.throttle import Limit
from api.core import jobs
from api.core.audit import Actor
from api.core.clock import now
from api.core.errors import Problem
from api.core.settings import Settings
from api.core.tokens import sign, verify
from api.customers.found import find as find_customer
from api.privacy.requests import history, intake
from api.privacy.requests.history import StepNotNow
from api.privacy.requests.intake import PersonUnknown
from api.privacy.requests.models import PrivacyRequest
from api.privacy.requests.states import State, Step

LIFETIME = timedelta(minutes=15)
MAIL = "privacy.request_code_mail"
SENT = Limit("request codes", free=3, wait=timedelta(minutes=1))
"""Nobody's mailbox is filled through us."""
TRIES = Limit("request code tries", free=5, wait=timedelta(minutes=1))
"""Six digits, a quarter of an hour: some ten tries of a million."""


class NoAddressKnown(Problem):
    status, code, title = (
        409,
        "NO_ADDRESS_KNOWN",
        "No e-mail of this customer is known: have them come to the counter",
    )


class CodeWrong(Problem):
    status, code, title = 422, "REQUEST_CODE_WRONG", "This is not the code, or it is too old"


async def send_code(
    db: AsyncSession, settings: Settings, actor: Actor, row: PrivacyRequest
) -> None:
    """Mail a code to the customer's address; an earlier one is void. Raises
    :class:`PersonUnknown`, :class:`NoAddressKnown`, :class:`StepNotNow`."""
    if row.state != State.RECEIVED:
        raise StepNotNow(state=row.state)
    if row.customer_id is None:
        raise PersonUnknown
    customer = await find_customer(db, row.customer_id)
    if customer.email is None:
        raise NoAddressKnown
    intake.keep_address(settings, row, customer.email)
    row.code_hash = None
    row.code_expires_at = now() + LIFETIME
    history.note(db, actor, row, "request.code_sent")
    await db.flush()
    await jobs.enqueue(db, MAIL, request_id=row.id)


def new_code(settings: Settings, row: PrivacyRequest) -> str:
    """Six digits, of which the row keeps a keyed fingerprint."""
    code = f"{secrets.randbelow(1_000_000):06}"
    row.code_hash = _fingerprint(settings, row, code).encode()
    return code


def _fingerprint(settings: Settings, row: PrivacyRequest, code: str) -> str:
    return sign(settings.secret, "request code", f"{row.id} {code}")


def by_code(
    db: AsyncSession, settings: Settings, actor: Actor, row: PrivacyRequest, code: str
) -> None:
    """The person has the mailbox that is known. Raises :class:`CodeWrong`, :class:`StepNotNow`."""
    if row.state != State.RECEIVED:
        raise StepNotNow(state=row.state)
    alive = row.code_expires_at is not None and row.code_expires_at > now()
    known = row.code_hash.decode() if row.code_hash else ""
    right = verify(settings.secret, "request code", f"{row.id} {code}", known)
    if not (alive and right):
        raise CodeWrong
    _identified(db, actor, row, "code")


def at_counter(db: AsyncSession, actor: Actor, row: PrivacyRequest) -> None:
    """A member knows the person, or has seen a document (of which nothing is kept). Raises
    :class:`PersonUnknown`, :class:`StepNotNow`."""
    _identified(db, actor, row, "counter")


def _identified(db: AsyncSession, actor: Actor, row: PrivacyRequest, how: str) -> None:
    if row.customer_id is None:
        raise PersonUnknown
    history.lead(row, Step.IDENTIFY)
    row.identified_by = how
    row.code_hash = row.code_expires_at = None
    history.note(db, actor, row, "request.identified", how)
