"""What tests of the queue look at."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from uuid import UUID

from sqlalchemy import text
from uuid_utils.compat import uuid7

from api.accounts.models import Merchant
from api.core.db import Database

Register = Callable[..., None]


async def make_merchant(database: Database, name: str = "Au Bon Pain") -> UUID:
    async with database.session() as db:
        merchant = Merchant(slug=f"shop-{uuid7()}", name=name, language="fr", time_zone="UTC")
        db.add(merchant)
    return merchant.id


async def statuses(database: Database) -> list[tuple[str, str]]:
    async with database.session() as db:
        query = text(
            "SELECT entrypoint, status::text FROM jobs.pgqueuer ORDER BY id"
        ).execution_options(touches_no_merchant=True)
        return [(row[0], row[1]) for row in await db.execute(query)]


async def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110  (other processes set no event)
            await asyncio.sleep(0.02)
