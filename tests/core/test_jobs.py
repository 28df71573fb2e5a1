"""The job queue, on a database of each test's own."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, text
from uuid_utils.compat import uuid7

from api.accounts.models import Merchant
from api.core import attempts, jobs, worker
from api.core.audit import SYSTEM, AuditEvent, record
from api.core.db import Database
from api.core.jobs import Afterwards, Work
from api.core.postgres.embedded import Server
from api.core.settings import Settings
from api.core.tenancy import enter, merchant_of
from tests import forked
from tests.conftest import make_settings

pytestmark = pytest.mark.xdist_group("jobs")

Register = Callable[..., None]


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


async def make_merchant(database: Database, name: str = "Au Bon Pain") -> UUID:
    async with database.session() as db:
        merchant = Merchant(slug=f"shop-{uuid7()}", name=name, language="fr", time_zone="UTC")
        db.add(merchant)
    return merchant.id


async def statuses(database: Database) -> list[tuple[str, str]]:
    async with database.session() as db:
        query = text(
            "SELECT entrypoint, status::text FROM jobs.pgqueuer ORDER BY id"
        ).execution_options(touches_no_merchant=True)
        return [(row[0], row[1]) for row in await db.execute(query)]


async def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110  (other processes set no event)
            await asyncio.sleep(0.02)


async def test_a_job_runs_with_its_arguments_in_their_types(
    database: Database, config: Settings, register: Register
) -> None:
    seen: list[tuple[UUID, int]] = []

    async def handler(work: Work, thing: UUID, count: int) -> None:
        seen.append((thing, count))

    register("test.simple", handler)
    thing = uuid7()
    async with database.session() as db:
        await jobs.enqueue(db, "test.simple", thing=thing, count=3)
    await worker.drain(database, config)
    assert seen == [(thing, 3)]
    assert await statuses(database) == []


async def test_a_job_exists_only_when_its_transaction_is_committed(
    database: Database, config: Settings, register: Register
) -> None:
    seen: list[int] = []

    async def handler(work: Work, number: int) -> None:
        seen.append(number)

    register("test.rolled_back", handler)

    async def fail_after_enqueuing() -> None:
        # Nothing else is sent in this transaction: the queue's statement has to begin it.
        async with database.session() as db:
            await jobs.enqueue(db, "test.rolled_back", number=1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail_after_enqueuing()
    assert await statuses(database) == []
    async with database.session() as db:
        await jobs.enqueue(db, "test.rolled_back", number=2)
    await worker.drain(database, config)
    assert seen == [2]


async def test_a_job_carries_its_merchant(
    database: Database, config: Settings, register: Register
) -> None:
    merchant, other = await make_merchant(database), await make_merchant(database)
    seen: list[UUID] = []

    async def handler(work: Work) -> None:
        seen.append(merchant_of(work.db))
        record(work.db, SYSTEM, "card.closed", "merchants", merchant_of(work.db))

    register("test.tenant", handler)
    async with database.session() as db:
        await enter(db, merchant)
        await jobs.enqueue(db, "test.tenant")
    async with database.session() as db:
        # A planner has entered no merchant, and names each.
        await jobs.enqueue(db, "test.tenant", merchant_id=other)
    await worker.drain(database, config)
    assert sorted(seen) == sorted([merchant, other])
    for one in (merchant, other):
        async with database.session() as db:
            await enter(db, one)
            trail = (await db.scalars(select(AuditEvent))).all()
            assert [(event.action, event.merchant_id) for event in trail] == [("card.closed", one)]
    async with database.session() as db:
        await enter(db, other)
        with pytest.raises(ValueError, match="another merchant"):
            await jobs.enqueue(db, "test.tenant", merchant_id=merchant)


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


async def test_secrets_and_addresses_do_not_get_into_the_queue(
    database: Database, register: Register
) -> None:
    async with database.session() as db:
        for value in ("marie@boulangerie.example", "x" * 65):
            with pytest.raises(ValueError, match="ids"):
                await jobs.enqueue(db, "test.any", value=value)


async def test_once_keeps_a_second_job_out_while_the_first_waits(
    database: Database, config: Settings, register: Register
) -> None:
    seen: list[int] = []

    async def handler(work: Work, number: int) -> None:
        seen.append(number)

    register("test.once", handler)
    async with database.session() as db:
        await jobs.enqueue(db, "test.once", once="a", number=1)
        await jobs.enqueue(db, "test.once", once="a", number=2)
        await jobs.enqueue(db, "test.once", once="b", number=3)
    await worker.drain(database, config)
    assert sorted(seen) == [1, 3]


async def test_periodic_jobs_are_enqueued_by_the_clock(
    database: Database, config: Settings, register: Register
) -> None:
    seen: list[int] = []

    async def handler(work: Work) -> None:
        seen.append(1)

    jobs.periodic("* * * * * */1", "test.periodic")(handler)
    task = asyncio.create_task(worker.run(database, config))
    await until(lambda: len(seen) >= 2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_two_jobs_of_one_name_are_refused(register: Register) -> None:
    async def handler(work: Work) -> None: ...

    register("test.twice", handler)
    with pytest.raises(RuntimeError, match="two jobs"):
        register("test.twice", handler)


async def test_a_stopped_worker_lets_a_running_job_finish(
    database: Database, config: Settings, register: Register
) -> None:
    events: list[str] = []

    async def handler(work: Work) -> None:
        events.append("begun")
        await asyncio.sleep(0.5)
        events.append("ended")

    register("test.running", handler)
    task = asyncio.create_task(worker.run(database, config))
    async with database.session() as db:
        await jobs.enqueue(db, "test.running")
    await until(lambda: bool(events))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert events == ["begun", "ended"]
    assert await statuses(database) == []


async def test_a_job_that_outlives_the_grace_goes_back_to_the_queue(
    database: Database,
    config: Settings,
    register: Register,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worker, "GRACE", 0.1)
    begun: list[int] = []

    async def handler(work: Work) -> None:
        begun.append(1)
        if len(begun) == 1:
            await asyncio.sleep(60)

    register("test.long", handler)
    task = asyncio.create_task(worker.run(database, config))
    async with database.session() as db:
        await jobs.enqueue(db, "test.long")
    await until(lambda: bool(begun))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(task, 10)
    assert await statuses(database) == [("test.long", "queued")]
    await worker.drain(database, config)
    assert len(begun) == 2


async def test_the_worker_survives_losing_its_connection(
    server: Server,
    empty_database: str,
    database: Database,
    config: Settings,
    register: Register,
) -> None:
    seen: list[int] = []

    async def handler(work: Work, number: int) -> None:
        seen.append(number)

    register("test.survivor", handler)
    task = asyncio.create_task(worker.run(database, config))
    async with database.session() as db:
        await jobs.enqueue(db, "test.survivor", number=1)
    await until(lambda: seen == [1])
    await database.close()
    server.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        f"WHERE datname = '{empty_database}' AND pid <> pg_backend_pid();"
    )
    await asyncio.sleep(0.2)
    async with database.session() as db:
        await jobs.enqueue(db, "test.survivor", number=2)
    # At once where pgqueuer notices the loss by itself; else when it next looks for work, which is
    # within half a heartbeat, and connects again after that.
    await until(lambda: 2 in seen, seconds=60)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def start(url: str, tmp_path: Path, marker: Path) -> forked.Forked:
    return await forked.start("tests.core.dying_worker", url, tmp_path, marker)


async def test_a_killed_workers_job_runs_again(
    url: str, database: Database, config: Settings, register: Register, tmp_path: Path
) -> None:
    marker = tmp_path / "marker"
    again: list[int] = []

    async def handler(work: Work, number: int) -> None:
        again.append(number)

    register("test.stuck", handler)
    process = await start(url, tmp_path, marker)
    async with database.session() as db:
        await jobs.enqueue(db, "test.stuck", number=5)
    await until(lambda: marker.exists() and "begun 5" in marker.read_text(), 60)
    process.kill()
    assert await process.wait() == -signal.SIGKILL
    assert await statuses(database) == [("test.stuck", "picked")]
    task = asyncio.create_task(worker.run(database, config, heartbeat=timedelta(seconds=1)))
    await until(lambda: again == [5], 30)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await statuses(database) == []


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


async def test_signals_end_a_worker_process_cleanly(
    url: str, database: Database, tmp_path: Path
) -> None:
    marker = tmp_path / "marker"
    process = await start(url, tmp_path, marker)
    async with database.session() as db:
        await jobs.enqueue(db, "test.stuck", number=0)
    await until(marker.exists, 60)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGTERM):
        process.send_signal(number)
    assert await asyncio.wait_for(process.wait(), 30) == 0
    assert marker.read_text() == "begun 0\nended\n"
    assert b"Traceback" not in await process.stderr.read()
    assert await statuses(database) == []
