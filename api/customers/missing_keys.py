"""Keys of customers who have none: those of before there were keys. Until then neither search nor
the proposals of duplicates see them.

The migration that made the keys enqueues the planner once, and every night does. A job does one
batch in its one transaction and enqueues what is left in the same, so killed at any point it goes
on from there; where all have their keys it writes nothing.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from api.core import jobs
from api.core.jobs import Work, job, periodic
from api.customers import duplicates, keys
from api.customers.models import Customer, CustomerKey

BATCH = 200
"""Customers held at once: a sale waits for one of them no longer than for a busy colleague."""
EVERYWHERE = "customers.key_everywhere"
"""The migration names it."""
KEY = "customers.key"

_NOBODY = UUID(int=0)


@periodic("31 1 * * *", EVERYWHERE)
async def key_everywhere(work: Work) -> None:
    """One job for each merchant."""
    await jobs.enqueue_everywhere(work.db, KEY, once="all")


@job(KEY)
async def key(work: Work, after: UUID = _NOBODY) -> None:
    """Give the next batch their keys; once the last have them, look for duplicates."""
    db = work.db
    keyed = select(CustomerKey.id).where(CustomerKey.id == Customer.id)
    without = (
        select(Customer)
        .where(Customer.id > after, Customer.merged_into.is_(None), ~keyed.exists())
        .order_by(Customer.id)
        .limit(BATCH)
        # Held, so that nobody is keyed by a name that is being changed.
        .with_for_update()
    )
    customers = (await db.scalars(without)).all()
    found = [{"id": one.id, "key": key} for one in customers for key in sorted(keys.of(one))]
    if found:
        # Who was changed while we waited for the row has keys by now.
        await db.execute(insert(CustomerKey).on_conflict_do_nothing(), found)
    if len(customers) == BATCH:
        await jobs.enqueue(db, KEY, after=customers[-1].id)
    elif found or after != _NOBODY:
        await duplicates.look_for_all(db)
