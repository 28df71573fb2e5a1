"""One attempt at a job, and what its end means: done, again later, or given up."""

from __future__ import annotations

import asyncio
import json
import logging
import traceback
from datetime import timedelta
from typing import Any
from uuid import UUID

from pgqueuer import RetryRequested
from pgqueuer.core.executors import AbstractEntrypointExecutor, EntrypointExecutorParameters
from pgqueuer.domain.models import Context
from pgqueuer.domain.models import Job as Row
from sqlalchemy import text

from api.core import waiting
from api.core.db import Database
from api.core.jobs import MERCHANT, Job, Work
from api.core.settings import Settings
from api.core.tenancy import enter

log = logging.getLogger("carnet.jobs")

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=1)
PICKED_AT_MOST = 30
"""A job that takes its process down with it never gets to count an attempt; this ends it."""


class JobFailed(Exception):
    """A failure as it may be stored: where and of which kind, but not its message, which can
    quote an address or a row."""


class Attempts(AbstractEntrypointExecutor):
    """Runs one registered job for pgqueuer, and turns its end into what pgqueuer stores."""

    def __init__(
        self,
        job: Job,
        database: Database,
        settings: Settings,
        running: set[asyncio.Task[None]],
    ) -> None:
        super().__init__(EntrypointExecutorParameters(0, self._never, on_failure="hold"))
        self.job = job
        self.database, self.settings, self.running = database, settings, running

    async def _never(self, row: Row) -> None:
        raise NotImplementedError

    async def execute(self, row: Row, context: Context) -> None:
        running = asyncio.create_task(self._run(row))
        self.running.add(running)
        try:
            await asyncio.shield(running)
        except asyncio.CancelledError:
            # pgqueuer would take a cancelled job for one that nobody wants any more. Both the
            # worker's end and its own give the job back instead.
            running.cancel()
            await asyncio.wait({running})
            raise RetryRequested(timedelta(), "the worker was stopped") from None
        except Exception as error:
            where = _where(error)
            log.warning("job %s (%s) failed: %s", row.entrypoint, row.id, where)
            if row.attempts + 1 >= self.job.attempts or isinstance(error, _Hopeless):
                raise JobFailed(where) from None
            pause = min(FIRST_PAUSE * (1 << (2 * row.attempts)), LONGEST_PAUSE)
            raise RetryRequested(pause, where) from None
        finally:
            self.running.discard(running)

    async def _run(self, row: Row) -> None:
        payload: dict[str, Any] = json.loads(row.payload or b"{}")
        async with self.database.session() as db:
            if await db.scalar(_PICKED, {"job": row.id}) > PICKED_AT_MOST:
                raise _Hopeless("begun too often without an end")
            if MERCHANT in payload:
                await enter(db, UUID(payload[MERCHANT]))
                if await waiting.put_off(db, self.job, payload):
                    return
            work = Work(db, self.database, self.settings)
            afterwards = await self.job.handler(work, **self.job.read(payload))
        if afterwards is not None:
            await afterwards()


class _Hopeless(Exception):
    """Not worth another attempt."""


_PICKED = text(
    "SELECT count(*) FROM jobs.pgqueuer_log WHERE job_id = :job AND status = 'picked'"
).execution_options(touches_no_merchant=True)


def _where(error: BaseException) -> str:
    """The kind of an error and the line of our own code it came from, without its message."""
    ours = [
        f" at {frame.filename.rpartition('/api/')[2]}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if "/api/" in frame.filename
    ]
    return type(error).__name__ + (ours[-1] if ours else "")
