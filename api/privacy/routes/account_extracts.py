"""One's own account as a file, over HTTP. It is there for whoever can sign in, whatever has become
of the merchant's subscription."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.deps import PERSON_REFUSALS, Person
from api.core.deps import Db, Pool
from api.core.errors import BadCursor, problems
from api.core.pages import Page, Paging
from api.core.personal import Subject
from api.privacy import inventory
from api.privacy.access import ask, link
from api.privacy.access.ask import ExtractNotFound, TooManyExtracts
from api.privacy.access.link import ExtractExpired, ExtractNotReady
from api.privacy.access.models import AccountExtract
from api.privacy.access.schemas import FileIn, FileOut
from api.privacy.routes.zips import SENT, sent

router = APIRouter(prefix="/v1/me/extracts", tags=["accounts"])


async def _own(db: AsyncSession, person: Person, extract_id: UUID) -> AccountExtract:
    row = await ask.load(db, AccountExtract, extract_id)
    if row.user_id != person.user_id:
        raise ExtractNotFound
    return row


@router.post(
    "",
    operation_id="create_account_extract",
    summary="Have my account's data made into a file",
    status_code=201,
    responses=problems(*PERSON_REFUSALS, TooManyExtracts),
)
async def create_account_extract(db: Db, person: Person, body: FileIn) -> FileOut:
    """Everything that is kept about the person as a user, at all merchants. Ask again until
    `status` is `ready`. Kept for seven days."""
    whose = inventory.Person(Subject.USER, person.user_id)
    return FileOut.model_validate(await ask.start(db, None, whose, body.language))


@router.get(
    "",
    operation_id="list_account_extracts",
    summary="List the files made of my account's data",
    responses=problems(*PERSON_REFUSALS, BadCursor),
)
async def list_account_extracts(db: Db, person: Person, page: Paging) -> Page[FileOut]:
    """Newest first."""
    query = select(AccountExtract).where(AccountExtract.user_id == person.user_id)
    rows, cursor = await page.read(db, query, (AccountExtract.id, UUID))
    return Page(items=[FileOut.model_validate(row) for row in rows], next_cursor=cursor)


@router.get(
    "/{extract_id}",
    operation_id="read_account_extract",
    summary="Read where a file of my account stands",
    responses=problems(*PERSON_REFUSALS, ExtractNotFound),
)
async def read_account_extract(db: Db, person: Person, extract_id: UUID) -> FileOut:
    """`failed`: it could not be made; ask for another one."""
    return FileOut.model_validate(await _own(db, person, extract_id))


@router.get(
    "/{extract_id}/file",
    operation_id="download_account_extract",
    summary="Download my account's data",
    response_class=Response,
    responses={
        **SENT,
        **problems(*PERSON_REFUSALS, ExtractNotFound, ExtractNotReady, ExtractExpired),
    },
)
async def download_account_extract(
    db: Db, pool: Pool, person: Person, extract_id: UUID
) -> StreamingResponse:
    """Signed in, for seven days."""
    row = await _own(db, person, extract_id)
    await link.check_there(db, row)
    return sent(row, link.pieces(pool, row), "mon-compte")
