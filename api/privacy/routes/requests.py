"""Requests: taking one in, listing by deadline, reading."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response
from sqlalchemy import select

from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.core.deps import Config, Db
from api.core.errors import BadCursor, problems
from api.core.pages import Page, Paging, moment
from api.customers.found import NOT_THERE
from api.privacy.requests import history, intake
from api.privacy.requests.history import RequestNotFound
from api.privacy.requests.models import PrivacyRequest, RequestEvent
from api.privacy.requests.schemas import RequestEventOut, RequestIn, RequestOut, written
from api.privacy.requests.view import shown
from api.privacy.requests.wishes import Kind, Wish

router = APIRouter(prefix="/v1/privacy/requests", tags=["privacy"])

Reader = Annotated[Caller, needs("privacy:read")]
Handler = Annotated[Caller, needs("privacy:write")]


@router.post(
    "",
    operation_id="create_privacy_request",
    summary="Take in a request of a customer",
    status_code=201,
    responses=problems(*CALLER_REFUSALS, *NOT_THERE),
)
async def create_privacy_request(
    db: Db, settings: Config, caller: Handler, body: RequestIn, answer: Response
) -> RequestOut:
    """Its month begins with `received_at`. Nothing is sent to the customer."""
    wish = Wish(
        kind=body.kind,
        channel=body.channel,
        received_at=body.received_at,
        language=body.language,
        details=body.details,
        correction=written(body.correction),
        restriction=body.restriction,
    )
    row = await intake.receive(db, settings, caller, wish, body.customer_id)
    return await answered(db, row, answer)


@router.get(
    "",
    operation_id="list_privacy_requests",
    summary="List requests by their deadline",
    responses=problems(*CALLER_REFUSALS, BadCursor),
)
async def list_privacy_requests(
    db: Db,
    caller: Reader,
    page: Paging,
    status: Annotated[
        Literal["open", "closed"], Query(description="`closed`: answered or refused")
    ] = "open",
    kind: Annotated[Kind | None, Query(description="Only this right.")] = None,
    customer_id: Annotated[UUID | None, Query(description="Only this customer's.")] = None,
) -> Page[RequestOut]:
    """Open ones: the most urgent first. Closed ones: the latest deadline first."""
    closed = PrivacyRequest.closed_at
    is_open = status == "open"
    query = select(PrivacyRequest).where(closed.is_(None) if is_open else closed.is_not(None))
    if kind is not None:
        query = query.where(PrivacyRequest.kind == kind)
    if customer_id is not None:
        query = query.where(PrivacyRequest.customer_id == customer_id)
    order = (PrivacyRequest.due_at, moment), (PrivacyRequest.id, UUID)
    rows, cursor = await page.read(db, query, *order, ascending=is_open)
    return Page(items=await shown(db, rows), next_cursor=cursor)


@router.get(
    "/{request_id}",
    operation_id="read_privacy_request",
    summary="Read a request",
    responses=problems(*CALLER_REFUSALS, RequestNotFound),
)
async def read_privacy_request(
    db: Db, caller: Reader, request_id: UUID, answer: Response
) -> RequestOut:
    """With the step that is next."""
    return await answered(db, await history.find(db, request_id), answer)


@router.get(
    "/{request_id}/events",
    operation_id="list_privacy_request_events",
    summary="List what happened to a request",
    responses=problems(*CALLER_REFUSALS, RequestNotFound, BadCursor),
)
async def list_privacy_request_events(
    db: Db, caller: Reader, page: Paging, request_id: UUID
) -> Page[RequestEventOut]:
    """Newest first. Lines are only ever added."""
    await history.find(db, request_id)
    query = select(RequestEvent).where(RequestEvent.request_id == request_id)
    rows, cursor = await page.read(db, query, (RequestEvent.id, UUID))
    return Page(items=[RequestEventOut.model_validate(row) for row in rows], next_cursor=cursor)


async def answered(db: Db, row: PrivacyRequest, answer: Response) -> RequestOut:
    """The request, with its version as ``ETag``."""
    (out,) = await shown(db, [row])
    answer.headers["ETag"] = f'"{row.version}"'
    return out
