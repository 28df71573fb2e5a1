"""Work that happens after the answer, over pgqueuer.

A job is enqueued in the transaction that causes it: it exists when that is committed and only
then. It runs at least once, in a transaction of its own that has entered the merchant it was
enqueued for; when the process dies in the middle, it runs again. So a handler must do no harm
when it runs twice. A failing job is tried again, later each time, and after the last attempt it
is kept as ``failed`` where :func:`failed` shows it.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from pgqueuer import AsyncpgDriver, Queries
from pgqueuer.adapters.persistence.qb import (
    QueryBuilderEnvironment,
    QueryQueueBuilder,
    QuerySchedulerBuilder,
)
from pgqueuer.domain.settings import DBSettings
from pgqueuer.domain.types import JobId
from pydantic import TypeAdapter
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from api.core.clock import now
from api.core.db import Database
from api.core.settings import Settings
from api.core.tenancy import NoMerchant, merchant_of

QUEUE = DBSettings(db_schema="jobs", prefix="", channel="carnet_jobs")
MERCHANT = "merchant_id"

Value = UUID | int | bool | date | datetime | str | None
Afterwards = Callable[[], Awaitable[None]]
"""What a handler may return: done once its transaction is committed (a mail goes out when its
link works, and no transaction stays open while a mail server thinks)."""


@dataclass(frozen=True)
class Work:
    """What a handler gets besides the job's own arguments."""

    db: AsyncSession
    """The job's transaction; it has entered the merchant, if the job carries one."""
    database: Database
    settings: Settings


Handler = Callable[..., Awaitable[Afterwards | None]]
H = TypeVar("H", bound=Handler)


@dataclass(frozen=True)
class Job:
    """A registered handler."""

    name: str
    handler: Handler
    attempts: int
    after_end: bool
    arguments: dict[str, TypeAdapter[Any]] = field(repr=False)

    def read(self, payload: dict[str, Any]) -> dict[str, Any]:
        """The handler's arguments, each of the type it declares."""
        return {
            name: adapter.validate_python(payload[name])
            for name, adapter in self.arguments.items()
            if name in payload
        }


registry: dict[str, Job] = {}
schedule: dict[str, str] = {}
"""Name of a job → when it is enqueued by itself (cron, UTC)."""


def job(name: str, *, attempts: int = 8, after_end: bool = False) -> Callable[[H], H]:
    """Register ``async def handler(work: Work, …)`` under a name that callers enqueue.

    Eight attempts spread over about two hours: a mail server's or payment provider's bad hour.
    ``after_end``: it is done also for a merchant whose contract has ended; the others wait
    (``waiting.py``).
    """

    def register(handler: H) -> H:
        if name in registry:
            raise RuntimeError(f"two jobs are called {name}")
        parameters = list(inspect.signature(handler, eval_str=True).parameters.values())[1:]
        registry[name] = Job(
            name,
            handler,
            attempts,
            after_end,
            {one.name: TypeAdapter(one.annotation) for one in parameters},
        )
        return handler

    return register


def periodic(cron: str, name: str) -> Callable[[H], H]:
    """Register a job without arguments that is also enqueued by the clock (UTC), once for all
    workers. It fails, is tried again and is kept like any other."""

    def register(handler: H) -> H:
        schedule[name] = cron
        return job(name)(handler)

    return register


_LONGEST_TEXT = 64


def _payload(values: dict[str, Value]) -> bytes:
    for name, value in values.items():
        if isinstance(value, str) and (len(value) > _LONGEST_TEXT or "@" in value):
            raise ValueError(f"{name}: a job carries ids; secrets and addresses stay in their rows")
    return json.dumps(
        {
            name: value if isinstance(value, int | str | None) else str(value)
            for name, value in values.items()
        }
    ).encode()


async def enqueue(
    db: AsyncSession,
    name: str,
    *,
    delay: timedelta | None = None,
    once: str | None = None,
    **payload: Value,
) -> None:
    """Enqueue a job in the session's transaction, for the merchant that it has entered (or, in a
    session that has entered none, for the ``merchant_id`` given).

    ``delay``: not before then. ``once``: no second job while one with this key waits or runs. Only
    where that one is enough: it may have looked already, before what this transaction writes, so
    that whoever tells of a change enqueues without.
    Raises :class:`ValueError` for a payload that holds more than ids, numbers and short words.
    """
    try:
        merchant_id = merchant_of(db)
    except NoMerchant:
        pass
    else:
        if payload.setdefault(MERCHANT, merchant_id) != merchant_id:
            raise ValueError("the session has entered another merchant")
    await _enqueue(db, name, [payload], delay or timedelta(), once)


_MERCHANTS = text(
    "SELECT id FROM merchants WHERE purged_at IS NULL OR :gone ORDER BY id"
).execution_options(touches_no_merchant=True)
_AT_ONCE = 5_000


async def enqueue_everywhere(db: AsyncSession, name: str, *, once: str) -> None:
    """One job for each merchant, in the session's transaction. For one whose data has gone only
    where the job is done after the end of a contract too: some rows outlast it."""
    merchants = (await db.scalars(_MERCHANTS, {"gone": registry[name].after_end})).all()
    for start in range(0, len(merchants), _AT_ONCE):
        part = merchants[start : start + _AT_ONCE]
        await _enqueue(db, name, [{MERCHANT: one} for one in part], timedelta(), once)


async def _enqueue(
    db: AsyncSession,
    name: str,
    payloads: Sequence[dict[str, Value]],
    delay: timedelta,
    once: str | None,
) -> None:
    raw = await _raw(await db.connection())
    if not raw.is_in_transaction():
        # SQLAlchemy's driver begins with its first statement; before that, pgqueuer's own
        # statement would be committed at once.
        await db.execute(select(1))
    await queries(raw).enqueue(
        [name] * len(payloads),
        [_payload(one) for one in payloads],
        [0] * len(payloads),
        [delay] * len(payloads),
        [once and f"{name} {one.get(MERCHANT, '')} {once}" for one in payloads],
        on_conflict="skip",
    )


def queries(raw: Any) -> Queries:
    """pgqueuer's statements over an asyncpg connection, in our schema."""
    return Queries(
        AsyncpgDriver(raw),
        qbe=QueryBuilderEnvironment(QUEUE),
        qbq=QueryQueueBuilder(QUEUE),
        qbs=QuerySchedulerBuilder(QUEUE),
    )


@dataclass(frozen=True)
class Failed:
    """A job that has used up its attempts."""

    id: int
    name: str
    payload: dict[str, Any]
    since: datetime
    why: str


_FAILED = text(
    """
    SELECT job.id, job.entrypoint, job.payload, job.updated, log.traceback
    FROM jobs.pgqueuer job
    LEFT JOIN LATERAL (
        SELECT traceback ->> 'exception_message' AS traceback FROM jobs.pgqueuer_log
        WHERE job_id = job.id AND traceback IS NOT NULL ORDER BY created DESC, id DESC LIMIT 1
    ) log ON true
    WHERE job.status = 'failed'
    ORDER BY job.id DESC LIMIT :most
    """
).execution_options(touches_no_merchant=True)


async def failed(db: AsyncSession, most: int = 100) -> Sequence[Failed]:
    """The jobs that were given up, newest first, for the operator."""
    rows = await db.execute(_FAILED, {"most": most})
    return [
        Failed(id, name, json.loads(payload or b"{}"), since, why or "")
        for id, name, payload, since, why in rows
    ]


async def retry(db: AsyncSession, job_id: int) -> None:
    """Put a failed job back into the queue, with its attempts counted anew."""
    await queries(await _raw(await db.connection())).requeue_jobs([JobId(job_id)])


async def _raw(connection: AsyncConnection) -> Any:
    return (await connection.get_raw_connection()).driver_connection


LOGS_KEPT = timedelta(days=30)
_FORGET_LOGS = text("DELETE FROM jobs.pgqueuer_log WHERE created < :before").execution_options(
    touches_no_merchant=True
)


@periodic("43 2 * * *", "jobs.forget_logs")
async def forget_logs(work: Work) -> None:
    """Keep a month of what ran when, for the operator. Failed jobs themselves stay."""
    await work.db.execute(_FORGET_LOGS, {"before": now() - LOGS_KEPT})
