"""Whether a customer may be written to about news, and the link by which it says no.

The link carries ids and a signature, no address, works without signing in and never expires: who
has a mail of last year in hand may still say no. It can do nothing else. Hexadecimal, which the
access log leaves out.
"""

from __future__ import annotations

import hmac
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.mail import Leave
from api.core.settings import Settings
from api.customers import consents
from api.customers.models import Consent, Customer
from api.customers.schemas import PURPOSES, ConsentPurpose

PATH = "/v1/unsubscribe"
_ADDRESS: dict[ConsentPurpose, str] = {
    "marketing_email": "email",
    "marketing_sms": "phone",
    "marketing_post": "line1",
}
_SIGNED = 16
_LENGTH = 16 + 16 + 1 + _SIGNED


async def ask(
    db: AsyncSession, settings: Settings, customer: Customer, purpose: ConsentPurpose
) -> Leave:
    """As it is in this transaction: ask in the job that sends, not in the one that plans."""
    link = f"{settings.origin}{PATH}/{token(settings, customer, purpose)}"
    return Leave(await _refused(db, customer, purpose), link)


async def _refused(db: AsyncSession, customer: Customer, purpose: ConsentPurpose) -> str | None:
    if customer.restricted_at is not None:
        return "restricted"
    if customer.objected_at is not None:
        return "objected"
    if customer.age == "under_15":
        return "under_15"
    if not getattr(customer, _ADDRESS[purpose]):
        return "no_address"
    granted = (await consents.granted(db, [customer.id])).get(customer.id, set())
    return None if purpose in granted else "no_consent"


def refusal(purpose: ConsentPurpose) -> ColumnElement[str | None]:
    """What :func:`ask` would answer now for each :class:`Customer`, to count and to plan with;
    whoever sends still asks for each."""
    newest = (
        select(Consent.granted)
        .where(
            Consent.merchant_id == Customer.merchant_id,
            Consent.customer_id == Customer.id,
            Consent.purpose == purpose,
        )
        .order_by(Consent.id.desc())
        .limit(1)
        .correlate(Customer)
        .scalar_subquery()
    )
    return case(
        (Customer.restricted_at.is_not(None), "restricted"),
        (Customer.objected_at.is_not(None), "objected"),
        (Customer.age == "under_15", "under_15"),
        (func.coalesce(getattr(Customer, _ADDRESS[purpose]), "") == "", "no_address"),
        (func.coalesce(newest, False), None),
        else_="no_consent",
    )


def token(settings: Settings, customer: Customer, purpose: ConsentPurpose) -> str:
    what = customer.merchant_id.bytes + customer.id.bytes + bytes([PURPOSES.index(purpose)])
    return (what + _signature(settings, what)).hex()


def read(settings: Settings, text: str) -> tuple[UUID, UUID, ConsentPurpose] | None:
    """Merchant, customer and purpose; None for what :func:`token` has not made."""
    try:
        found = bytes.fromhex(text)
    except ValueError:
        return None
    what, signature = found[:-_SIGNED], found[-_SIGNED:]
    if len(found) != _LENGTH or not hmac.compare_digest(signature, _signature(settings, what)):
        return None
    return UUID(bytes=what[:16]), UUID(bytes=what[16:32]), PURPOSES[what[32]]


def _signature(settings: Settings, what: bytes) -> bytes:
    return hmac.digest(settings.objection_secret, b"unsubscribe\0" + what, "sha256")[:_SIGNED]
