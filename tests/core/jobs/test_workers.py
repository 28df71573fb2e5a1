"""Workers stop, lose their connection and are killed; no job is lost."""

from __future__ import annotations

import asyncio
import signal
from datetime import timedelta
from pathlib import Path

import pytest

from api.core import jobs, worker
from api.core.db import Database
from api.core.jobs import Work
from api.core.postgres.embedded import Server
from api.core.settings import Settings
from tests import forked
from tests.core.jobs.queue import Register, statuses, until

pytestmark = pytest.mark.xdist_group("jobs")


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
    return await forked.start("tests.core.jobs.dying_worker", url, tmp_path, marker)


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
