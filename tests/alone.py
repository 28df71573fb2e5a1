"""A world whose database nobody else uses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import httpx

from api.core.postgres.embedded import Server
from tests.conftest import app_with, make_settings
from tests.database import at
from tests.world import World


@asynccontextmanager
async def alone(server: Server, name: str, data: Path) -> AsyncIterator[World]:
    """In the database of this name."""
    settings = make_settings(server.url(database=name), data)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(at(str(settings.database_url)))
        app = stack.enter_context(app_with(settings, database))

        def connect() -> httpx.AsyncClient:
            transport = httpx.ASGITransport(app, client=("10.1.2.3", 40000))
            client = httpx.AsyncClient(transport=transport, base_url=settings.origin)
            stack.push_async_callback(client.aclose)
            return client

        yield World(database, settings, connect)
