"""What counting costs: one merchant's enrolments per second with and without it, and stamps
beside them.

``uv run python -m tests.bench.enrolments`` lets the same use cases run in turns, by as many
clients at once, so that what else the machine does falls on both. Only the ratios mean something.
"""

from __future__ import annotations

import asyncio
import itertools
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import httpx

from api.cards.enrolling import enrolment
from api.cards.ledger.gestures import Gesture
from api.cards.operations.earn import earn
from api.cards.references import Reference
from api.cards.schemas.cards import CardIn
from api.core import migrate, quotas
from api.core.db import Database
from api.core.postgres import embedded
from api.core.postgres.embedded import OWNER
from api.core.settings import Settings
from api.programs import life
from api.programs.rules import Sale
from tests.world import Shop, World

CLIENTS, ROUNDS, SECONDS = 8, 7, 3.0
_names = itertools.count()
Act = Callable[[], Awaitable[None]]


async def rate(act: Act) -> float:
    """How often in a second ``CLIENTS`` at once get it done."""
    end, done = time.perf_counter() + SECONDS, 0

    async def client() -> None:
        nonlocal done
        while time.perf_counter() < end:
            await act()
            done += 1

    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return done / SECONDS


@contextmanager
def uncounted() -> Iterator[None]:
    with mock.patch.object(quotas, "take"):
        yield


async def measure(url: str, data: Path) -> None:
    database = Database(url, pool_size=2 * CLIENTS)
    settings = Settings.model_validate({"DATABASE_URL": url, "data": data})
    shop: Shop = await World(database, settings, httpx.AsyncClient).shop()
    program = await shop.program(max_per_operation=1)
    cards = [await shop.card(program) for _ in range(200)]
    async with shop.db() as db:
        await quotas.set_limits(db, {"cards": 10_000_000})
    owner, turn = shop.member(), itertools.cycle(cards)

    async def give() -> None:
        wish = {"program_id": program.id, "customer": {"first_name": f"Client {next(_names)}"}}
        async with shop.db() as db:
            await enrolment.give(db, settings, owner, CardIn.model_validate(wish))

    async def stamp() -> None:
        gesture = Gesture(actor=owner, key=f"stamp-{next(_names)}", request=b"")
        async with shop.db() as db:
            await earn(db, Reference("id", next(turn).id), gesture, Sale(units=1))

    async def both() -> float:
        """Stamps per second while as many clients enrol."""
        stamps, _ = await asyncio.gather(rate(stamp), rate(give))
        return stamps

    async with shop.db() as db:
        await life.load(db, program.id)
    enrolments, beside, alone = [], [], []
    for _ in range(ROUNDS):
        counted = await rate(give)
        with uncounted():
            enrolments.append(counted / await rate(give))
        counted = await both()
        with uncounted():
            beside.append(counted / await both())
        counted = await rate(stamp)
        with uncounted():
            alone.append(counted / await rate(stamp))
    for name, ratios in (
        ("enrolments", enrolments),
        ("stamps beside enrolments", beside),
        ("stamps alone", alone),
    ):
        print(f"{name}: {statistics.median(ratios):.2f} of uncounted")
    await database.close()


def main() -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        data = Path(folder)
        data.chmod(0o711)
        with embedded.running(data) as server:
            server.create_database("bench")
            asyncio.run(migrate.upgrade(server.url(OWNER, "bench")))
            asyncio.run(measure(server.url(database="bench"), data))


if __name__ == "__main__":
    main()
