"""Photos of customers: pictures whose names stand in the customers' rows."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.errors import Problem
from api.core.settings import Settings
from api.customers.models import Customer
from api.customers.register import change
from api.media import pictures, stored, uses

# Two rows name one where one customer was merged into the other.
uses.declare(
    "customers.photo",
    "SELECT 1 FROM customers WHERE merchant_id = :merchant_id AND photo = :name LIMIT 1",
)


class PhotoNotFound(Problem):
    status, code, title = 404, "PHOTO_NOT_FOUND", "This customer has no photo"


async def put(db: AsyncSession, settings: Settings, customer: Customer, sent: bytes) -> None:
    """Raises one of ``pictures.REFUSALS``, ``PlanLimit``."""
    picture = await pictures.redrawn(sent)
    await remove(db, customer)
    await change(db, customer, {"photo": await stored.put(db, settings, picture)})


async def get(db: AsyncSession, settings: Settings, customer: Customer, *, small: bool) -> bytes:
    """Raises :class:`PhotoNotFound`, ``PictureStoreDown``."""
    found = None
    if customer.photo is not None:
        found = await stored.read(db, settings, customer.photo, small=small)
    if found is None:
        raise PhotoNotFound
    return found


async def remove(db: AsyncSession, customer: Customer) -> bool:
    """Whether there was one. It is deleted once this is committed."""
    if customer.photo is None:
        return False
    photo = customer.photo
    await change(db, customer, {"photo": None})
    await stored.let_go(db, photo)
    return True
