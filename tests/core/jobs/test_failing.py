"""A job that fails is tried again, and kept in the end; what it began is undone."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from api.accounts.models import Merchant
from api.core import attempts, jobs, worker
from api.core.db import Database
from api.core.jobs import Afterwards, Work
from api.core.settings import Settings
from tests.core.jobs.queue import Register, make_merchant, statuses

pytestmark = pytest.mark.xdist_group("jobs")


async def test_a_failing_job_is_tried_again_and_then_kept_without_its_message(
    database: Database, config: Settings, register: Register
) -> None:
    tries: list[int] = []

    async def handler(work: Work, number: int) -> None:
        tries.append(number)
        raise RuntimeError("550 no such user marie@boulangerie.example")

    register("test.failing", handler)
    async with database.session() as db:
        await jobs.enqueue(db, "test.failing", number=7)
    await worker.drain(database, config)
    assert tries == [7, 7, 7]
    assert await statuses(database) == [("test.failing", "failed")]
    async with database.session() as db:
        (kept,) = await jobs.failed(db)
        assert (kept.name, kept.payload) == ("test.failing", {"number": 7})
        assert "RuntimeError" in kept.why
        stored = text("SELECT traceback::text FROM jobs.pgqueuer_log").execution_options(
            touches_no_merchant=True
        )
        everything = json.dumps([row[0] for row in await db.execute(stored)])
        assert "marie" not in everything
        await jobs.retry(db, kept.id)
    await worker.drain(database, config)
    assert len(tries) == 6


async def test_what_a_failing_job_wrote_is_rolled_back(
    database: Database, config: Settings, register: Register
) -> None:
    merchant = await make_merchant(database)
    tries: list[int] = []

    async def handler(work: Work) -> None:
        found = await work.db.get_one(Merchant, merchant)
        assert found.name == "Au Bon Pain"
        found.name = "Changed"
        await work.db.flush()
        tries.append(1)
        if len(tries) < 3:
            raise RuntimeError

    register("test.half", handler)
    async with database.session() as db:
        await jobs.enqueue(db, "test.half")
    await worker.drain(database, config)
    async with database.session() as db:
        assert (await db.get_one(Merchant, merchant)).name == "Changed"
    assert len(tries) == 3


async def test_afterwards_comes_after_the_commit_and_its_failure_repeats_the_job(
    database: Database, config: Settings, register: Register
) -> None:
    merchant = await make_merchant(database)
    names: list[str] = []

    async def handler(work: Work) -> Afterwards:
        (await work.db.get_one(Merchant, merchant)).name += "!"

        async def afterwards() -> None:
            async with database.session() as db:
                names.append((await db.get_one(Merchant, merchant)).name)
            if len(names) == 1:
                raise OSError("mail server away")

        return afterwards

    register("test.after", handler)
    async with database.session() as db:
        await jobs.enqueue(db, "test.after")
    await worker.drain(database, config)
    assert names == ["Au Bon Pain!", "Au Bon Pain!!"]


async def test_a_job_that_kills_its_worker_each_time_is_held_in_the_end(
    database: Database,
    config: Settings,
    register: Register,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(attempts, "PICKED_AT_MOST", 0)

    async def handler(work: Work) -> None:
        raise AssertionError("not to be reached")

    register("test.poison", handler)
    async with database.session() as db:
        await jobs.enqueue(db, "test.poison")
    await worker.drain(database, config)
    assert await statuses(database) == [("test.poison", "failed")]
