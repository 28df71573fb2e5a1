from __future__ import annotations

import pytest

from tests.isolation.others import Others, furnished
from tests.world import World


@pytest.fixture
async def others(world: World) -> Others:
    return await furnished(world)
