"""The steps of a request, each of which is a noun of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Response
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.core.deps import Config, Db
from api.core.errors import PreconditionRequired, Problem, Stale, problems
from api.customers.found import NOT_THERE
from api.customers.register import NobodyNamed
from api.privacy.access.ask import TooManyExtracts
from api.privacy.erasure.asking import ApproverIsRequester, ErasureHeld, ErasureUnderway
from api.privacy.requests import decide, execute, history
from api.privacy.requests.decide import NotExtendable, PlanChanged
from api.privacy.requests.history import RequestNotFound, StepNotNow
from api.privacy.requests.models import PrivacyRequest
from api.privacy.requests.plans import Plan
from api.privacy.requests.schemas import (
    AnswerIn,
    ApprovalIn,
    ExtensionIn,
    QualificationIn,
    RefusalIn,
    RequestOut,
    RequestPlanOut,
)
from api.privacy.restriction.restrict import NotRestricted, PersonNotInformed
from api.privacy.routes.requests import Handler, Reader, answered

router = APIRouter(prefix="/v1/privacy/requests/{request_id}", tags=["privacy"])

Approver = Annotated[Caller, needs("privacy:approve")]
IfMatch = Annotated[str | None, Header(description="The `ETag` that you read.")]
REFUSALS: tuple[type[Problem], ...] = (
    *(*CALLER_REFUSALS, RequestNotFound, Stale, PreconditionRequired, StepNotNow),
)


@dataclass(frozen=True)
class _Held:
    """A request under lock, for one step of it."""

    db: AsyncSession
    row: PrivacyRequest
    response: Response

    async def answered(self) -> RequestOut:
        return await answered(self.db, self.row, self.response)


async def _held(db: Db, request_id: UUID, response: Response, if_match: IfMatch = None) -> _Held:
    return _Held(db, await history.hold(db, request_id, if_match), response)


Held = Annotated[_Held, Depends(_held)]
"""Asked for behind the caller, so that nothing is locked for whoever may not."""

_CANNOT_BEGIN: tuple[type[Problem], ...] = (
    *(TooManyExtracts, ErasureUnderway, ErasureHeld, ApproverIsRequester),
    *(*NOT_THERE, NobodyNamed, NotRestricted, PersonNotInformed),
)
"""Why what was approved cannot be begun."""


@router.post(
    "/qualification",
    operation_id="qualify_privacy_request",
    summary="Say which right it is",
    responses=problems(*REFUSALS),
)
async def qualify_privacy_request(
    db: Db,
    caller: Handler,
    held: Held,
    body: QualificationIn,
) -> RequestOut:
    """May be corrected until the plan is approved."""
    decide.qualify(db, caller, held.row, body)
    return await held.answered()


@router.post(
    "/plan",
    operation_id="plan_privacy_request",
    summary="Lay down what would happen",
    responses=problems(*REFUSALS),
)
async def plan_privacy_request(
    db: Db,
    caller: Handler,
    held: Held,
) -> RequestOut:
    """Read it with `GET`. Nothing is done yet."""
    await decide.plan(db, caller, held.row)
    return await held.answered()


@router.get(
    "/plan",
    operation_id="read_privacy_request_plan",
    summary="Read what would happen",
    responses=problems(*CALLER_REFUSALS, RequestNotFound),
)
async def read_privacy_request_plan(db: Db, caller: Reader, request_id: UUID) -> RequestPlanOut:
    """As things stand now: what becomes of which data, until when, and why."""
    return _shown(await decide.seen(db, await history.find(db, request_id)))


@router.post(
    "/approval",
    operation_id="approve_privacy_request",
    summary="Approve the plan, and begin",
    responses=problems(
        *(*REFUSALS, PlanChanged, *_CANNOT_BEGIN),
    ),
)
async def approve_privacy_request(
    db: Db,
    settings: Config,
    caller: Approver,
    held: Held,
    body: ApprovalIn,
) -> RequestOut:
    """Carried out in the background: read the request again until its `state` is `verifying`.
    What is done by hand waits for its completion. An erasure cannot be undone."""
    await decide.approve(db, caller, held.row, body.plan_digest)
    await execute.execute(db, settings, caller, held.row)
    return await held.answered()


@router.post(
    "/execution",
    operation_id="restart_privacy_request",
    summary="Start again what has failed",
    responses=problems(*REFUSALS, *_CANNOT_BEGIN),
)
async def restart_privacy_request(
    db: Db,
    settings: Config,
    caller: Approver,
    held: Held,
) -> RequestOut:
    """For requests with `failed_at`. What was approved is begun anew, with what is there now."""
    await execute.again(db, settings, caller, held.row)
    return await held.answered()


@router.post(
    "/completion",
    operation_id="complete_privacy_request",
    summary="Say that what is done by hand is done",
    responses=problems(*REFUSALS),
)
async def complete_privacy_request(
    db: Db,
    caller: Handler,
    held: Held,
) -> RequestOut:
    """For requests with `by_hand`."""
    execute.complete(db, caller, held.row)
    return await held.answered()


@router.post(
    "/answer",
    operation_id="answer_privacy_request",
    summary="Answer the person",
    responses=problems(*REFUSALS),
)
async def answer_privacy_request(
    db: Db,
    caller: Handler,
    held: Held,
    body: AnswerIn,
) -> RequestOut:
    """By mail with the result and the remedies where an address is known; else it is noted that
    the person was told. The address is then forgotten."""
    decide.answer(db, caller, held.row, body.words)
    await decide.tell_result(db, held.row)
    return await held.answered()


@router.post(
    "/extension",
    operation_id="extend_privacy_request",
    summary="Take two more months",
    responses=problems(*REFUSALS, NotExtendable),
)
async def extend_privacy_request(
    db: Db,
    caller: Handler,
    held: Held,
    body: ExtensionIn,
) -> RequestOut:
    """Once, within the first month, where it is complex (GDPR art. 12(3)). The person is mailed
    the reason; where no address is known, tell it yourself."""
    await decide.extend(db, caller, held.row, body.reason)
    return await held.answered()


@router.post(
    "/refusal",
    operation_id="refuse_privacy_request",
    summary="Refuse a request, with the reason",
    responses=problems(*REFUSALS),
)
async def refuse_privacy_request(
    db: Db,
    caller: Handler,
    held: Held,
    body: RefusalIn,
) -> RequestOut:
    """Until a plan is approved. The mail names the authority and the courts (GDPR art. 12(4))."""
    decide.refuse(db, caller, held.row, body.ground, body.reason)
    await decide.tell_result(db, held.row)
    return await held.answered()


def _shown(plan: Plan) -> RequestPlanOut:
    return RequestPlanOut.model_validate(
        {
            "digest": plan.digest(),
            "by_hand": plan.by_hand,
            "lines": list(plan.lines),
            "changes": list(plan.changes),
            "recipients": list(plan.recipients),
        }
    )
