from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from api.core.postgres.embedded import Server
from tests.privacy.erasure.stage import Stage, staged


@pytest.fixture
async def stage(server: Server, empty_database: str, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(server, empty_database, tmp_path) as stage:
        yield stage
