"""Executing an erasure of a customer, in a job that may be broken off anywhere: every step finds
by itself what is left to do, and does it in a transaction of its own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.core import audit, events, jobs
from api.core.clock import now
from api.core.db import Database
from api.core.jobs import Work, job
from api.core.personal import Subject
from api.core.settings import Settings
from api.privacy.erasure import (
    course,
    farewell,
    outside,
    recipients,
    searching,
    statements,
    whose,
)
from api.privacy.erasure.fates import Action, Share, shares
from api.privacy.erasure.held import held
from api.privacy.erasure.models import Erasure
from api.privacy.erasure.whose import same_person
from api.privacy.inventory import Person, leading_to

ERASE, VERIFY = "privacy.erase", "privacy.verify_erasures"
HELD_PAUSE = timedelta(days=1)
log = logging.getLogger("carnet.privacy")


@job(ERASE, after_end=True)
async def erase(work: Work, erasure_id: UUID) -> None:
    db = work.db
    row = await course.locked(db, Subject.CUSTOMER, erasure_id)
    if not isinstance(row, Erasure) or row.state not in ("waiting", "executing"):
        return
    person = Person(Subject.CUSTOMER, row.customer_id, row.merchant_id)
    if row.state == "waiting" and await held(db, person):
        # Placed since it was asked for.
        row.state, row.finished_at = "refused", now()
        audit.record(db, audit.SYSTEM, "erasure.refused", "erasure", row.id, held=True)
        return
    row.state, row.begun_at = "executing", row.begun_at or now()
    known = [UUID(one) for one in row.plan["persons"]]
    try:
        await execute(db, work.settings, erasure_id, person, known)
    except HeldMeanwhile:
        log.warning("erasure %s: a legal hold keeps what is left; tried again in a day", erasure_id)
        await jobs.enqueue(db, ERASE, delay=HELD_PAUSE, erasure_id=erasure_id)
        return
    await end(db, erasure_id)


class HeldMeanwhile(RuntimeError):
    """A hold was placed after the erasure had begun: what is left stays as long."""


async def execute(
    db: AsyncSession,
    settings: Settings,
    erasure_id: UUID,
    person: Person,
    known: Sequence[UUID],
    *,
    despite_holds: bool = False,
) -> None:
    """All that is destroyed, from the line in the ledger on, and a search for the person's values
    in what stays. Settles the session many times. ``known``: rows of the same person that may lead
    to each other no more. ``despite_holds``: it was destroyed before, and is here once more by a
    backup. Raises :class:`HeldMeanwhile`."""
    ids = sorted(set(await same_person(db, person)) | set(known))
    await course.mark(db, erasure_id)
    await Database.settle(db)
    line = outside.Line(erasure_id, person.subject.value, person.merchant_id, tuple(ids), now())
    await asyncio.to_thread(outside.append, settings.erasure_ledger, line)
    values = await searching.values_of(db, [_merged(person, one) for one in ids])
    traces = await farewell.of_customer(db, ids)
    await recipients.ask(db, person.subject, erasure_id, traces)
    await Database.settle(db)
    await recipients.forget_mails(db, settings, person.subject, erasure_id, traces.addresses)
    # Each by itself, for the case that what made them one person is already gone.
    persons = [_merged(person, one) for one in ids]
    around, themselves = whose.around_and_themselves(person)
    for one in persons:
        await destroy_rows(db, erasure_id, one, around, despite_holds=despite_holds)
    # Whoever resumes has the values from here as long as this was not written down.
    await _search(db, erasure_id, values, ids)
    for one in persons:
        await destroy_rows(db, erasure_id, one, themselves, despite_holds=despite_holds)


async def _search(
    db: AsyncSession, erasure_id: UUID, values: searching.Wanted, ids: Sequence[UUID]
) -> None:
    row = await course.locked(db, Subject.CUSTOMER, erasure_id)
    if row is None or row.proof:
        return
    await Database.settle(db)
    searched = await searching.search(db, values, apart_from=ids)
    if row := await course.locked(db, Subject.CUSTOMER, erasure_id):
        row.proof = {"searched": searched.told()}
    await Database.settle(db)


def _merged(person: Person, one: UUID) -> Person:
    return Person(person.subject, one, person.merchant_id)


async def destroy_rows(
    db: AsyncSession,
    erasure_id: UUID,
    person: Person,
    shares: Iterable[Share],
    *,
    despite_holds: bool = False,
) -> None:
    """Children before parents, batch by batch. Raises :class:`HeldMeanwhile`."""
    for share in shares:
        if not despite_holds and person.subject is Subject.CUSTOMER and await held(db, person):
            raise HeldMeanwhile
        while True:
            most = statements.BATCH
            rows = await statements.destroy(db, share, person, most, despite_holds=despite_holds)
            await note(db, person.subject, erasure_id, share.table.name, rows)
            await Database.settle(db)
            if rows < most:
                break


async def note(db: AsyncSession, subject: Subject, erasure_id: UUID, table: str, rows: int) -> None:
    """Counts rows that this transaction has dealt with."""
    if rows and (row := await course.locked(db, subject, erasure_id)):
        row.erased = course.counted(row.erased, table, rows)


async def end(db: AsyncSession, erasure_id: UUID) -> None:
    row = await course.locked(db, Subject.CUSTOMER, erasure_id)
    if not isinstance(row, Erasure):
        return
    row.state = "verifying"
    await course.unmark(db, erasure_id)
    gone = row.customer_id
    audit.record(db, audit.SYSTEM, "customer.erased", "customer", gone, erasure_id=row.id)
    events.publish(db, "customer.removed", "customer", gone, reason="erased")
    await jobs.enqueue(db, VERIFY)


def every_table() -> set[str]:
    """All that an erasure may change."""
    return {
        share.table.name
        for subject in (Subject.CUSTOMER, Subject.USER)
        for table in leading_to(subject)
        for share in shares(table, subject)
        if share.fate.action is not Action.KEEP
    }
