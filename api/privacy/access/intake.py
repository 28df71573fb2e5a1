"""A merchant's file that comes in over HTTP: kept in pieces, for whichever machine takes it in."""

from __future__ import annotations

import asyncio
from tempfile import TemporaryFile
from typing import IO
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core import audit, jobs
from api.core.audit import Actor, By
from api.core.clock import now
from api.core.errors import Problem
from api.core.jobs import Work, job
from api.privacy.access.archive import PIECE
from api.privacy.access.models import Intake, IntakeChunk
from api.privacy.access.opened import Opened
from api.privacy.access.take_in import take_in

LARGEST = 2 << 30
"""Bytes of a file: a million rows take about 200 MB. ``carnet merchant import`` has no limit."""
TAKE_IN = "privacy.take_in"


class IntakeNotFound(Problem):
    status, code, title = 404, "INTAKE_NOT_FOUND", "There is no such intake"


class IntakeUnderWay(Problem):
    status, code, title = 409, "INTAKE_UNDER_WAY", "A file is being taken in already"


async def load(db: AsyncSession, intake_id: UUID) -> Intake:
    """Raises :class:`IntakeNotFound`."""
    row = await db.scalar(select(Intake).where(Intake.id == intake_id))
    if row is None:
        raise IntakeNotFound
    return row


async def keep(db: AsyncSession, actor: Actor, file: IO[bytes]) -> Intake:
    """Keep the file and have it taken in. Raises :class:`IntakeUnderWay`, and what ``Opened``
    raises."""
    await asyncio.to_thread(Opened, file)
    if await db.scalar(select(Intake.id).where(Intake.status == "running").limit(1)):
        raise IntakeUnderWay
    row = Intake(size=file.seek(0, 2), actor_kind=actor.kind, actor_id=actor.id)
    file.seek(0)
    db.add(row)
    await db.flush()
    number = 0
    while body := file.read(PIECE):
        chunk = {"intake_id": row.id, "number": number, "body": body}
        await db.execute(insert(IntakeChunk), [chunk])
        number += 1
    audit.record(db, actor, "takeout.uploaded", "intake", row.id, size=row.size)
    await jobs.enqueue(db, TAKE_IN, intake_id=row.id)
    return row


@job(TAKE_IN, attempts=3)
async def run(work: Work, intake_id: UUID) -> None:
    """Take it in, or say why not."""
    db = work.db
    row = await db.scalar(select(Intake).where(Intake.id == intake_id).with_for_update())
    if row is None or row.status != "running":
        return
    actor = By("member" if row.actor_kind == "member" else "api_key", row.actor_id)
    with TemporaryFile() as file:
        await _gather(db, row.id, file)
        try:
            async with db.begin_nested():
                row.rows = await take_in(db, work.settings, actor, Opened(file))
                await db.flush()
            row.status = "done"
        except Problem as problem:
            row.status, row.rows, row.problem = "failed", None, problem.code
    row.finished_at = now()
    await db.execute(delete(IntakeChunk).where(IntakeChunk.intake_id == row.id))


async def _gather(db: AsyncSession, intake_id: UUID, file: IO[bytes]) -> None:
    number = 0
    of_this = IntakeChunk.intake_id == intake_id
    while body := await db.scalar(
        select(IntakeChunk.body).where(of_this, IntakeChunk.number == number)
    ):
        file.write(body)
        number += 1
