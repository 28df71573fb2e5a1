"""A person whose id alone is known, on a database that shows itself whole (to its superuser)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.db import Database
from api.core.personal import Subject
from api.core.tenancy import enter
from api.privacy import inventory
from api.privacy.inventory import Person


@asynccontextmanager
async def found(
    url: str, subject: Subject, id: UUID
) -> AsyncIterator[tuple[AsyncSession, Person | None]]:
    """A session that has entered the person's merchant, if there is one; None: no such person."""
    database = Database(url, 1)
    try:
        async with database.session() as db:
            person = await _found(db, subject, id)
            if person is not None and person.merchant_id is not None:
                await enter(db, person.merchant_id)
            yield db, person
    finally:
        await database.close()


async def _found(db: AsyncSession, subject: Subject, id: UUID) -> Person | None:
    people = inventory.people(subject)
    merchant = "merchant_id" if people.of_merchants else "NULL"
    query = text(f"SELECT {merchant} FROM {people.name} WHERE id = :id")
    row = (await db.execute(query.execution_options(touches_no_merchant=True), {"id": id})).first()
    return None if row is None else Person(subject, id, row[0])
