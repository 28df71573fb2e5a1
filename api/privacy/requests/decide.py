"""What members decide about a request: which right it is, what would happen, yes or no."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from api.core import jobs
from api.core.audit import Actor
from api.core.clock import now
from api.core.errors import Problem
from api.privacy.requests import counting, history
from api.privacy.requests.deadlines import EXTENDED_MONTHS
from api.privacy.requests.engines import engine_of
from api.privacy.requests.models import PrivacyRequest
from api.privacy.requests.plans import Plan
from api.privacy.requests.schemas import QualificationIn, written
from api.privacy.requests.states import State, Step, may_extend
from api.privacy.requests.wishes import Ground

EXTENDED_MAIL = "privacy.request_extended_mail"
CLOSED_MAIL = "privacy.request_closed_mail"


class PlanChanged(Problem):
    """Something was written meanwhile: read the plan again."""

    status, code, title = 409, "PLAN_CHANGED", "What would happen is no longer what you have seen"


class NotExtendable(Problem):
    status, code, title = (
        409,
        "NOT_EXTENDABLE",
        "A request is extended once, before its month is over",
    )


def qualify(db: AsyncSession, actor: Actor, row: PrivacyRequest, wish: QualificationIn) -> None:
    """Say which right it is, and what is to be written. Raises ``StepNotNow``."""
    history.lead(row, Step.QUALIFY)
    row.kind = wish.kind
    if wish.details is not None:
        row.details = wish.details
    if "correction" in wish.model_fields_set:
        row.correction = written(wish.correction)
    if wish.restriction is not None:
        row.restriction = wish.restriction
    row.plan_digest = None
    history.note(db, actor, row, "request.qualified", wish.kind)


async def plan(db: AsyncSession, actor: Actor, row: PrivacyRequest) -> Plan:
    """Lay down what would happen. Raises ``StepNotNow``."""
    history.lead(row, Step.PLAN)
    found = await engine_of(row).plan(db, row)
    row.plan_digest = found.digest()
    history.note(db, actor, row, "request.planned")
    return found


async def seen(db: AsyncSession, row: PrivacyRequest) -> Plan:
    """What would happen now."""
    return await engine_of(row).plan(db, row)


async def approve(db: AsyncSession, actor: Actor, row: PrivacyRequest, digest: str) -> None:
    """Say yes to the plan that was read. Raises ``StepNotNow``, :class:`PlanChanged`."""
    history.lead(row, Step.APPROVE)
    if digest != (await engine_of(row).plan(db, row)).digest():
        raise PlanChanged
    row.plan_digest = digest
    history.note(db, actor, row, "request.approved")


def refuse(db: AsyncSession, actor: Actor, row: PrivacyRequest, ground: Ground, why: str) -> None:
    """Say no, and why; the mail names the remedies (GDPR art. 12(4)). Raises ``StepNotNow``."""
    history.lead(row, Step.REFUSE)
    row.refusal_ground, row.answer, row.closed_at = ground, why, now()
    history.note(db, actor, row, "request.refused", ground)


def answer(db: AsyncSession, actor: Actor, row: PrivacyRequest, words: str | None) -> None:
    """Tell the person what was done. Raises ``StepNotNow``."""
    history.lead(row, Step.ANSWER)
    row.answer, row.closed_at = words, now()
    history.note(db, actor, row, "request.answered", "mail" if row.reply_to else "in_person")


async def tell_result(db: AsyncSession, row: PrivacyRequest) -> None:
    """By mail, where an address is known."""
    await db.flush()
    if row.reply_to is not None:
        await jobs.enqueue(db, CLOSED_MAIL, request_id=row.id)


async def extend(db: AsyncSession, actor: Actor, row: PrivacyRequest, reason: str) -> None:
    """Two more months, once; the person is told why within the first one (GDPR art. 12(3)).
    Raises :class:`NotExtendable`."""
    if not may_extend(State(row.state), extended=row.extended_at is not None):
        raise NotExtendable(state=row.state)
    if now() >= row.due_at:
        raise NotExtendable("its month is over")
    deadline = await counting.due(db, row.received_at, EXTENDED_MONTHS)
    row.extended_at, row.extension_reason = now(), reason
    row.due_on, row.due_at, row.reminded = deadline.on, deadline.at, None
    history.note(db, actor, row, "request.extended")
    await db.flush()
    if row.reply_to is not None:
        await jobs.enqueue(db, EXTENDED_MAIL, request_id=row.id)
