"""Writing customers: adding one, changing one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.core import events
from api.core.errors import Problem
from api.core.tenancy import merchant_of
from api.core.texts import plain
from api.customers import keys
from api.customers.models import Customer, CustomerKey
from api.customers.schemas import ADDRESS, Channel, Identity


class DuplicateCustomer(Problem):
    """The phone or e-mail is known: nearly always the same person at the counter again."""

    status, code, title = 409, "DUPLICATE_CUSTOMER", "A customer with this phone or e-mail exists"


class NobodyNamed(Problem):
    status, code, title = (
        422,
        "NOBODY_NAMED",
        "Give a name, a company, a phone or an e-mail at least",
    )


# Two who enrol the same new customer at once wait for each other, so that the second one finds
# the first one's row. Nothing else could serialise them: there is no row to lock yet, and phones
# are not unique.
_ONE_AT_A_TIME = text("""
SELECT pg_advisory_xact_lock(hashtextextended(CAST(CAST(:merchant_id AS uuid) AS text) || key, 0))
  FROM (SELECT key FROM unnest(CAST(:keys AS text[])) AS key ORDER BY key) AS sorted
""")


async def find_duplicate(db: AsyncSession, who: Identity) -> UUID | None:
    """The oldest customer with the same phone or e-mail. Until the transaction ends, no other
    that asks the same gets past here."""
    same = [keys.phone(who.phone)] if who.phone else []
    same += [keys.mail(who.email)] if who.email else []
    if not same:
        return None
    await db.execute(_ONE_AT_A_TIME, {"merchant_id": merchant_of(db), "keys": same})
    found: UUID | None = await db.scalar(
        select(CustomerKey.id).where(CustomerKey.key.in_(same)).order_by(CustomerKey.id).limit(1)
    )
    return found


def register(
    db: AsyncSession, who: Identity, source: Channel, notice_version: str | None = None
) -> Customer:
    """Add a customer. Raises :class:`NobodyNamed` when nothing tells who it is."""
    customer = Customer(id=uuid7(), source=source, notice_version=notice_version, tags=[])
    describe(customer, who.described())
    db.add(customer)
    events.publish(db, "customer.created", "customer", customer.id, source=source)
    db.add_all(CustomerKey(id=customer.id, key=key) for key in sorted(keys.of(customer)))
    return customer


async def change(db: AsyncSession, customer: Customer, values: dict[str, Any]) -> None:
    """Set the given fields; the keys and the version follow. Raises :class:`NobodyNamed`."""
    describe(customer, values)
    customer.version += 1
    await keys.renew(db, customer)


def describe(customer: Customer, values: dict[str, Any]) -> None:
    """Set fields, as :meth:`Identity.described` gives them, and the columns derived from them.
    Raises :class:`NobodyNamed`."""
    for name, value in values.items():
        if name == "address":
            for part in ADDRESS:
                setattr(customer, part, value and value.get(part))
        elif name == "birthday":
            customer.birth_month = value and value["month"]
            customer.birth_day = value and value["day"]
        else:
            setattr(customer, name, value)
    if customer.age != "adult":
        customer.adult_verified_on = None
    customer.phone_last4 = customer.phone[-4:] if customer.phone else None
    names = [name for name in (customer.first_name, customer.last_name) if name]
    customer.search_name = plain(" ".join(names) or customer.company or "")
    if not (names or customer.company or customer.phone or customer.email):
        raise NobodyNamed
