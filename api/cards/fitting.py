"""Cards where the plan has no room for all: those that were used last stay active.

A job does one batch and enqueues the next. It only takes cards that nobody holds at this moment,
so it waits for no counter and none waits for it for long; run again at any point, it goes on from
what is there.
"""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from api.cards.counted import CARDS, FIT
from api.cards.models import Card
from api.core import audit, jobs, quotas
from api.core.audit import Actor
from api.core.clock import now
from api.core.jobs import Work, job
from api.core.tenancy import merchant_of

BATCH = 1_000

_CHANGE = """
UPDATE cards SET frozen_at = {value}
 WHERE merchant_id = :merchant_id
   AND id IN (SELECT id FROM cards
               WHERE merchant_id = :merchant_id AND status = 'active' AND frozen_at IS {state}
               ORDER BY coalesce(last_earned_at, created_at) {order}, id {order}
               LIMIT :n FOR UPDATE SKIP LOCKED)
RETURNING id
"""
_FREEZE = text(_CHANGE.format(value="CAST(:at AS timestamptz)", state="NULL", order=""))
_THAW = text(_CHANGE.format(value="NULL", state="NOT NULL", order="DESC"))
_USAGE = text("""
SELECT used, most,
       EXISTS (SELECT FROM cards
                WHERE merchant_id = :merchant_id AND status = 'active' AND frozen_at IS NOT NULL)
         AS any_frozen
  FROM usages WHERE merchant_id = :merchant_id AND resource = 'cards'
""")


@job(FIT)
async def fit(work: Work) -> None:
    db, owner = work.db, {"merchant_id": merchant_of(work.db)}
    row = (await db.execute(_USAGE, owner)).one_or_none()
    if row is None:
        return
    if row.most is not None and row.used > row.most:
        n = min(BATCH, row.used - row.most)
        changed = (await db.execute(_FREEZE, owner | {"n": n, "at": now()})).all()
        quotas.release(db, CARDS, len(changed))
        await _go_on(db, frozen=len(changed), thawed=0)
    elif row.any_frozen and (row.most is None or row.used < row.most):
        n = BATCH if row.most is None else min(BATCH, row.most - row.used)
        changed = (await db.execute(_THAW, owner | {"n": n})).all()
        quotas.take(db, CARDS, len(changed))
        await _go_on(db, frozen=0, thawed=len(changed))


async def _go_on(db: AsyncSession, *, frozen: int, thawed: int) -> None:
    # Also when this was all: cards may have come and gone meanwhile.
    if frozen or thawed:
        facts: dict[str, str | int] = {"resource": CARDS, "thawed": thawed, "frozen": frozen}
        audit.record(db, audit.SYSTEM, "plan.fitted", "merchant", merchant_of(db), **facts)
        await jobs.enqueue(db, FIT)


def activate(db: AsyncSession, actor: Actor, card: Card) -> None:
    """Thaw one card where there is room; raises ``PlanLimit`` at the commit where there is
    none. An active one stays as it is."""
    if card.frozen_at is not None:
        card.frozen_at = None
        quotas.take(db, CARDS)
        audit.record(db, actor, "card.activated", "card", card.id)
