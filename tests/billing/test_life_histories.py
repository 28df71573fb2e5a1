"""Whatever merchants, banks, networks and Stripe itself do, in whatever order we hear of it, if we
hear of it at all: once compared with Stripe, we say what Stripe says.

``pytest --hypothesis-profile=long`` plays for an hour instead of seconds.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import httpx
import pytest
import stripe
from hypothesis import HealthCheck, Phase, example, given
from hypothesis import settings as checked
from hypothesis import strategies as st

from api.app import create_app
from api.core import attempts
from api.core.db import Database
from api.core.postgres.embedded import Server
from api.core.settings import Settings
from tests import database
from tests.billing.histories import BOUGHT, OWED, PAID, Act, History, acts
from tests.billing.stage import Stage, furnished, stripe_settings
from tests.conftest import make_settings
from tests.stripe_fake.deliveries import Deliveries
from tests.stripe_fake.fake import FakeStripe
from tests.stripe_fake.server import running
from tests.world import World, moved_clock

pytestmark = pytest.mark.xdist_group("life histories")


@dataclass
class Theatre:
    """Where histories are played, on an event loop of its own: a property test is no coroutine."""

    runner: asyncio.Runner
    pool: Database
    settings: Settings
    stripe: FakeStripe
    clients: list[httpx.AsyncClient] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.app = create_app(self.settings)

    def connect(self) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.app)
        self.clients.append(httpx.AsyncClient(transport=transport, base_url=self.settings.origin))
        return self.clients[-1]

    async def stage(self, clock: Callable[[timedelta], None]) -> Stage:
        """A new shop, for which nothing has happened yet at Stripe."""
        self.stripe.forget_all()
        furnished(self.stripe, self.settings)
        shop = await World(self.pool, self.settings, self.connect).shop()
        deliveries = Deliveries(self.stripe, self.connect())
        owner = await shop.client("owner")
        engine = self.app.state.database.engine
        return Stage(shop, self.stripe, self.settings, owner, deliveries, clock, engine)

    async def play(self, script: list[Act], seed: int) -> None:
        clock = moved_clock()
        stage = await self.stage(next(clock))
        try:
            await History(stage, random.Random(seed)).play(script)
        finally:
            next(clock, None)

    async def close(self) -> None:
        for client in self.clients:
            await client.aclose()
        await self.pool.close()
        await self.app.state.database.close()


@pytest.fixture(scope="module")
def theatre(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theatre]:
    folder = tmp_path_factory.mktemp("histories")
    with (
        database.fresh(server, "histories") as name,
        running(FakeStripe()) as fake,
        impatient(),
        asyncio.Runner() as runner,
    ):
        url = server.url(database=name)
        settings = make_settings(url, folder, **stripe_settings(fake))
        theatre = Theatre(runner, Database(url, 4), settings, fake)
        yield theatre
        runner.run(theatre.close())


@contextmanager
def impatient() -> Iterator[None]:
    """Nobody waits long before trying again: neither the library nor the worker."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stripe.HTTPClient, "INITIAL_DELAY", 0.001)
        patch.setattr(stripe.HTTPClient, "MAX_DELAY", 0.002)
        patch.setattr(attempts, "FIRST_PAUSE", timedelta(milliseconds=1))
        patch.setattr(attempts, "LONGEST_PAUSE", timedelta(milliseconds=1))
        yield


@checked(
    max_examples=max(5, checked().max_examples // 12),
    deadline=None,
    derandomize=checked().max_examples <= 100,
    database=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
@example(script=[*OWED, ("days", 11), ("accept", 0), ("pay", 0)], seed=1)
@example(script=[*BOUGHT, ("delete customer", 0), ("lose", 0), ("subscribe", 5)], seed=2)
@example(script=[*PAID, ("no answer", 0), ("change", 1), ("change", 2), ("lose", 0)], seed=3)
@example(script=[*PAID, ("deliver", 0), ("dispute", 0), ("refund", 1), ("lose", 0)], seed=4)
@given(script=acts, seed=st.integers(0, 2**16))
def test_in_the_end_we_say_what_stripe_says(theatre: Theatre, script: list[Act], seed: int) -> None:
    theatre.runner.run(theatre.play(script, seed))
