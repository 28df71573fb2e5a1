"""Photos of customers: files whose names stand in the customers' rows.

A file is written before the row that names it and deleted after the row that no longer does, so a
crash leaves a file too many at worst; those are swept away at night.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.core import jobs
from api.core.clock import now
from api.core.errors import Problem
from api.core.jobs import Afterwards, Work, job, periodic
from api.core.settings import Settings
from api.core.tenancy import merchant_of
from api.customers.models import Customer
from api.customers.register import change
from api.media import pictures, store, stored

DELETE = "customers.delete_photo"
_UNNAMED_AFTER = timedelta(days=1)
_MERCHANTS = text("SELECT id FROM merchants").execution_options(touches_no_merchant=True)


class PhotoNotFound(Problem):
    status, code, title = 404, "PHOTO_NOT_FOUND", "This customer has no photo"


async def put(db: AsyncSession, settings: Settings, customer: Customer, sent: bytes) -> None:
    """Raises ``NotAPicture``, ``PictureTooLarge``, ``PlanLimit``."""
    picture = await pictures.redrawn(sent)
    await remove(db, customer)
    await change(db, customer, {"photo": await stored.put(db, settings, picture)})


async def get(db: AsyncSession, settings: Settings, customer: Customer) -> bytes:
    """Raises :class:`PhotoNotFound`."""
    found = None
    if customer.photo is not None:
        place = store.of(settings, merchant_of(db))
        found = await asyncio.to_thread(place.get, customer.photo)
    if found is None:
        raise PhotoNotFound
    return found


async def remove(db: AsyncSession, customer: Customer) -> bool:
    """Whether there was one. Its file is deleted once this is committed."""
    if customer.photo is None:
        return False
    photo = customer.photo
    await jobs.enqueue(db, DELETE, photo=photo)
    await change(db, customer, {"photo": None})
    await db.flush()
    if not await _used(db, photo):
        await stored.give_up(db, photo)
    return True


async def _used(db: AsyncSession, photo: str) -> bool:
    """Two rows name it where one customer was merged into the other."""
    found = await db.scalar(select(Customer.id).where(Customer.photo == photo).limit(1))
    return found is not None


@job(DELETE)
async def delete(work: Work, photo: str) -> Afterwards | None:
    if await _used(work.db, photo):
        return None
    await stored.give_up(work.db, photo)
    place = store.of(work.settings, merchant_of(work.db))

    async def gone() -> None:
        await asyncio.to_thread(place.delete, photo)

    return gone


@periodic("53 2 * * *", "customers.sweep_photos")
async def sweep_everywhere(work: Work) -> None:
    """One job for each merchant."""
    for merchant_id in (await work.db.scalars(_MERCHANTS)).all():
        await jobs.enqueue(
            work.db, "customers.sweep_photos_of", merchant_id=merchant_id, once="nightly"
        )


@job("customers.sweep_photos_of")
async def sweep(work: Work) -> None:
    """Delete files that no customer names any more."""
    place = store.of(work.settings, merchant_of(work.db))
    old = await asyncio.to_thread(lambda: list(place.names(now() - _UNNAMED_AFTER)))
    for name, size in old:
        if await _used(work.db, name):
            await stored.note(work.db, name, size)
        else:
            await stored.give_up(work.db, name)
            await asyncio.to_thread(place.delete, name)
