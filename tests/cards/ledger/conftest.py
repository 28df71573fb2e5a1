"""What plays of the ledger are given."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from api.core.settings import Settings
from tests.cards.ledger.play_stage import Stage, opened


@pytest.fixture
def furnished(settings: Settings) -> Iterator[Stage]:
    with opened(settings) as stage:
        yield stage
