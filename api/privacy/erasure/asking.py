"""Asking for an erasure: previewed, confirmed as previewed, and where the merchant wants it so,
approved by somebody else."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.core import audit, jobs
from api.core.audit import SYSTEM, Actor
from api.core.clock import now
from api.core.errors import Problem
from api.core.personal import Subject
from api.core.tenancy import merchant_of
from api.privacy.erasure import executing, planning, statements
from api.privacy.erasure.held import held
from api.privacy.erasure.models import OPEN, Erasure, ErasureRule
from api.privacy.erasure.planning import Plan
from api.privacy.erasure.whose import all_shares, same_person
from api.privacy.inventory import Person


class ErasureNotFound(Problem):
    status, code, title = 404, "ERASURE_NOT_FOUND", "There is no such erasure"


class ErasurePlanChanged(Problem):
    status, code, title = (
        409,
        "ERASURE_PLAN_CHANGED",
        "What would be erased has changed since the plan was shown: look at it again",
    )


class ErasureUnderway(Problem):
    status, code, title = 409, "ERASURE_UNDERWAY", "This person's erasure is underway already"


class ErasureHeld(Problem):
    status, code, title = 409, "ERASURE_HELD", "A legal hold forbids erasing some of these rows"


class ErasureNotWaiting(Problem):
    status, code, title = 409, "ERASURE_NOT_WAITING", "This erasure does not wait for approval"


class ApproverIsRequester(Problem):
    status, code, title = (
        409,
        "APPROVER_IS_REQUESTER",
        "Somebody else than who asked has to approve",
    )


async def plan(db: AsyncSession, person: Person) -> Plan:
    """What would happen, without doing it. For a user: at the person's merchant, or besides."""
    counted = [
        (share, *await statements.counted(db, share, person)) for share in all_shares(person)
    ]
    return planning.plan(person.subject, counted, await held(db, person))


async def start(
    db: AsyncSession,
    caller: Actor | None,
    person: Person,
    *,
    plan_digest: str | None,
    request_id: UUID | None = None,
    cause: str = "asked",
) -> Erasure:
    """Of a customer. ``plan_digest``: that of the plan that was shown; None where nobody was
    shown one (a period that is over). Raises :class:`ErasureUnderway`, :class:`ErasureHeld`,
    :class:`ErasurePlanChanged`."""
    ids = await same_person(db, person)
    if await _open(db, ids):
        raise ErasureUnderway
    found = await plan(db, person)
    if found.held:
        raise ErasureHeld(tables=list(found.held))
    if plan_digest is not None and plan_digest != found.digest:
        raise ErasurePlanChanged
    actor = caller or SYSTEM
    waits = cause == "asked" and await approval_needed(db)
    row = Erasure(
        customer_id=person.id,
        state="awaiting_approval" if waits else "waiting",
        cause=cause,
        request_id=request_id,
        plan=found.told() | {"persons": [str(one) for one in ids]},
        digest=found.digest,
        asked_kind=actor.kind,
        asked_by=actor.id,
    )
    db.add(row)
    await db.flush()
    audit.record(db, actor, "erasure.asked", "erasure", row.id, customer_id=person.id, cause=cause)
    if not waits:
        await jobs.enqueue(db, executing.ERASE, erasure_id=row.id)
    return row


async def _open(db: AsyncSession, ids: Any) -> bool:
    query = select(Erasure.id).where(Erasure.customer_id.in_(ids), Erasure.state.in_(OPEN))
    return await db.scalar(query.limit(1)) is not None


async def load(db: AsyncSession, erasure_id: UUID, *, lock: bool = False) -> Erasure:
    """Raises :class:`ErasureNotFound`."""
    query = select(Erasure).where(Erasure.id == erasure_id)
    row = await db.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise ErasureNotFound
    return row


async def approve(db: AsyncSession, caller: Actor, row: Erasure) -> None:
    """Raises :class:`ErasureNotWaiting`, :class:`ApproverIsRequester`."""
    _expect_waiting(row)
    if caller.kind != "member" or (row.asked_kind == "member" and row.asked_by == caller.id):
        raise ApproverIsRequester
    row.state, row.approved_by, row.approved_at = "waiting", caller.id, now()
    audit.record(db, caller, "erasure.approved", "erasure", row.id, customer_id=row.customer_id)
    await jobs.enqueue(db, executing.ERASE, erasure_id=row.id)


def refuse(db: AsyncSession, caller: Actor, row: Erasure) -> None:
    """Raises :class:`ErasureNotWaiting`. Who asked may take it back."""
    _expect_waiting(row)
    row.state, row.finished_at = "refused", now()
    audit.record(db, caller, "erasure.refused", "erasure", row.id, customer_id=row.customer_id)


def _expect_waiting(row: Erasure) -> None:
    if row.state != "awaiting_approval":
        raise ErasureNotWaiting(state=row.state)


async def approval_needed(db: AsyncSession) -> bool:
    return bool(await db.scalar(select(ErasureRule.approval)))


async def need_approval(db: AsyncSession, caller: Actor, needed: bool) -> None:
    row = {"merchant_id": merchant_of(db), "id": uuid7(), "approval": needed}
    rule = insert(ErasureRule).on_conflict_do_update(
        index_elements=["merchant_id"], set_={"approval": needed}
    )
    await db.execute(rule, [row])
    audit.record(db, caller, "erasure.rule_changed", "merchant", merchant_of(db), approval=needed)


def of_customer(db: AsyncSession, customer_id: UUID) -> Person:
    return Person(Subject.CUSTOMER, customer_id, merchant_of(db))
