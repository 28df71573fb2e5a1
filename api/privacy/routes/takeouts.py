"""All of a merchant's data as a file, and such a file coming in, over HTTP."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy import select
from starlette.requests import ClientDisconnect

from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.core.deps import Db, Pool
from api.core.ended import AFTER_END
from api.core.errors import BadCursor, Undecodable, problems
from api.core.pages import Page, Paging
from api.core.personal import Subject
from api.imports.upload import spool
from api.privacy.access import ask, intake, link
from api.privacy.access.ask import ExtractNotFound, TooManyExtracts
from api.privacy.access.intake import IntakeNotFound, IntakeUnderWay
from api.privacy.access.link import ExtractExpired, ExtractNotReady
from api.privacy.access.models import Intake, Takeout
from api.privacy.access.opened import NotATakeout, TakeoutOfAnotherVersion
from api.privacy.access.schemas import FileIn, FileOut, IntakeOut
from api.privacy.inventory import Person
from api.privacy.routes.zips import SENT, TAKEN, sent

router = APIRouter(prefix="/v1", tags=["privacy"])

Owner = Annotated[Caller, needs("merchant:export")]
Newcomer = Annotated[Caller, needs("merchant:write", "customers:import")]


@router.post(
    "/takeouts",
    operation_id="create_takeout",
    summary="Have all of the merchant's data made into a file",
    status_code=201,
    openapi_extra=AFTER_END,
    responses=problems(*CALLER_REFUSALS, TooManyExtracts),
)
async def create_takeout(db: Db, caller: Owner, body: FileIn) -> FileOut:
    """Everything that makes the notebook work, in a form that another host of this software
    takes in without a difference. What stays behind, and why, stands in its manifest."""
    person = Person(Subject.MERCHANT, caller.merchant_id, caller.merchant_id)
    return FileOut.model_validate(await ask.start(db, caller, person, body.language))


@router.get(
    "/takeouts",
    operation_id="list_takeouts",
    summary="List the files made of all data",
    responses=problems(*CALLER_REFUSALS, BadCursor),
)
async def list_takeouts(db: Db, caller: Owner, page: Paging) -> Page[FileOut]:
    """Newest first."""
    rows, cursor = await page.read(db, select(Takeout), (Takeout.id, UUID))
    return Page(items=[FileOut.model_validate(row) for row in rows], next_cursor=cursor)


@router.get(
    "/takeouts/{takeout_id}",
    operation_id="read_takeout",
    summary="Read where a file of all data stands",
    responses=problems(*CALLER_REFUSALS, ExtractNotFound),
)
async def read_takeout(db: Db, caller: Owner, takeout_id: UUID) -> FileOut:
    """Ask again until `status` is `ready`."""
    return FileOut.model_validate(await ask.load(db, Takeout, takeout_id))


@router.get(
    "/takeouts/{takeout_id}/file",
    operation_id="download_takeout",
    summary="Download all data",
    response_class=Response,
    responses={
        **SENT,
        **problems(*CALLER_REFUSALS, ExtractNotFound, ExtractNotReady, ExtractExpired),
    },
)
async def download_takeout(
    db: Db, pool: Pool, caller: Owner, takeout_id: UUID
) -> StreamingResponse:
    """For seven days; each download is recorded."""
    row = await ask.load(db, Takeout, takeout_id)
    await link.take_along(db, caller, row)
    return sent(row, link.pieces(pool, row), "mon-carnet")


@router.post(
    "/intakes",
    operation_id="create_intake",
    summary="Take all data of a merchant in",
    status_code=201,
    openapi_extra=TAKEN,
    responses=problems(*CALLER_REFUSALS, NotATakeout, TakeoutOfAnotherVersion, IntakeUnderWay),
)
async def create_intake(db: Db, caller: Newcomer, request: Request) -> IntakeOut:
    """The file of a takeout, into a merchant without customers, programmes or places: the same
    ids, card codes and ledger. All of it or nothing, and only if every table then has the digest
    that the file tells. Made in the background: ask again until `status` is `done`."""
    # The lookup of the caller is over: its connection is not kept while a slow sender sends.
    await db.rollback()
    try:
        file = await spool(request.stream())
    except ClientDisconnect:
        raise Undecodable("The upload broke off") from None
    with file:
        return IntakeOut.model_validate(await intake.keep(db, caller, file))


@router.get(
    "/intakes",
    operation_id="list_intakes",
    summary="List the files taken in",
    responses=problems(*CALLER_REFUSALS, BadCursor),
)
async def list_intakes(db: Db, caller: Newcomer, page: Paging) -> Page[IntakeOut]:
    """Newest first."""
    rows, cursor = await page.read(db, select(Intake), (Intake.id, UUID))
    return Page(items=[IntakeOut.model_validate(row) for row in rows], next_cursor=cursor)


@router.get(
    "/intakes/{intake_id}",
    operation_id="read_intake",
    summary="Read where the taking in stands",
    responses=problems(*CALLER_REFUSALS, IntakeNotFound),
)
async def read_intake(db: Db, caller: Newcomer, intake_id: UUID) -> IntakeOut:
    """`failed`: nothing was kept, and `problem` says why."""
    return IntakeOut.model_validate(await intake.load(db, intake_id))
