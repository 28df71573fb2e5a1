"""Reading the rows of a sheet as they are at one moment, some thousand at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import select, true
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.confinement import is_tenant_table
from api.core.db import Base, Database
from api.core.tenancy import enter
from api.privacy.access.contents import Sheet
from api.privacy.inventory import Person, leads_to

BATCH = 2_000
Row = dict[str, Any]


@asynccontextmanager
async def snapshot(database: Database, merchant_id: UUID | None) -> AsyncIterator[AsyncSession]:
    """A session that sees one moment, however long it reads."""
    async with database.session() as db:
        if merchant_id is not None:
            await enter(db, merchant_id)
        await db.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield db


def attribute(model: type[Base], column: str) -> Any:
    """The model's attribute for a column's name."""
    held = model.__table__.columns[column]
    return getattr(model, model.__mapper__.get_property_by_column(held).key)


def key(model: type[Base]) -> list[Any]:
    """What orders the rows in one way only."""
    return [attribute(model, column.name) for column in model.__mapper__.primary_key]


async def batches(
    db: AsyncSession, sheet: Sheet, person: Person | None
) -> AsyncIterator[Sequence[Row]]:
    """The rows that lead to the person, or all of the merchant's, oldest first."""
    columns = [attribute(sheet.model, name).label(name) for name in sheet.columns]
    whose = leads_to(sheet.table, person) if sheet.table and person else true()
    query = select(*columns).where(whose).order_by(*key(sheet.model))
    found = await db.stream(query.execution_options(yield_per=BATCH))
    async for part in found.mappings().partitions():
        yield [dict(row) for row in part]


def is_of_merchants(sheet: Sheet) -> bool:
    """Whether a session sees its rows only after it has entered their merchant."""
    return is_tenant_table(sheet.model.__table__)
