"""Two shops, and a connection that row-level security does not bind."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from api.core.db import Database
from api.core.postgres.embedded import Server
from tests.core.tenancy.sessions import Two
from tests.world import World

SUPERUSER = "postgres"


@pytest.fixture
async def two(world: World) -> Two:
    shops = [await world.shop(), await world.shop()]
    found = {}
    for shop in shops:
        card = await shop.stamped(await shop.program(), 3)
        assert card.customer_id
        found[shop.id] = card.customer_id
    return Two(shops[0], shops[1], found)


@pytest.fixture(scope="module")
async def superuser(server: Server, database_name: str) -> AsyncIterator[Database]:
    pool = Database(server.url(SUPERUSER, database_name), pool_size=2)
    yield pool
    await pool.close()
