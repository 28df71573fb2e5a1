"""Stripe beside the service, for each test its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from api.core.db import Database
from api.core.postgres.embedded import Server
from api.core.settings import Settings
from tests.billing.stage import Stage, furnished, stripe_settings
from tests.conftest import app_with, make_settings
from tests.database import at
from tests.stripe_fake.deliveries import Deliveries
from tests.stripe_fake.fake import FakeStripe
from tests.stripe_fake.server import running
from tests.world import World


@pytest.fixture
def db_url(server: Server, empty_database: str) -> str:
    """A database of the test's own: all of it is compared with this test's Stripe."""
    return server.url(database=empty_database)


@pytest.fixture
async def pool(db_url: str) -> AsyncIterator[Database]:
    async with at(db_url) as pool:
        yield pool


@pytest.fixture
def stripe() -> Iterator[FakeStripe]:
    with running(FakeStripe()) as stripe:
        yield stripe


@pytest.fixture
def billing_settings(db_url: str, tmp_path: Path, stripe: FakeStripe) -> Settings:
    settings = make_settings(db_url, tmp_path, **stripe_settings(stripe))
    furnished(stripe, settings)
    return settings


@pytest.fixture
async def stage(
    stripe: FakeStripe,
    billing_settings: Settings,
    pool: Database,
    clock: Callable[[timedelta], None],
) -> AsyncIterator[Stage]:
    clients: list[httpx.AsyncClient] = []

    def connect() -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app)
        clients.append(httpx.AsyncClient(transport=transport, base_url=billing_settings.origin))
        return clients[-1]

    with app_with(billing_settings, pool) as app:
        shop = await World(pool, billing_settings, connect).shop()
        yield Stage(
            shop,
            stripe,
            billing_settings,
            await shop.client("owner"),
            Deliveries(stripe, connect()),
            clock,
            pool.engine,
        )
        for client in clients:
            await client.aclose()
