"""The steps of a request, each of which is a noun of its own."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Response

from api.accounts import throttle
from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.accounts.throttle import TooManyAttempts
from api.core.deps import Config, Db, Pool
from api.core.errors import PreconditionRequired, Problem, Stale, problems
from api.customers.found import NOT_THERE
from api.customers.register import NobodyNamed
from api.privacy.access.ask import TooManyExtracts
from api.privacy.erasure.asking import ApproverIsRequester, ErasureHeld, ErasureUnderway
from api.privacy.requests import decide, execute, history, identify, intake
from api.privacy.requests.decide import NotExtendable, PlanChanged
from api.privacy.requests.history import RequestNotFound, StepNotNow
from api.privacy.requests.identify import CodeWrong, NoAddressKnown
from api.privacy.requests.intake import PersonUnknown
from api.privacy.requests.plans import Plan
from api.privacy.requests.schemas import (
    AnswerIn,
    ApprovalIn,
    CustomerNamed,
    ExtensionIn,
    IdentificationIn,
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


_CANNOT_BEGIN: tuple[type[Problem], ...] = (
    *(TooManyExtracts, ErasureUnderway, ErasureHeld, ApproverIsRequester),
    *(*NOT_THERE, NobodyNamed, NotRestricted, PersonNotInformed),
)
"""Why what was approved cannot be begun."""


@router.put(
    "/customer",
    operation_id="link_privacy_request",
    summary="Say which customer a forwarded request is from",
    responses=problems(*REFUSALS, *NOT_THERE),
)
async def link_privacy_request(
    db: Db,
    settings: Config,
    caller: Handler,
    request_id: UUID,
    body: CustomerNamed,
    answer: Response,
    if_match: IfMatch = None,
) -> RequestOut:
    """As long as it is not known who asks."""
    row = await history.hold(db, request_id, if_match)
    await intake.link(db, settings, caller, row, body.customer_id)
    return await answered(db, row, answer)


@router.post(
    "/identification-codes",
    operation_id="send_identification_code",
    summary="Mail the customer a code",
    responses=problems(*REFUSALS, *NOT_THERE, PersonUnknown, NoAddressKnown, TooManyAttempts),
)
async def send_identification_code(
    db: Db,
    pool: Pool,
    settings: Config,
    caller: Handler,
    request_id: UUID,
    answer: Response,
    if_match: IfMatch = None,
) -> RequestOut:
    """Six digits, to the e-mail address that is known, good for 15 minutes. The one before is
    void."""
    await throttle.hit(pool, settings, identify.SENT.bucket(str(request_id)))
    row = await history.hold(db, request_id, if_match)
    await identify.send_code(db, settings, caller, row)
    return await answered(db, row, answer)


@router.post(
    "/identification",
    operation_id="identify_requester",
    summary="Establish who asks",
    responses=problems(*REFUSALS, PersonUnknown, CodeWrong, TooManyAttempts),
)
async def identify_requester(
    db: Db,
    pool: Pool,
    settings: Config,
    caller: Handler,
    request_id: UUID,
    body: IdentificationIn,
    answer: Response,
    if_match: IfMatch = None,
) -> RequestOut:
    """By the code that was mailed, or by a member's own eyes."""
    tries = identify.TRIES.bucket(str(request_id))
    if body.by == "code":
        # Counted outside of this transaction: a refusal would take the count back.
        await throttle.hit(pool, settings, tries)
    row = await history.hold(db, request_id, if_match)
    if body.by == "code":
        identify.by_code(db, settings, caller, row, body.code or "")
    else:
        identify.at_counter(db, caller, row)
    return await answered(db, row, answer)


@router.post(
    "/qualification",
    operation_id="qualify_privacy_request",
    summary="Say which right it is",
    responses=problems(*REFUSALS),
)
async def qualify_privacy_request(
    db: Db,
    caller: Handler,
    request_id: UUID,
    body: QualificationIn,
    answer: Response,
    if_match: IfMatch = None,
) -> RequestOut:
    """May be corrected until the plan is approved."""
    row = await history.hold(db, request_id, if_match)
    decide.qualify(db, caller, row, body)
    return await answered(db, row, answer)


@router.post(
    "/plan",
    operation_id="plan_privacy_request",
    summary="Lay down what would happen",
    responses=problems(*REFUSALS),
)
async def plan_privacy_request(
    db: Db,
    caller: Handler,
    request_id: UUID,
    answer: Response,
    if_match: IfMatch = None,
) -> RequestOut:
    """Read it with `GET`. Nothing is done yet."""
    row = await history.hold(db, request_id, if_match)
    await decide.plan(db, caller, row)
    return await answered(db, row, answer)


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
    request_id: UUID,
    body: ApprovalIn,
    answer: Response,
    if_match: IfMatch = None,
) -> RequestOut:
    """Carried out in the background: read the request again until its `state` is `verifying`.
    What is done by hand waits for its completion. An erasure cannot be undone."""
    row = await history.hold(db, request_id, if_match)
    await decide.approve(db, caller, row, body.plan_digest)
    await execute.execute(db, settings, caller, row)
    return await answered(db, row, answer)


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
    request_id: UUID,
    answer: Response,
    if_match: IfMatch = None,
) -> RequestOut:
    """For requests with `failed_at`. What was approved is begun anew, with what is there now."""
    row = await history.hold(db, request_id, if_match)
    await execute.again(db, settings, caller, row)
    return await answered(db, row, answer)


@router.post(
    "/completion",
    operation_id="complete_privacy_request",
    summary="Say that what is done by hand is done",
    responses=problems(*REFUSALS),
)
async def complete_privacy_request(
    db: Db,
    caller: Handler,
    request_id: UUID,
    answer: Response,
    if_match: IfMatch = None,
) -> RequestOut:
    """For requests with `by_hand`."""
    row = await history.hold(db, request_id, if_match)
    execute.complete(db, caller, row)
    return await answered(db, row, answer)


@router.post(
    "/answer",
    operation_id="answer_privacy_request",
    summary="Answer the person",
    responses=problems(*REFUSALS),
)
async def answer_privacy_request(
    db: Db,
    caller: Handler,
    request_id: UUID,
    body: AnswerIn,
    answer: Response,
    if_match: IfMatch = None,
) -> RequestOut:
    """By mail with the result and the remedies where an address is known; else it is noted that
    the person was told. The address is then forgotten."""
    row = await history.hold(db, request_id, if_match)
    decide.answer(db, caller, row, body.words)
    await decide.tell_result(db, row)
    return await answered(db, row, answer)


@router.post(
    "/extension",
    operation_id="extend_privacy_request",
    summary="Take two more months",
    responses=problems(*REFUSALS, NotExtendable),
)
async def extend_privacy_request(
    db: Db,
    caller: Handler,
    request_id: UUID,
    body: ExtensionIn,
    answer: Response,
    if_match: IfMatch = None,
) -> RequestOut:
    """Once, within the first month, where it is complex (GDPR art. 12(3)). The person is mailed
    the reason; where no address is known, tell it yourself."""
    row = await history.hold(db, request_id, if_match)
    await decide.extend(db, caller, row, body.reason)
    return await answered(db, row, answer)


@router.post(
    "/refusal",
    operation_id="refuse_privacy_request",
    summary="Refuse a request, with the reason",
    responses=problems(*REFUSALS),
)
async def refuse_privacy_request(
    db: Db,
    caller: Handler,
    request_id: UUID,
    body: RefusalIn,
    answer: Response,
    if_match: IfMatch = None,
) -> RequestOut:
    """Until a plan is approved. The mail names the authority and the courts (GDPR art. 12(4))."""
    row = await history.hold(db, request_id, if_match)
    decide.refuse(db, caller, row, body.ground, body.reason)
    await decide.tell_result(db, row)
    return await answered(db, row, answer)


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
