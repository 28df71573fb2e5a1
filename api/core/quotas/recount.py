"""Every night each counter is held against what there is, and put right where it is not."""

from __future__ import annotations

import logging

from sqlalchemy import text

from api.core import audit, jobs
from api.core.jobs import Work, job, periodic
from api.core.quotas.usages import declared
from api.core.tenancy import merchant_of

log = logging.getLogger("carnet.quotas")

# Whoever has written something and not counted it yet waits for this row, and what it has written
# is not seen; whoever has counted is committed, and seen by the next statement.
_HOLD = text("""
SELECT used FROM usages WHERE merchant_id = :merchant_id AND resource = :resource FOR UPDATE
""")
_PUT_RIGHT = text("""
UPDATE usages SET used = :used WHERE merchant_id = :merchant_id AND resource = :resource
""")


@periodic("11 4 * * *", "quotas.recount")
async def recount_everywhere(work: Work) -> None:
    """One job for each merchant."""
    await jobs.enqueue_everywhere(work.db, "quotas.recount_of", once="nightly")


@job("quotas.recount_of")
async def recount(work: Work) -> None:
    """Count a merchant's things and say where the counter was wrong. One job for each, so that
    no counter is held while another thing is counted."""
    for resource, kind in sorted(declared.items()):
        if kind.count is not None:
            await jobs.enqueue(work.db, "quotas.recount_one", once=resource, resource=resource)


@job("quotas.recount_one")
async def recount_one(work: Work, resource: str) -> None:
    db, kind = work.db, declared.get(resource)
    if kind is None or kind.count is None:
        return
    owner = {"merchant_id": merchant_of(db)}
    names = owner | {"resource": resource}
    counted = (await db.execute(_HOLD, names)).scalar_one_or_none()
    if counted is None:
        return
    there: int = (await db.execute(kind.count, owner)).scalar_one()
    if there == counted:
        return
    await db.execute(_PUT_RIGHT, names | {"used": there})
    facts: dict[str, str | int] = {"resource": resource, "before": counted, "after": there}
    audit.record(db, audit.SYSTEM, "usage.put_right", "merchant", owner["merchant_id"], **facts)
    log.warning("merchant %s: %s were counted as %s and are %s", *owner.values(), *facts.values())
