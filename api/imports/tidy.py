"""What of imports does not stay: files, samples and before-images after thirty days, and work
that does not move any more."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core import jobs
from api.core.clock import now
from api.core.jobs import Work, job, periodic
from api.imports.models import Import, ImportChunk, ImportRow
from api.imports.steer import forget

GIVEN_UP = timedelta(days=1)
"""A job is tried for about two hours; what has not moved for a day has no job any more."""
AT_ONCE = 20


@periodic("17 3 * * *", "imports.tidy")
async def tidy(work: Work) -> None:
    """One job for each merchant."""
    await jobs.enqueue_everywhere(work.db, "imports.tidy_of", once="nightly")


@job("imports.tidy_of")
async def tidy_of(work: Work) -> None:
    """A few of a merchant's imports; then it goes on in another job."""
    db = work.db
    await _give_up(db)
    query = select(Import).where(Import.kept_until <= now()).limit(AT_ONCE)
    rows = (await db.scalars(query.with_for_update())).all()
    for row in rows:
        await db.execute(delete(ImportRow).where(ImportRow.import_id == row.id))
        await forget(db, row)
        if row.status in ("reading", "uploaded", "checking", "checked", "running"):
            row.status, row.finished_at = "cancelled", now()
    if len(rows) == AT_ONCE:
        await jobs.enqueue(db, "imports.tidy_of")


WRITING = ("running", "undoing")


async def writing(db: AsyncSession) -> bool:
    """Whether an import is changing customers."""
    return await db.scalar(select(Import.id).where(Import.status.in_(WRITING)).limit(1)) is not None


async def withdraw(db: AsyncSession) -> bool:
    """Give up the files that wait to be read, checked or run: one who may stand in them is
    erased. False while one is being written, which has to end first."""
    open_ones = select(Import).where(
        Import.status.in_(("reading", "uploaded", "checking", "checked", *WRITING))
    )
    rows = (await db.scalars(open_ones.with_for_update())).all()
    if any(row.status in WRITING for row in rows):
        return False
    for row in rows:
        await forget(db, row)
        row.status, row.finished_at = "cancelled", now()
    return True


async def _give_up(db: AsyncSession) -> None:
    stuck = select(Import).where(
        Import.status.in_(("reading", "checking", "running", "undoing")),
        Import.moved_at < now() - GIVEN_UP,
    )
    for row in await db.scalars(stuck.with_for_update()):
        row.status, row.problem, row.finished_at = "failed", "NOT_FINISHED", now()
        await db.execute(delete(ImportChunk).where(ImportChunk.import_id == row.id))
