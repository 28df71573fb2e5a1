from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from api.core.db import Database
from api.core.postgres.embedded import Server
from tests.database import fresh
from tests.demo.filled import Filled


@pytest.fixture(scope="session")
async def filled(server: Server, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Filled]:
    with fresh(server, "demo") as name:
        made = Filled(Database(server.url(database=name), 2), tmp_path_factory.mktemp("data"))
        await made.fill()
        yield made
        await made.database.close()
