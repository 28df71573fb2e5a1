from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from api.core import attempts, jobs
from api.core.db import Database
from api.core.jobs import Afterwards
from api.core.postgres.embedded import Server
from api.core.settings import Settings
from tests.conftest import make_settings
from tests.core.jobs.queue import Register


@pytest.fixture
def url(server: Server, empty_database: str) -> str:
    return server.url(database=empty_database)


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    database = Database(url)
    yield database
    await database.close()


@pytest.fixture
def config(url: str, tmp_path: Path) -> Settings:
    return make_settings(url, tmp_path)


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Register:
    """Registers handlers for this test alone, the domains' own left out."""
    monkeypatch.setattr(jobs, "registry", {})
    monkeypatch.setattr(jobs, "schedule", {})
    monkeypatch.setattr(attempts, "FIRST_PAUSE", timedelta(milliseconds=10))

    def add(
        name: str, handler: Callable[..., Awaitable[Afterwards | None]], attempts: int = 3
    ) -> None:
        jobs.job(name, attempts=attempts)(handler)

    return add
