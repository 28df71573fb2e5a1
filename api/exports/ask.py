"""Asking for an export, and handing it out: both leave a trace (``PROMISES``, clause 61)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.core import audit, jobs
from api.core.audit import Actor
from api.core.clock import now
from api.core.db import Database
from api.core.errors import Problem
from api.core.tenancy import enter
from api.exports.models import Export, ExportChunk
from api.exports.schemas import ExportIn

KEPT = timedelta(days=7)
AT_ONCE = 5
GIVEN_UP = timedelta(hours=2)
"""By then its job has used up its attempts."""


class ExportNotFound(Problem):
    status, code, title = 404, "EXPORT_NOT_FOUND", "There is no such export"


class ExportNotReady(Problem):
    status, code, title = 409, "EXPORT_NOT_READY", "The file is not ready"


class ExportExpired(Problem):
    status, code, title = 410, "EXPORT_EXPIRED", "The file was kept for seven days; export again"


class TooManyExports(Problem):
    status, code, title = 409, "TOO_MANY_EXPORTS", "Wait for the exports under way first"


async def load(db: AsyncSession, export_id: UUID) -> Export:
    """Raises :class:`ExportNotFound`."""
    row = await db.scalar(select(Export).where(Export.id == export_id))
    if row is None:
        raise ExportNotFound
    return row


async def ask(db: AsyncSession, actor: Actor, wish: ExportIn) -> Export:
    """Have a file made. Raises :class:`TooManyExports`."""
    stuck = (Export.status == "running", Export.created_at < now() - GIVEN_UP)
    await db.execute(update(Export).where(*stuck).values(status="failed", finished_at=now()))
    running = select(func.count(Export.id)).where(Export.status == "running")
    if (await db.scalar(running) or 0) >= AT_ONCE:
        raise TooManyExports(most=AT_ONCE)
    row = Export(
        what=wish.what,
        format=wish.format,
        filter=wish.filter,
        columns=wish.columns,
        language=wish.language,
        actor_kind=actor.kind,
        actor_id=actor.id,
        expires_at=now() + KEPT,
    )
    db.add(row)
    await db.flush()
    audit.record(
        db, actor, "export.created", "export", row.id, what=row.what, format=row.format,
        filtered_by=sorted(wish.filter),
    )  # fmt: skip
    await jobs.enqueue(db, "exports.make", export_id=row.id)
    return row


def open_file(db: AsyncSession, actor: Actor, row: Export) -> None:
    """Note who takes the file. Raises :class:`ExportNotReady`, :class:`ExportExpired`."""
    if row.status == "expired" or row.expires_at <= now():
        raise ExportExpired
    if row.status != "ready":
        raise ExportNotReady(state=row.status)
    audit.record(db, actor, "export.downloaded", "export", row.id, what=row.what, rows=row.rows)


async def pieces(database: Database, merchant_id: UUID, export_id: UUID) -> AsyncIterator[bytes]:
    """The file, each piece in a transaction of its own: none waits for a slow reader."""
    number = 0
    while True:
        async with database.session() as db:
            await enter(db, merchant_id)
            body = await db.scalar(
                select(ExportChunk.body).where(
                    ExportChunk.export_id == export_id, ExportChunk.number == number
                )
            )
        if body is None:
            return
        yield body
        number += 1
