"""A file that is made, or taken in, by a process that dies at any point ends as if nothing had
happened: it is there whole and once."""

from __future__ import annotations

import asyncio
import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, insert, select

from api.core import attempts
from api.core.audit import AuditEvent
from api.core.settings import Settings
from api.customers.models import Customer
from api.privacy.access.models import IntakeChunk, TakeoutChunk
from tests import forked
from tests.cards.counter import done
from tests.imports.files import Clerk, clerk_of
from tests.privacy.access.files import Unpacked
from tests.privacy.access.test_takeout import busy, data, taken_in, taken_out
from tests.world import Shop, World

pytestmark = pytest.mark.xdist_group("jobs")

MANY = 3_000


async def crowded(world: World) -> Shop:
    """A shop whose file takes a moment."""
    shop, _ = await busy(world)
    rows = [
        {"first_name": f"Client {number}", "search_name": f"client {number}", "source": "import"}
        for number in range(MANY)
    ]
    async with shop.db() as db:
        await db.execute(insert(Customer), rows)
    return shop


@contextmanager
def dying(engine: Engine, at: int) -> Iterator[list[int]]:
    """The statement with this number fails, once, as if the process had died there."""
    seen = [0]

    def after(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "FROM jobs." in statement:
            return  # the worker's own look for work
        seen[0] += 1
        if seen[0] == at:
            raise RuntimeError("died on purpose")

    event.listen(engine, "after_cursor_execute", after)
    try:
        yield seen
    finally:
        event.remove(engine, "after_cursor_execute", after)


async def trail(shop: Shop) -> list[str]:
    async with shop.db() as db:
        found = select(AuditEvent.action).where(AuditEvent.action.like("takeout.%"))
        return sorted((await db.scalars(found)).all())


async def test_dying_between_any_statements(
    world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "FIRST_PAUSE", timedelta(milliseconds=1))
    shop, _ = await busy(world)
    clerk = await clerk_of(shop, settings)
    file = await taken_out(clerk)
    expected = data(Unpacked(file))
    engine = world.database.of_jobs.engine.sync_engine
    died = 0
    for at in range(3, 110, 18):
        with dying(engine, at) as seen:
            again = await taken_out(clerk)
        died += seen[0] > at
        assert data(Unpacked(again)) == expected
        target = await world.shop()
        newcomer = await clerk_of(target, settings)
        with dying(engine, at) as seen:
            ran = await taken_in(newcomer, file)
        died += seen[0] > at
        assert ran["status"] == "done", ran
        assert data(Unpacked(await taken_out(newcomer))) == expected
        assert await trail(target) == [
            "takeout.created", "takeout.downloaded", "takeout.ready", "takeout.taken_in",
            "takeout.uploaded",
        ]  # fmt: skip
    assert died > 6


async def test_killing_the_worker(world: World, settings: Settings) -> None:
    shop = await crowded(world)
    clerk = await clerk_of(shop, settings)
    expected = data(Unpacked(await taken_out(clerk)))
    asked = done(await clerk.client.post("/v1/takeouts", json={}))
    path = f"/v1/takeouts/{asked['id']}"
    await killed(clerk, path, "ready", settings)
    file = (await clerk.client.get(f"{path}/file")).content
    assert data(Unpacked(file)) == expected
    async with shop.db() as db:
        chunks = select(func.sum(func.length(TakeoutChunk.body))).where(
            TakeoutChunk.extract_id == asked["id"]
        )
        assert await db.scalar(chunks) == len(file)

    target = await world.shop()
    newcomer = await clerk_of(target, settings)
    asked = done(await newcomer.client.post("/v1/intakes", content=file))
    await killed(newcomer, f"/v1/intakes/{asked['id']}", "done", settings)
    async with target.db() as db:
        assert not (await db.scalars(select(IntakeChunk.id))).all()
    assert data(Unpacked(await taken_out(newcomer))) == expected


async def killed(clerk: Clerk, path: str, status: str, settings: Settings) -> None:
    """Three workers are killed a moment after they have begun, the fourth one may finish."""
    chance = random.Random(path)
    for last in (False, False, False, True):
        process = await forked.start(
            "tests.imports.importing_worker", settings.database_url, settings.data
        )
        try:
            await process.stdout.readline()
            await asyncio.sleep(chance.uniform(0.05, 0.5))
            for _ in range(600 if last else 0):
                if done(await clerk.client.get(path), 200)["status"] == status:
                    break
                await asyncio.sleep(0.1)
        finally:
            process.send_signal(signal.SIGKILL)
            await process.wait()
    assert done(await clerk.client.get(path), 200)["status"] == status


async def test_killing_the_command(world: World, settings: Settings, tmp_path: Path) -> None:
    """What it was writing has no name yet, and what it was taking in is not there."""
    shop = await crowded(world)
    expected = data(Unpacked(await taken_out(await clerk_of(shop, settings))))
    file, target = tmp_path / "shop.zip", await world.shop()
    await carnet(settings, "export", shop.slug, file, kill_after=0.4)
    assert not file.exists()
    await carnet(settings, "export", shop.slug, file)
    assert data(Unpacked(file.read_bytes())) == expected
    await carnet(settings, "import", target.slug, file, kill_after=0.4)
    async with target.db() as db:
        assert not (await db.scalars(select(Customer.id))).all()
    said = await carnet(settings, "import", target.slug, file)
    assert "without a difference" in said
    assert data(Unpacked(await taken_out(await clerk_of(target, settings)))) == expected


async def carnet(
    settings: Settings, what: str, slug: str, file: Path, kill_after: float | None = None
) -> str:
    process = await forked.start(
        *("api.cli", "merchant", what, slug, file, "--data", settings.data),
        DATABASE_URL=str(settings.database_url),
    )
    if kill_after is not None:
        await process.stdout.readline()  # the database is reached
        await asyncio.sleep(kill_after)
        process.send_signal(signal.SIGKILL)
    said = b"".join(await process.communicate()).decode()
    assert kill_after is not None or process.returncode == 0, said
    return said
