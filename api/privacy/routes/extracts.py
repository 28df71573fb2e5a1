"""A customer's data as a file, over HTTP."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse
from sqlalchemy import select

from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.accounts.models import Merchant
from api.core.deps import Config, Db, Pool
from api.core.errors import BadCursor, problems
from api.core.pages import Page, Paging
from api.core.personal import Subject
from api.customers.found import NOT_THERE, find
from api.privacy.access import ask, link
from api.privacy.access.ask import ExtractNotFound, TooManyExtracts
from api.privacy.access.link import ExtractExpired, ExtractNotReady
from api.privacy.access.models import Extract
from api.privacy.access.schemas import ExtractIn, ExtractOut, LinkOut
from api.privacy.inventory import Person
from api.privacy.routes.zips import SENT, sent

router = APIRouter(prefix="/v1/extracts", tags=["privacy"])

Reader = Annotated[Caller, needs("privacy:read")]
Handler = Annotated[Caller, needs("privacy:write")]


@router.post(
    "",
    operation_id="create_extract",
    summary="Have a customer's data made into a file",
    status_code=201,
    responses=problems(*CALLER_REFUSALS, *NOT_THERE, TooManyExtracts),
)
async def create_extract(db: Db, caller: Handler, body: ExtractIn) -> ExtractOut:
    """Everything that is kept about the customer, for a request of access or portability (GDPR
    art. 15 and 20). Other people in it are renamed. Made in the background: ask again until
    `status` is `ready`; then download it, or make a link for the person. Kept for seven days."""
    customer = await find(db, body.customer_id)
    person = Person(Subject.CUSTOMER, customer.id, caller.merchant_id)
    return ExtractOut.model_validate(await ask.start(db, caller, person, body.language))


@router.get(
    "",
    operation_id="list_extracts",
    summary="List the files made of customers' data",
    responses=problems(*CALLER_REFUSALS, BadCursor),
)
async def list_extracts(
    db: Db, caller: Reader, page: Paging, customer_id: UUID | None = None
) -> Page[ExtractOut]:
    """Newest first."""
    query = select(Extract)
    if customer_id is not None:
        query = query.where(Extract.customer_id == customer_id)
    rows, cursor = await page.read(db, query, (Extract.id, UUID))
    return Page(items=[ExtractOut.model_validate(row) for row in rows], next_cursor=cursor)


@router.get(
    "/{extract_id}",
    operation_id="read_extract",
    summary="Read where a file stands",
    responses=problems(*CALLER_REFUSALS, ExtractNotFound),
)
async def read_extract(db: Db, caller: Reader, extract_id: UUID) -> ExtractOut:
    """`failed`: it could not be made; ask for another one."""
    return ExtractOut.model_validate(await ask.load(db, Extract, extract_id))


@router.get(
    "/{extract_id}/file",
    operation_id="download_extract",
    summary="Download a customer's data",
    response_class=Response,
    responses={
        **SENT,
        **problems(*CALLER_REFUSALS, ExtractNotFound, ExtractNotReady, ExtractExpired),
    },
)
async def download_extract(
    db: Db, pool: Pool, caller: Handler, extract_id: UUID
) -> StreamingResponse:
    """By the team, for seven days; each download is recorded."""
    row = await ask.load(db, Extract, extract_id)
    await link.take_along(db, caller, row)
    return sent(row, link.pieces(pool, row), "donnees")


@router.post(
    "/{extract_id}/link",
    operation_id="link_extract",
    summary="Make the link for the person",
    status_code=201,
    responses=problems(*CALLER_REFUSALS, ExtractNotFound, ExtractNotReady, ExtractExpired),
)
async def link_extract(db: Db, settings: Config, caller: Handler, extract_id: UUID) -> LinkOut:
    """Opens a page from which the file is downloaded, once: the link is used when the last byte
    was sent, and a download that breaks off can be repeated. A new link ends the one before."""
    row = await ask.load(db, Extract, extract_id)
    token = link.renew(db, caller, row)
    named = select(Merchant.slug).where(Merchant.id == caller.merchant_id)
    slug = (await db.scalars(named)).one()
    return LinkOut(url=link.url(settings, slug, token), expires_at=row.expires_at)
