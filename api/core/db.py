"""Engine, declarative base, and the one transaction boundary."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import DateTime, MetaData, Text, Uuid, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Session

from api.core.tenancy import TenantSession

LOCK_TIMEOUT_MS = 5_000
"""How long a statement waits for a row that another request holds."""

STATEMENT_TIMEOUT_MS = 30_000

CONNECTIONS_OF_JOBS = 12
"""Three for each of four jobs at once: its own transaction, a snapshot that it reads from, and a
transaction that outlives the other two. With fewer, jobs would wait for one another."""

LAST = "last"
"""In a session's ``info``: what to await when everything else is written, just before the
commit. For rows that many wait for, so that each holds them for a moment only."""


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: DateTime(timezone=True),
        UUID: Uuid,
        str: Text,
        dict[str, Any]: JSONB,
        list[str]: JSONB,
    }


def _connect(dialect: Any, record: Any, cargs: Any, cparams: Any) -> Any:
    """asyncpg lets the operating system's errors through; what could not be reached is only
    known here."""
    try:
        return dialect.connect(*cargs, **cparams)
    except OSError as error:
        raise ConnectionError("the database cannot be reached") from error


def _commit_and_close(session: Session) -> None:
    session.commit()
    session.close()


async def _do_last(db: AsyncSession) -> None:
    if last := db.info.get(LAST):
        await db.flush()
        await last(db)


class Database:
    """The connection pool. ``url`` is of the form ``postgresql+asyncpg://…``."""

    def __init__(self, url: str, pool_size: int = 10) -> None:
        if url.startswith(("postgresql://", "postgres://")):
            url = "postgresql+asyncpg://" + url.partition("://")[2]
        self._url = url
        self._of_jobs: Database | None = None
        self.engine = create_async_engine(
            url,
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=10,
            pool_use_lifo=True,
            connect_args={
                "timeout": 10,
                "server_settings": {
                    "application_name": "carnet",
                    "lock_timeout": str(LOCK_TIMEOUT_MS),
                    "statement_timeout": str(STATEMENT_TIMEOUT_MS),
                    "jit": "off",
                    # Starting a second process takes longer than any answer that a person waits
                    # for, and the other requests need it.
                    "max_parallel_workers_per_gather": "0",
                },
            },
        )

        event.listen(self.engine.sync_engine, "do_connect", _connect)

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """One transaction: committed when the block ends well, else rolled back whole."""
        db = AsyncSession(self.engine, expire_on_commit=False, sync_session_class=TenantSession)
        try:
            yield db
            await _do_last(db)
            # Both at once: AsyncSession's own exit makes a task, which costs more than they do.
            await db.run_sync(_commit_and_close)
        except BaseException:
            await asyncio.shield(db.close())
            raise

    @staticmethod
    async def settle(db: AsyncSession) -> None:
        """Commit what is done so far; the session goes on in a new transaction, for the same
        merchant. For whoever then waits for another service: neither a transaction nor a
        connection stays open meanwhile, and what is read afterwards is read anew."""
        await _do_last(db)
        await db.run_sync(_commit_and_close)

    @property
    def of_jobs(self) -> Database:
        """The pool that jobs have for themselves. They hold several connections each, and would
        wait for one another, and requests for them, if they took them from this one."""
        self._of_jobs = self._of_jobs or Database(self._url, CONNECTIONS_OF_JOBS)
        return self._of_jobs

    async def close(self) -> None:
        if self._of_jobs is not None:
            await self._of_jobs.close()
        await self.engine.dispose()


def sqlstate(error: DBAPIError) -> str:
    """The SQLSTATE, by which errors are told apart (constraint names differ between shards)."""
    return getattr(error.orig, "sqlstate", None) or ""
