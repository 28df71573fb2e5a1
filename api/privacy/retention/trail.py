"""The audit trail's beginning goes when its time is over: a checkpoint first, then batches."""

from __future__ import annotations

from api.core import jobs
from api.core.audit import AuditEvent, shortening
from api.core.clock import now
from api.core.jobs import Work, job
from api.privacy.retention import in_force
from api.privacy.retention.nightly import SHORTEN, stopped
from api.privacy.retention.over import over


@job(SHORTEN, after_end=True)
async def shorten(work: Work) -> None:
    """What is held, and what comes behind it, stays: a chain has one beginning."""
    db, at = work.db, now()
    for step in (await in_force.of_merchant(db, at)).steps():
        if step.model is AuditEvent and not await stopped(db, step):
            await shortening.mark(db, over(step, at))
            await db.flush()
            if await shortening.cut(db) == shortening.BATCH:
                await jobs.enqueue(db, SHORTEN)
