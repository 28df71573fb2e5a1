"""The run: a page, a transaction, a job that enqueues the next one.

The page's rows, what they did, how far the import is and the job for the next page are committed
together or not at all. So a process may die anywhere: the page was written and the next one is
in the queue, or nothing of it was.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from api.cards.counted import CARDS
from api.core import audit, events, jobs, quotas
from api.core.audit import By
from api.core.clock import now
from api.core.db import sqlstate
from api.core.jobs import Work, job
from api.core.settings import Settings
from api.customers import duplicates
from api.imports.check import note, reader
from api.imports.models import Import, ImportPage, ImportRow
from api.imports.packing import LETTERS, Row, pack, unpack
from api.imports.planning import Step, plan
from api.imports.tally import Tally
from api.imports.values import Reader, RowFault, Wish
from api.imports.write import Writing, write
from api.programs.models import Program

log = logging.getLogger("carnet.imports")

_UNSTORABLE = ("22", "23")
"""SQLSTATE classes: a value or a row that the database refuses, and would refuse again."""


@job("imports.run")
async def run(work: Work, import_id: UUID, page: int) -> None:
    """Write one page and pass on to the next."""
    db = work.db
    row = await db.scalar(select(Import).where(Import.id == import_id).with_for_update())
    if row is None or row.status != "running" or row.page != page:
        return  # cancelled, or this page is written already
    stored = await db.scalar(
        select(ImportPage).where(ImportPage.import_id == import_id, ImportPage.number == page)
    )
    if stored is None:
        _finish(db, row)
        await duplicates.look_for_all(db)
        return
    program_id = (row.options or {}).get("program_id")
    if program_id and not await _takes_cards(db, UUID(program_id)):
        row.status, row.problem, row.finished_at = "failed", "PROGRAM_CLOSED", now()
        return
    tally = Tally(row.counts, row.errors)
    await _page(db, work.settings, row, stored, tally)
    row.counts, row.errors = tally.counts, tally.errors()
    row.page, row.done, row.moved_at = page + 1, row.done + len(stored.outcomes), now()
    await jobs.enqueue(db, "imports.run", import_id=import_id, page=page + 1)


async def _takes_cards(db: AsyncSession, program_id: UUID) -> bool:
    """Whether nobody has closed the program meanwhile, nor the plan frozen it."""
    open_ = select(Program.id).where(
        Program.id == program_id, Program.status == "active", Program.frozen_at.is_(None)
    )
    return await db.scalar(open_) is not None


async def _page(
    db: AsyncSession, settings: Settings, row: Import, page: ImportPage, tally: Tally
) -> None:
    actor = By("member" if row.actor_kind == "member" else "api_key", row.actor_id)
    writing = Writing(settings, row.id, actor, await reader(db, row))
    rows = unpack(page.body)
    # What is wrong with the file itself was found by the check and does not change.
    before = {place: RowFault(*fault) for place, *fault in (page.faults or {}).get("items", [])}
    read = [before.get(place) or _read(writing.reader, one) for place, one in enumerate(rows)]
    wishes = [one for one in read if isinstance(one, Wish)]
    steps = iter(await _write(db, writing, wishes))
    outcomes = [next(steps) if isinstance(one, Wish) else one for one in read]
    note(page, outcomes, tally)
    page.body = pack(
        [
            Row(one.number, one.cells if letter == LETTERS["rejected"] else None)
            for one, letter in zip(rows, page.outcomes, strict=True)
        ]
    )


def _read(reader: Reader, row: Row) -> Wish | RowFault:
    try:
        return reader.read(row)
    except RowFault as fault:  # a birthday that was none when it was checked
        return fault


async def _write(
    db: AsyncSession, writing: Writing, wishes: Sequence[Wish]
) -> list[Step | RowFault]:
    try:
        async with db.begin_nested():
            return await _plan_and_write(db, writing, wishes)
    except DBAPIError as error:
        if not sqlstate(error).startswith(_UNSTORABLE):
            raise
    # One row is what the database will not have; the others are not to suffer for it.
    found: list[Step | RowFault] = []
    for wish in wishes:
        try:
            async with db.begin_nested():
                found += await _plan_and_write(db, writing, [wish])
        except DBAPIError as error:
            if not sqlstate(error).startswith(_UNSTORABLE):
                raise
            log.warning("a row of import %s: SQLSTATE %s", writing.import_id, sqlstate(error))
            found.append(RowFault("NOT_SAVED"))
    return found


async def _plan_and_write(
    db: AsyncSession, writing: Writing, wishes: Sequence[Wish]
) -> list[Step | RowFault]:
    steps = await plan(db, writing.settings, wishes, writing.reader.options)
    ids = [step.customer.id for step in steps if step.customer]
    query = select(ImportRow.customer_id).where(
        ImportRow.import_id == writing.import_id, ImportRow.customer_id.in_(ids)
    )
    touched = set(await db.scalars(query)) if ids else set()
    room = await quotas.foresee(db, CARDS)
    found: list[Step | RowFault] = []
    for step in steps:
        opens = step.balance and step.card_id is None and step.outcome in ("new", "changed")
        if step.outcome == "rejected" and step.fault:
            found.append(step.fault)
        elif step.outcome == "changed" and step.customer and step.customer.id in touched:
            found.append(RowFault("DUPLICATE_IN_FILE"))
        elif opens and room == 0:
            found.append(RowFault("PLAN_LIMIT"))
        else:
            if step.outcome == "changed" and step.customer:
                touched.add(step.customer.id)
            if opens and room is not None:
                room -= 1
            found.append(step)
    await write(db, writing, [one for one in found if isinstance(one, Step)])
    return found


def _finish(db: AsyncSession, row: Import) -> None:
    row.status, row.finished_at = "done", now()
    counts = {name: int(count) for name, count in (row.counts or {}).items()}
    audit.record(db, audit.SYSTEM, "import.done", "import", row.id, **counts)
    events.publish(db, "import.done", "import", row.id, **counts)
