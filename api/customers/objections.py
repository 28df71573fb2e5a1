"""Objecting (GDPR art. 21): what the notebook holds of the person goes, and the contacts are
recognised if somebody brings them back.

They are known by fingerprints under a secret of the installation, different for each merchant:
neither the database alone nor another merchant's list tells whose they are.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.core.clock import now
from api.core.settings import Settings
from api.core.tenancy import merchant_of
from api.core.texts import plain
from api.core.tokens import sign
from api.customers import keys
from api.customers.models import Customer, Objection
from api.customers.restricted import ContactObjected

_PERSON = (
    "phone", "phone_last4", "email", "birth_month", "birth_day", "notes", "preferred_contact",
    "photo",
)  # fmt: skip
_ADDRESS = ("line1", "line2", "postcode", "city", "region", "country")
_CONTACT_OF_COMPANY = ("title", "first_name", "last_name", "age", "adult_verified_on")


def gone(customer: Customer) -> tuple[str, ...]:
    """The columns that an objection empties. Of a company the record stays, without the person
    who was reached there; of a person the name stays, under which the card is held."""
    return _PERSON + (_CONTACT_OF_COMPANY if customer.company else _ADDRESS)


async def anonymise(db: AsyncSession, customer: Customer) -> None:
    """Empty the contact; the mark says when."""
    for column in gone(customer):
        setattr(customer, column, None)
    customer.tags = []
    customer.objected_at = customer.objected_at or now()
    names = [name for name in (customer.first_name, customer.last_name) if name]
    customer.search_name = plain(" ".join(names) or customer.company or "")
    customer.version += 1
    await keys.renew(db, customer)


def _contacts(phone: str | None, email: str | None) -> dict[str, str]:
    """The contact by its field, as it is compared."""
    found = {}
    if phone:
        found["phone"] = keys.phone(phone)
    if email:
        found["email"] = keys.mail(email)
    return found


def _fingerprint(db: AsyncSession, settings: Settings, contact: str) -> bytes:
    return bytes.fromhex(
        sign(settings.objection_secret, "objection", f"{merchant_of(db)}\0{contact}")
    )


async def remember(db: AsyncSession, settings: Settings, customer: Customer) -> None:
    """Recognise the customer's contacts from now on."""
    contacts = _contacts(customer.phone, customer.email).values()
    rows = [
        {"id": uuid7(), "fingerprint": _fingerprint(db, settings, one), "created_at": now()}
        for one in contacts
    ]
    if rows:
        await db.execute(insert(Objection).on_conflict_do_nothing(), rows)


async def forget(db: AsyncSession, settings: Settings, customer: Customer) -> None:
    """The person wants to be reached again, and has said so."""
    customer.objected_at = None
    contacts = _contacts(customer.phone, customer.email).values()
    prints = [_fingerprint(db, settings, one) for one in contacts]
    await db.execute(delete(Objection).where(Objection.fingerprint.in_(prints)))


async def among(db: AsyncSession, settings: Settings, contacts: Iterable[str]) -> set[str]:
    """Which of these contacts, given as keys (``keys.mail``, ``keys.phone``), have objected."""
    prints = {_fingerprint(db, settings, one): one for one in contacts}
    if not prints:
        return set()
    found = select(Objection.fingerprint).where(Objection.fingerprint.in_(list(prints)))
    return {prints[one] for one in await db.scalars(found)}


async def refuse(
    db: AsyncSession, settings: Settings, *, phone: str | None, email: str | None
) -> None:
    """Raises :class:`ContactObjected`: nobody but its owner brings this contact back."""
    contacts = _contacts(phone, email)
    found = await among(db, settings, contacts.values())
    for name, key in contacts.items():
        if key in found:
            raise ContactObjected(field=name)


async def recognise(db: AsyncSession, settings: Settings, customer: Customer) -> None:
    """The owner of the contact is here in person, to have a card: that is not refused, and news
    are."""
    contacts = _contacts(customer.phone, customer.email).values()
    if customer.objected_at is None and await among(db, settings, contacts):
        customer.objected_at = now()
