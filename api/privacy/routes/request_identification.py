"""Who asks: the first steps of a request."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response

from api.accounts import throttle
from api.accounts.throttle import TooManyAttempts
from api.core.deps import Config, Db, Pool
from api.core.errors import problems
from api.customers.found import NOT_THERE
from api.privacy.requests import history, identify, intake
from api.privacy.requests.identify import CodeWrong, NoAddressKnown
from api.privacy.requests.intake import PersonUnknown
from api.privacy.requests.schemas import CustomerNamed, IdentificationIn, RequestOut
from api.privacy.routes.request_steps import REFUSALS, Held, IfMatch
from api.privacy.routes.requests import Handler, answered

router = APIRouter(prefix="/v1/privacy/requests/{request_id}", tags=["privacy"])


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
    held: Held,
    body: CustomerNamed,
) -> RequestOut:
    """As long as it is not known who asks."""
    await intake.link(db, settings, caller, held.row, body.customer_id)
    return await held.answered()


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
    # Counted before a transaction and the row's lock are held, so not by ``Held``.
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
        # Counted outside of this transaction, which a refusal takes back, and before it holds a
        # connection and the row's lock: so not by ``Held``.
        await throttle.hit(pool, settings, tries)
    row = await history.hold(db, request_id, if_match)
    if body.by == "code":
        identify.by_code(db, settings, caller, row, body.code or "")
    else:
        identify.at_counter(db, caller, row)
    return await answered(db, row, answer)
