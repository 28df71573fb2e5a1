"""The loop that runs jobs: in the process of ``carnet serve``, or alone as ``carnet worker``.

Any number may run at once. Each holds one database connection for the queue; its jobs have a pool
for themselves.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import asyncpg
from pgqueuer import AsyncpgDriver, PgQueuer
from pgqueuer.domain.errors import FailingListenerError
from pgqueuer.domain.models import Schedule
from pgqueuer.domain.types import Channel
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from api.core import jobs
from api.core.attempts import Attempts
from api.core.db import Database
from api.core.jobs import QUEUE
from api.core.settings import Settings

log = logging.getLogger("carnet.jobs")

HEARTBEAT = timedelta(seconds=30)
"""A job whose worker has been silent for so long is taken over by another."""

GRACE = 20.0
"""Seconds that running jobs get to finish when the worker is stopped."""

_LOST = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, SQLAlchemyError)


class _Worker:
    """One connection's life."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database = database
        self.settings = settings
        self.running: set[asyncio.Task[None]] = set()

    async def work(
        self,
        stop: asyncio.Event,
        heartbeat: timedelta,
        concurrency: int,
        *,
        draining: bool = False,
    ) -> None:
        """Work until stopped; raises when the connection is lost. Draining looks for jobs often and
        starts none by the clock."""
        pool = self.database.of_jobs
        connection = await pool.engine.connect()
        try:
            raw: Any = (await connection.get_raw_connection()).driver_connection
            # Not one of the pool's any more: jobs have their number for themselves.
            await connection.run_sync(lambda sync: sync.detach())
            queue = PgQueuer(
                AsyncpgDriver(raw), channel=Channel(QUEUE.channel), queries=jobs.queries(raw)
            )
            for job in jobs.registry.values():
                queue.qm.register_executor(
                    job.name, Attempts(job, pool, self.settings, self.running)
                )
            arguments: dict[str, Any] = {
                "batch_size": max(concurrency // 2, 1),
                "max_concurrent_tasks": max(concurrency, 2),
                "heartbeat_timeout": heartbeat,
                "shutdown_on_listener_failure": True,
            }
            if draining:
                async with _forwarded(stop, queue.qm.shutdown, self._hurry):
                    # The end of a job wakes nobody; and it is written down at once, not with those
                    # of a batch that may not come.
                    arguments["batch_size"] = 1
                    await queue.qm.run(dequeue_timeout=timedelta(seconds=0.02), **arguments)
                return
            for name, cron in jobs.schedule.items():
                queue.schedule(name, cron)(self._enqueue(name))
            async with _forwarded(stop, queue.shutdown, self._hurry):
                # Nobody is told of a job whose worker has died: it is looked for.
                await queue.run(dequeue_timeout=heartbeat / 2, **arguments)
        finally:
            await connection.close()

    def _enqueue(self, name: str) -> Callable[[Schedule], Awaitable[None]]:
        async def enqueue(schedule: Schedule) -> None:
            async with self.database.session() as db:
                await jobs.enqueue(db, name, once="by the clock")

        return enqueue

    async def _hurry(self) -> None:
        await asyncio.sleep(GRACE)
        for task in self.running:
            task.cancel()


@contextlib.asynccontextmanager
async def _forwarded(
    stop: asyncio.Event, shutdown: asyncio.Event, hurry: Callable[[], Awaitable[None]]
) -> Any:
    """While the block runs, pass ``stop`` on to pgqueuer and then hurry its jobs."""

    async def forward() -> None:
        await stop.wait()
        shutdown.set()
        await hurry()

    task = asyncio.create_task(forward())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def run(
    database: Database,
    settings: Settings,
    *,
    heartbeat: timedelta = HEARTBEAT,
    concurrency: int = 4,
) -> None:
    """Run jobs until cancelled. On cancellation no new job is begun, running ones get
    :data:`GRACE` seconds to finish, and what is then unfinished goes back to the queue. A lost
    database is waited for."""
    stop = asyncio.Event()
    loop = asyncio.create_task(_until(stop, database, settings, heartbeat, concurrency))
    try:
        await asyncio.shield(loop)
    except asyncio.CancelledError:
        stop.set()
        await asyncio.wait({loop})
        raise


async def _until(
    stop: asyncio.Event,
    database: Database,
    settings: Settings,
    heartbeat: timedelta,
    concurrency: int,
) -> None:
    pause = 0.5
    while not stop.is_set():
        started = asyncio.get_running_loop().time()
        try:
            worker = _Worker(database, settings)
            await worker.work(stop, heartbeat, concurrency)
        except (*_LOST, FailingListenerError) as error:
            if asyncio.get_running_loop().time() - started > 60:
                pause = 0.5
            log.warning("the queue is out of reach (%s)", type(error).__name__)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)
            pause = min(pause * 2, 30.0)


SOON = timedelta(seconds=20)
_LEFT = text("""
SELECT count(*) FROM jobs.pgqueuer
 WHERE status IN ('queued', 'picked') AND execute_after <= now() + :soon
""").execution_options(touches_no_merchant=True)


async def drain(database: Database, settings: Settings) -> None:
    """Run what is in the queue, until nothing is left to do within :data:`SOON`: a failing job's
    next attempt is waited for, what was put off to another day is not."""
    stop = asyncio.Event()
    watching = asyncio.create_task(_empty(stop, database))
    try:
        await _Worker(database, settings).work(stop, HEARTBEAT, concurrency=4, draining=True)
    finally:
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching


async def _empty(stop: asyncio.Event, database: Database) -> None:
    """Set ``stop`` as soon as no job waits or runs, or when nobody can tell any more."""
    try:
        left = 1
        while left:
            async with database.session() as db:
                left = await db.scalar(_LEFT, {"soon": SOON})
            if left:
                await asyncio.sleep(0.02)
    finally:
        stop.set()


async def run_until_signal(database: Database, settings: Settings) -> None:
    """:func:`run` as a process of its own: ends cleanly on SIGTERM or Ctrl-C."""
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(run(database, settings))

    def stop() -> None:
        # A second signal changes nothing: the first has asked for all there is to ask.
        if not task.cancelling():
            task.cancel()

    for number in (signal.SIGTERM, signal.SIGINT):
        # Whoever started us deaf to Ctrl-C will tell us otherwise. Windows knows no handlers
        # here; Ctrl-C raises KeyboardInterrupt there by itself.
        if signal.getsignal(number) is not signal.SIG_IGN:
            with contextlib.suppress(NotImplementedError):
                loop.add_signal_handler(number, stop)
    with contextlib.suppress(asyncio.CancelledError):
        await task
