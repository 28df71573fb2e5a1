"""What every test can ask for. Tests use real commits and make a merchant of their own each:
sharing one outer transaction between sessions would lie about isolation."""

from __future__ import annotations

import itertools
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path

import httpx
import hypothesis
import pytest
from fastapi import FastAPI

from api.app import create_app
from api.core.db import Database
from api.core.postgres.embedded import OWNER, Server
from api.core.settings import Settings
from tests import database
from tests.database import Traces
from tests.world import World, moved_clock

for name in [*os.environ]:
    ours = name.endswith("DATABASE_URL") or name.startswith(("CARNET_", "CLOUDINARY_"))
    if ours and name != "CARNET_TEST_DATABASE_URL":
        del os.environ[name]

Connect = Callable[[], httpx.AsyncClient]

# How long an example takes is the machine's business: others use it, too.
hypothesis.settings.register_profile("unhurried", hypothesis.settings.default, deadline=None)
hypothesis.settings.load_profile("unhurried")
# pytest --hypothesis-profile=long: for an evening, or after a change to the ledger.
hypothesis.settings.register_profile("long", max_examples=2000)
# For tests.mutants: that it fails is what counts, not the shortest way there.
hypothesis.settings.register_profile("unshrunk", phases=[hypothesis.Phase.generate])


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The PostgreSQL server; ``server.run(sql, database)`` acts as superuser."""
    with database.server() as running:
        yield running


@pytest.fixture(scope="session")
def database_name(server: Server) -> Iterator[str]:
    """This worker's database, with the newest schema."""
    with database.fresh(server, "main") as name:
        yield name


@pytest.fixture
def empty_database(server: Server) -> Iterator[str]:
    """The name of a database of the test's own with the newest schema and no rows."""
    with database.fresh(server, "own") as name:
        yield name


@pytest.fixture
def url(server: Server, empty_database: str) -> str:
    """The login to :func:`empty_database`; who needs another database gives it instead."""
    return server.url(database=empty_database)


@pytest.fixture(name="database")
async def database_of_its_own(url: str) -> AsyncIterator[Database]:
    own = Database(url)
    yield own
    await own.close()


@pytest.fixture
def config(url: str, tmp_path: Path) -> Settings:
    """For who works on ``database``."""
    return make_settings(url, tmp_path)


@pytest.fixture(scope="session")
def db_url(server: Server, database_name: str) -> str:
    """The login of the application's role."""
    return server.url(database=database_name)


@pytest.fixture(scope="session")
def owner_url(server: Server, database_name: str) -> str:
    """The login of the schema's owner."""
    return server.url(OWNER, database_name)


@pytest.fixture(scope="session")
def settings(db_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make_settings(db_url, tmp_path_factory.mktemp("data"))


def make_settings(db_url: str, data: Path, **others: object) -> Settings:
    """Settings as a test wants them: passwords are hashed as cheaply as possible."""
    values: dict[str, object] = {
        "DATABASE_URL": db_url,
        "data": data,
        "public_url": "http://localhost:8000",
        "password_hash_memory_kib": 8,
        "password_hash_rounds": 1,
    }
    return Settings.model_validate(values | others)


@pytest.fixture(scope="session")
async def app(settings: Settings) -> AsyncIterator[FastAPI]:
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        yield app


@cache
def _other_app() -> FastAPI:
    return create_app(make_settings("postgresql+asyncpg://", Path()))


@contextmanager
def app_with(settings: Settings, database: Database) -> Iterator[FastAPI]:
    """The service over a database of the test's own. One application serves all such tests, one
    after the other: putting the routes together takes longer than most of them."""
    app = _other_app()
    assert not app.state._state.get("lent"), "another test is using it"
    app.state.settings, app.state.database, app.state.lent = settings, database, True
    try:
        yield app
    finally:
        app.state.lent = False


_addresses = itertools.count(1)


@pytest.fixture(scope="session")
async def traces(server: Server, database_name: str) -> AsyncIterator[Traces]:
    async with Traces.of(server, database_name) as traces:
        yield traces


@pytest.fixture
async def connect(app: FastAPI, settings: Settings, traces: Traces) -> AsyncIterator[Connect]:
    """Makes clients that share nothing: each has its own cookies and network address, so that
    one test's attempts do not throttle another's. What everybody would go through goes with the
    test (:class:`tests.database.Traces`)."""
    there = await traces.there()
    async with AsyncExitStack() as stack:

        def make() -> httpx.AsyncClient:
            number = next(_addresses)
            address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
            client = httpx.AsyncClient(
                transport=httpx.ASGITransport(app, client=(address, 40000)),
                base_url=settings.origin,
            )
            stack.push_async_callback(client.aclose)
            return client

        yield make
    await traces.remove_all_but(there)


@pytest.fixture
def client(connect: Connect) -> httpx.AsyncClient:
    """Somebody who is not signed in."""
    return connect()


@pytest.fixture(scope="session")
async def pool(db_url: str) -> AsyncIterator[Database]:
    """Connections of the application's role, beside those of ``app``."""
    pool = Database(db_url, pool_size=5)
    yield pool
    await pool.close()


@pytest.fixture
def world(pool: Database, settings: Settings, connect: Connect) -> World:
    """Opens shops: ``shop = await world.shop()``."""
    return World(pool, settings, connect)


@pytest.fixture
def clock() -> Iterator[Callable[[timedelta], None]]:
    """Lets time pass: ``clock(timedelta(minutes=5))``."""
    yield from moved_clock()
