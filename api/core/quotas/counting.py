"""What a merchant may have of each thing, counted exactly.

A use case that creates or ends something says so by :func:`take` or :func:`release`. The counting
itself is the last statement before the commit: the merchant's counters are rows that its
enrolments queue for, so each is held for one round trip, and always in the same order. What is
undone to a savepoint is not counted, and what comes and goes in one transaction costs nothing.

Which things there are, how they are counted anew and who makes fewer of them active when a limit
falls is declared by the domains (:mod:`.usages`); how much of them a plan gives is told by
:func:`set_limits`, before a merchant's first use of anything. Neither is known here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session, SessionTransaction
from uuid_utils.compat import uuid7

from api.core import jobs
from api.core.db import LAST
from api.core.errors import Problem, StillRunning
from api.core.quotas.usages import declared, period_of
from api.core.tenancy import TenantSession, merchant_of

ANNOUNCE = "billing.quota_mail"
"""The job that tells the owners how much is used."""
NEAR, FULL = 80, 100
FORGOTTEN_BELOW = 70
"""Percent. A limit is announced again only after it was as far away as this."""
ANNOUNCED_FROM = 5
"""Of fewer there is nothing between much and all, and whoever adds one sees it there and then."""
UPGRADE = "/subscription"
"""The page of the desk where there is more to be had."""


class FrozenByPlan(Problem):
    status, code, title = 403, "FROZEN_BY_PLAN", "The plan has no room for this: it is only shown"


class PlanLimit(Problem):
    status, code, title = 403, "PLAN_LIMIT", "The plan has no room for more of this"

    def __init__(self, resource: str, limit: int, used: int) -> None:
        super().__init__(resource=resource, limit=limit, used=used, upgrade=UPGRADE)


# --- What a transaction has taken so far ------------------------------------------------------

_TAKEN = "quotas"
_FORESEEN = "quotas as they were"
_MARKS = "quotas before savepoints"


def take(db: AsyncSession, resource: str, n: int = 1) -> None:
    """So many more. The commit (or :func:`settle`) raises :class:`PlanLimit`, and nothing is
    saved, where there is no room for them."""
    taken: dict[str, int] = db.info.setdefault(_TAKEN, {})
    after = taken.get(resource, 0) + n
    used, most = db.info.get(_FORESEEN, {}).get(resource, (0, None))
    if n > 0 and most is not None and used + after > most:
        raise PlanLimit(resource, most, used + after - n)
    taken[resource] = after
    db.info[LAST] = settle


def release(db: AsyncSession, resource: str, n: int = 1) -> None:
    """So many fewer."""
    take(db, resource, -n)


@event.listens_for(TenantSession, "after_transaction_create")
def _mark(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        marks = session.info.setdefault(_MARKS, WeakKeyDictionary())
        marks[transaction] = dict(session.info.get(_TAKEN, {}))


@event.listens_for(TenantSession, "after_soft_rollback")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        session.info[_TAKEN] = dict(session.info[_MARKS][transaction])
    elif transaction.parent is None:
        session.info.pop(_TAKEN, None)


# --- Counting ---------------------------------------------------------------------------------

_SO_FAR = "CASE WHEN u.period IS NOT DISTINCT FROM excluded.period THEN u.used ELSE 0 END"
_COUNT = text(f"""
INSERT INTO usages AS u (merchant_id, id, resource, used, most, period, announced, chosen)
VALUES (:merchant_id, :id, :resource, greatest(0, CAST(:n AS bigint)), NULL,
        CAST(:period AS date), 0, '[]')
ON CONFLICT (merchant_id, resource) DO UPDATE
   SET used = greatest(0, {_SO_FAR} + CAST(:n AS bigint)),
       period = excluded.period,
       announced = CASE WHEN u.period IS DISTINCT FROM excluded.period
                          OR ({_SO_FAR} + CAST(:n AS bigint)) * 100 < u.most * {FORGOTTEN_BELOW}
                        THEN 0 ELSE u.announced END
 WHERE CAST(:n AS bigint) <= 0 OR u.most IS NULL OR {_SO_FAR} + CAST(:n AS bigint) <= u.most
RETURNING used, most, announced
""")

_READ = text("""
SELECT CASE WHEN period IS NOT DISTINCT FROM CAST(:period AS date) THEN used ELSE 0 END AS used,
       most
  FROM usages
 WHERE merchant_id = :merchant_id AND resource = :resource
""")

_ANNOUNCED = text("""
UPDATE usages SET announced = :level
 WHERE merchant_id = :merchant_id AND resource = :resource
""")


async def settle(db: AsyncSession) -> None:
    """Count now what was taken, and hold the counters until the commit. Raises
    :class:`PlanLimit`; nothing may then be saved of what was taken. After :func:`foresee` it is
    :class:`StillRunning`: the next attempt knows better."""
    taken: dict[str, int] = db.info.pop(_TAKEN, {})
    for resource, n in sorted(taken.items()):
        if n:
            await _count(db, resource, n)


async def _count(db: AsyncSession, resource: str, n: int) -> None:
    values = {"id": uuid7(), "n": n, **_names(db, resource)}
    row = (await db.execute(_COUNT, values)).one_or_none()
    if row is None:
        if resource in db.info.get(_FORESEEN, {}):
            raise StillRunning("Somebody else has taken what was left; try again", retry_after=1)
        used, most = await _read(db, resource)
        raise PlanLimit(resource, most or 0, used)
    await announce(db, resource, row.used, row.most, row.announced)


async def announce(
    db: AsyncSession, resource: str, used: int, most: int | None, announced: int
) -> None:
    """Have the owners told by mail, once, when a limit comes near and when it is reached."""
    reached = level(used, most)
    if most is None or most < ANNOUNCED_FROM or reached <= announced:
        return
    owner = {"merchant_id": merchant_of(db), "resource": resource}
    await db.execute(_ANNOUNCED, owner | {"level": reached})
    await jobs.enqueue(db, ANNOUNCE, once=f"{resource} {reached}", resource=resource, level=reached)


def level(used: int, most: int | None) -> int:
    """How far a limit is reached: 0, :data:`NEAR` or :data:`FULL` percent."""
    if most is None or used * 100 < most * NEAR:
        return 0
    return FULL if used >= most else NEAR


async def _read(db: AsyncSession, resource: str) -> tuple[int, int | None]:
    row = (await db.execute(_READ, _names(db, resource))).one_or_none()
    return (row.used, row.most) if row else (0, None)


def _names(db: AsyncSession, resource: str) -> dict[str, Any]:
    owner: UUID = merchant_of(db)
    return {"merchant_id": owner, "resource": resource, "period": period_of(resource)}


async def room(db: AsyncSession, resource: str) -> int | None:
    """How many more there may be at this moment; None: any number. Nothing is held: only
    :func:`take` decides, and somebody else may have been first."""
    used, most = await _read(db, resource)
    taken: dict[str, int] = db.info.get(_TAKEN, {})
    return None if most is None else max(0, most - used - taken.get(resource, 0))


async def used(db: AsyncSession) -> dict[str, int]:
    """How much there is of each thing."""
    return {resource: (await _read(db, resource))[0] for resource in declared}


async def foresee(db: AsyncSession, resource: str) -> int | None:
    """:func:`room`; and from here on :func:`take` itself refuses what goes beyond it. For many in
    one transaction, of which those are kept that there is room for."""
    db.info.setdefault(_FORESEEN, {})[resource] = await _read(db, resource)
    return await room(db, resource)


async def expect(db: AsyncSession, resource: str, n: int) -> None:
    """Refuse early what :func:`take` would refuse anyhow. Raises :class:`PlanLimit`."""
    used, most = await _read(db, resource)
    taken: dict[str, int] = db.info.get(_TAKEN, {})
    if most is not None and used + taken.get(resource, 0) + n > most:
        raise PlanLimit(resource, most, used)


# --- Limits -----------------------------------------------------------------------------------

_HELD = text("""
SELECT resource, most FROM usages WHERE merchant_id = :merchant_id ORDER BY resource FOR UPDATE
""")
_LIMIT = text(f"""
INSERT INTO usages AS u (merchant_id, id, resource, used, most, period, announced, chosen)
VALUES (:merchant_id, :id, :resource, :used, CAST(:most AS bigint), CAST(:period AS date), 0, '[]')
ON CONFLICT (merchant_id, resource) DO UPDATE
   SET most = excluded.most,
       announced = CASE WHEN u.used * 100 < excluded.most * {FORGOTTEN_BELOW}
                        THEN 0 ELSE u.announced END
RETURNING {_SO_FAR.replace("excluded.period", "CAST(:period AS date)")} AS used, announced
""")


async def set_limits(db: AsyncSession, limits: Mapping[str, int | None]) -> None:
    """The limits in force from now on; what is not named has none. Where one has changed, as
    much becomes active as it has room for, a moment later, by the domain's own job. Raises
    LookupError for what no domain has declared: a process that knows only some would leave the
    limits of the others as they were."""
    if unknown := limits.keys() - declared.keys():
        raise LookupError(f"nothing declares {', '.join(sorted(unknown))}")
    rows = await db.execute(_HELD, {"merchant_id": merchant_of(db)})
    before: dict[str, int | None] = {row.resource: row.most for row in rows}
    for resource, kind in sorted(declared.items()):
        most = limits.get(resource)
        if resource in before and before[resource] == most:
            continue
        names = _names(db, resource)
        used = 0
        if resource not in before and kind.count is not None:
            # A merchant that was brought in whole: what is there was never counted.
            owner = {"merchant_id": names["merchant_id"]}
            there: int = (await db.execute(kind.count, owner)).scalar_one()
            taken: dict[str, int] = db.info.get(_TAKEN, {})  # counted at the commit
            used = max(0, there - taken.get(resource, 0))
        values = {"id": uuid7(), "most": most, "used": used, **names}
        row = (await db.execute(_LIMIT, values)).one()
        await announce(db, resource, row.used, most, row.announced)
        if kind.fit and resource in before:
            await jobs.enqueue(db, kind.fit)
