"""Erasure: planned from the declarations, carried out and proved by its own room."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.audit import Actor, By
from api.core.settings import Settings
from api.privacy.erasure import asking
from api.privacy.erasure.fates import Action
from api.privacy.erasure.models import Erasure
from api.privacy.erasure.planning import TablePlan
from api.privacy.requests.copying import person_of
from api.privacy.requests.models import PrivacyRequest, RequestEvent
from api.privacy.requests.plans import Becomes, Engine, Line, Plan, Standing

_BECOMES: dict[Action, Becomes] = {
    Action.DELETE: "erased",
    Action.DETACH: "emptied",
    Action.KEEP: "kept",
}
_STANDING: dict[str, Standing] = {
    "awaiting_provider": Standing("waiting"),
    "done": Standing("done"),
    "refused": Standing("failed"),
}


async def _plan(db: AsyncSession, row: PrivacyRequest) -> Plan:
    found = await asking.plan(db, person_of(db, row))
    lines = [_line(one) for one in found.tables]
    return Plan(tuple(lines), proof=found.digest)


def _line(one: TablePlan) -> Line:
    because = one.kept[0].because if one.kept and one.action is not Action.DELETE else ""
    return Line(one.table, _BECOMES[one.action], one.rows, because=because)


async def _start(
    db: AsyncSession, settings: Settings, actor: Actor, row: PrivacyRequest
) -> UUID | None:
    """Whoever planned it has asked for it. Where the merchant wants a second member, the one who
    approves the request has to be another. Raises ``ApproverIsRequester``, ``ErasureHeld``,
    ``ErasureUnderway``."""
    asker = await _planner(db, row) or actor
    person = person_of(db, row)
    made = await asking.start(db, asker, person, plan_digest=None, request_id=row.id)
    if made.state == "awaiting_approval":
        await asking.approve(db, actor, made)
    return made.id


async def _planner(db: AsyncSession, row: PrivacyRequest) -> By | None:
    newest = select(RequestEvent).where(
        RequestEvent.request_id == row.id, RequestEvent.what == "planned"
    )
    event = await db.scalar(newest.order_by(RequestEvent.id.desc()).limit(1))
    if event is None or event.actor_kind not in ("member", "api_key"):
        return None
    return By("member" if event.actor_kind == "member" else "api_key", event.actor_id)


async def _standing(db: AsyncSession, row: PrivacyRequest) -> Standing:
    state = await db.scalar(select(Erasure.state).where(Erasure.id == row.execution_id))
    return _STANDING.get(state or "refused", Standing("running"))


ERASING = Engine(_plan, _start, _standing)
