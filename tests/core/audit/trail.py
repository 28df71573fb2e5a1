"""A merchant's trail with seals, and somebody who owns the database."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import text
from uuid_utils.compat import uuid7

from api.core import audit
from api.core.audit import sealer
from api.core.audit.chain import digest, link
from api.core.audit.faults import Fault
from api.core.audit.verify import Report, verify
from api.core.db import Database
from tests.world import Shop


async def write(shop: Shop, number: int = 1, **facts: Any) -> list[UUID]:
    """Commit events, each about a thing of its own; their ids in the order of their seals."""
    things = [uuid7() for _ in range(number)]
    async with shop.db() as db:
        for thing in things:
            audit.record(db, audit.SYSTEM, "card.issued", "thing", thing, **facts)
    async with shop.db() as db:
        asked = {"merchant_id": shop.id, "things": things}
        found = await db.scalars(
            text(
                "SELECT id FROM audit_events WHERE merchant_id = :merchant_id"
                " AND subject_id = ANY (CAST(:things AS uuid[])) ORDER BY at, id"
            ),
            asked,
        )
        return list(found)


async def seal(shop: Shop, most: int = 1000) -> int:
    async with shop.db() as db:
        return await sealer.seal(db, most)


async def sealed(shop: Shop, number: int, batches: int = 3) -> list[UUID]:
    """So many events with seals, place after place."""
    ids = []
    for batch in range(batches):
        ids += await write(shop, number // batches + (batch < number % batches), batch=batch)
        await seal(shop)
    return ids


async def faults(
    database: Database, merchant_id: UUID, report: Report | None = None
) -> list[Fault]:
    return [one async for one in verify(database, merchant_id, report or Report())]


async def said(shop: Shop) -> list[tuple[str, UUID | None]]:
    """Kind of each fault and the event that it names."""
    return [(one.kind, one.event_id) for one in await faults(shop.world.database, shop.id)]


async def chain(shop: Shop) -> list[tuple[int, UUID]]:
    async with shop.db() as db:
        found = await db.execute(
            text(
                "SELECT position, id FROM audit_seals WHERE merchant_id = :merchant_id"
                " ORDER BY position"
            ),
            {"merchant_id": shop.id},
        )
        return [(row.position, row.id) for row in found]


@asynccontextmanager
async def owning(url: str, merchant_id: UUID) -> AsyncIterator[Any]:
    """A transaction of the schema's owner, who may do anything to a merchant's rows."""
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        async with connection.transaction():
            await connection.execute("SELECT app_enter($1)", merchant_id)
            yield connection
    finally:
        await connection.close()


SOMETIME = datetime(2026, 1, 31, 12, tzinfo=UTC)


async def insert_event(db: Any, shop: Shop, at: datetime = SOMETIME) -> UUID:
    id = uuid7()
    await db.execute(
        "INSERT INTO audit_events (merchant_id, id, at, actor_kind, action, subject_type,"
        " subject_id, facts) VALUES ($1, $2, $3, 'system', 'card.issued', 'thing', $4, '{}')",
        *(shop.id, id, at, uuid7()),
    )
    return UUID(str(id))


async def forge(db: Any, shop: Shop, id: UUID, place: int, before: bytes) -> None:
    """A seal for an event, made by the rules."""
    row = await db.fetchrow("SELECT * FROM audit_events WHERE id = $1", id)

    class Event:
        facts = json.loads(row["facts"])

        def __getattr__(self, name: str) -> Any:
            value = row[name]
            return UUID(str(value)) if name.endswith("id") and value else value

    made: Any = Event()
    at = datetime.now(UTC)
    await db.execute(
        "INSERT INTO audit_seals VALUES ($1, $2, $3, 1, $4, $5, $6)",
        *(shop.id, id, place, at, digest(made), link(before, place, at, digest(made))),
    )


async def resealed(db: Any, shop: Shop, first: int) -> None:
    """The chain made anew from a place on, head and all, so that it fits together."""
    rows = await db.fetch(
        "SELECT s.id, s.position FROM audit_seals s JOIN audit_events e USING (merchant_id, id)"
        " WHERE s.position >= $1 ORDER BY s.position",
        first,
    )
    before = await db.fetchval("SELECT link FROM audit_seals WHERE position = $1", first - 1)
    await db.execute("DELETE FROM audit_seals WHERE position >= $1", first)
    for place, row in enumerate(rows, first):
        await forge(db, shop, row["id"], place, before or bytes(32))
        before = await db.fetchval("SELECT link FROM audit_seals WHERE position = $1", place)
    await db.execute(
        "UPDATE audit_heads SET position = $2, link = $3 WHERE merchant_id = $1",
        *(shop.id, first - 1 + len(rows), before or bytes(32)),
    )
