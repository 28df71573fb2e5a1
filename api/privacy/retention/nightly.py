"""Every night: what was announced for today goes, and the next seven days are announced.

A job does one batch in its one transaction and, in the same transaction, enqueues what is left:
killed at any point it runs again from there, and run twice it finds nothing to do the second time.
"""

from __future__ import annotations

import logging

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.core import audit, jobs
from api.core.clock import now
from api.core.jobs import Work, job, periodic
from api.core.tenancy import merchant_of
from api.privacy.retention import clear, forecast, in_force
from api.privacy.retention.brake import verdict
from api.privacy.retention.models import RetentionStop
from api.privacy.retention.steps import Step

log = logging.getLogger("carnet.retention")

NIGHT, CLEAR, CLEAR_OWN = "retention.night", "retention.clear", "retention.clear_own"
SILENT = "retention.silent"
"""Persons who were not there for long (``inactivity.py``)."""
SHORTEN = "retention.shorten_trail"
"""The audit trail's beginning (``trail.py``)."""
STOPPED_MAIL = "retention.mail_stopped"
_MANY_TURNS = 20


@periodic("41 2 * * *", audit.NIGHTS)
async def plan_nights(work: Work) -> None:
    """One job for each merchant."""
    await jobs.enqueue_everywhere(work.db, NIGHT, once="nightly")


@job(NIGHT, after_end=True)
async def night(work: Work) -> None:
    """Look at each step of the merchant's plan, let go what may, announce what comes."""
    db, at = work.db, now()
    ruling = await in_force.of_merchant(db, at)
    steps = [step for step in ruling.steps() if step.ends.by in ("", audit.NIGHTS)]
    for step in steps:
        if step.ends.person:
            continue
        if step.ends.by:
            if await may_go(db, step):
                await jobs.enqueue(db, SHORTEN, once="nightly")
        elif step.own_date or await may_go(db, step):
            await jobs.enqueue(
                db, CLEAR, once=f"{step.rule.name} {step.table}", rule=step.rule.name,
                table=step.table,
            )  # fmt: skip
    await jobs.enqueue(db, SILENT, once="nightly")
    await forecast.announce(db, [step for step in steps if not step.own_date], at)


async def may_go(db: AsyncSession, step: Step, also: ColumnElement[bool] | None = None) -> bool:
    """Whether what is over today (and ``also`` true) was announced; where it is far more, the
    step is stopped."""
    at = now()
    if await stopped(db, step):
        return False
    foreseen = await forecast.announced(db, step, at)
    found = await forecast.count(db, step, at, also)
    decided = verdict(foreseen, found)
    if decided == "stop":
        await _stop(db, step, foreseen or 0, found)
    return decided == "go" and found > 0


async def stopped(db: AsyncSession, step: Step) -> bool:
    query = select(RetentionStop.id).where(
        RetentionStop.rule == step.rule.name,
        RetentionStop.table_name == step.table,
        RetentionStop.released_at.is_(None),
    )
    return await db.scalar(query) is not None


async def _stop(db: AsyncSession, step: Step, announced: int, found: int) -> None:
    stop = RetentionStop(
        id=uuid7(),
        rule=step.rule.name,
        table_name=step.table,
        announced=announced,
        found=found,
        at=now(),
    )
    db.add(stop)
    audit.record(
        db, audit.SYSTEM, "retention.stopped", "retention_stop", stop.id,
        rule=step.rule.name, table=step.table, announced=announced, found=found,
    )  # fmt: skip
    log.error(
        "retention of merchant %s stopped at %s: %s rows over, %s announced",
        merchant_of(db), step.table, found, announced,
    )  # fmt: skip
    await jobs.enqueue(db, STOPPED_MAIL, stop_id=stop.id)


@job(CLEAR, after_end=True)
async def clear_batch(work: Work, rule: str, table: str) -> None:
    """One batch of one step; then it goes on in another job."""
    db, at = work.db, now()
    for step in (await in_force.of_merchant(db, at)).steps():
        if (step.rule.name, step.table) != (rule, table) or step.ends.by or step.ends.person:
            continue
        if await stopped(db, step):
            continue
        rows = await clear.batch(db, step, at, clear.BATCH)
        if rows:
            audit.record(
                db, audit.SYSTEM, "retention.cleared", "merchant", merchant_of(db),
                rule=rule, table=table, rows=rows,
            )  # fmt: skip
        if rows == clear.BATCH:
            await jobs.enqueue(db, CLEAR, rule=rule, table=table)


@periodic("17 * * * *", CLEAR_OWN)
async def clear_own(work: Work) -> None:
    """What is over in the tables of no merchant: sessions, sign-ups, attempts. Every hour, since
    their own dates are hours away."""
    at = now()
    for step in in_force.of_operator(at):
        if step.ends.by or step.ends.person:
            continue
        for _ in range(_MANY_TURNS):
            if await clear.batch(work.db, step, at, clear.BATCH) < clear.BATCH:
                break
