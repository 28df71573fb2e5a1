from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from api.core import attempts, jobs
from api.core.jobs import Afterwards
from tests.core.jobs.queue import Register


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
