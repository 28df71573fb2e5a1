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
from functools import partial
from typing import Any

import asyncpg
from anyio import CancelScope
from pgqueuer import PgQueuer, QueueManager
from pgqueuer.core.buffers import HeartbeatBuffer, JobStatusLogBuffer
from pgqueuer.domain.errors import FailingListenerError
from pgqueuer.domain.models import Context, Schedule
from pgqueuer.domain.types import Channel
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

    async def work(self, stop: asyncio.Event, heartbeat: timedelta, concurrency: int) -> None:
        """Work until stopped; raises when the connection is lost."""
        connection = await self.database.of_jobs.engine.connect()
        try:
            raw: Any = (await connection.get_raw_connection()).driver_connection
            # Not one of the pool's any more: jobs have their number for themselves.
            await connection.run_sync(lambda sync: sync.detach())
            queue = self.queue(raw)
            for name, cron in jobs.schedule.items():
                queue.schedule(name, cron)(self._enqueue(name))
            async with _forwarded(stop, queue.shutdown, self._hurry):
                await queue.run(
                    # Nobody is told of a job whose worker has died: it is looked for.
                    dequeue_timeout=heartbeat / 2,
                    batch_size=max(concurrency // 2, 1),
                    max_concurrent_tasks=max(concurrency, 2),
                    heartbeat_timeout=heartbeat,
                    shutdown_on_listener_failure=True,
                )
        finally:
            await connection.close()

    def queue(self, raw: Any) -> PgQueuer:
        """Over a connection of asyncpg's, with what each job does."""
        queries = jobs.queries(raw)
        queue = PgQueuer(queries.driver, channel=Channel(QUEUE.channel), queries=queries)
        for job in jobs.registry.values():
            executor = Attempts(job, self.database.of_jobs, self.settings, self.running)
            queue.qm.register_executor(job.name, executor)
        return queue

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
_AT_ONCE = 4
_LOOK = 0.02
"""Seconds. Nobody tells of what another worker does, nor of what a running job enqueues."""
_LEFT = f"""
SELECT count(*) AS jobs FROM {QUEUE.db_schema}.{QUEUE.queue_table}
 WHERE status IN ('queued', 'picked') AND execute_after <= now() + $1
"""


async def drain(database: Database, settings: Settings) -> None:
    """Run what is in the queue, until nothing is left to do within :data:`SOON`: a failing job's
    next attempt is waited for, what was put off to another day is not. Jobs are picked and
    dispatched as by :func:`run`; but nothing listens, and the connection goes back to its pool, so
    that this costs little where there is little to do."""
    worker = _Worker(database, settings)
    async with database.of_jobs.engine.connect() as connection:
        raw: Any = (await connection.get_raw_connection()).driver_connection
        try:
            await _drain(worker.queue(raw).qm)
        except _LOST:
            # What is told past SQLAlchemy it does not hear.
            await connection.invalidate()
            raise


async def _drain(queue: QueueManager) -> None:
    ended = JobStatusLogBuffer(max_size=1, repository=queue.queries)
    running: set[asyncio.Task[None]] = set()
    async with HeartbeatBuffer(
        max_size=1, timeout=HEARTBEAT / 8, repository=queue.queries
    ) as beats:
        try:
            while True:
                async for job in queue.fetch_jobs(_AT_ONCE // 2, _AT_ONCE, HEARTBEAT):
                    if job.id in queue.job_context:
                        continue  # ours, however late its heartbeat
                    context = Context(cancellation=CancelScope(), resources=queue.resources)
                    queue.job_context[job.id] = context
                    # Private to the library, which gives no other way to do a job that was picked.
                    task = asyncio.create_task(queue._dispatch(job, ended, beats, HEARTBEAT))
                    task.add_done_callback(partial(queue.forget_job, job.id, context))
                    running.add(task)
                if running:
                    _, running = await asyncio.wait(
                        running, timeout=_LOOK, return_when=asyncio.FIRST_COMPLETED
                    )
                    await ended.flush()
                    continue
                (left,) = await queue.queries.driver.fetch(_LEFT, SOON)
                if not left["jobs"]:
                    return
                await asyncio.sleep(_LOOK)
        finally:
            for task in running:
                task.cancel()
            if running:
                await asyncio.wait(running)


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
