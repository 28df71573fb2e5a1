"""Importing customers over HTTP."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import unquote
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy import select
from starlette.requests import ClientDisconnect

from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.cards.enrolling.enrol import EnrolmentClosed
from api.core import audit, bulk_reads
from api.core.deps import Db, Pool
from api.core.errors import BadCursor, Undecodable, problems
from api.core.pages import Page, Paging, number
from api.core.quotas import FrozenByPlan
from api.customers.fields import Language
from api.imports import results, steer
from api.imports.models import Import
from api.imports.schemas import Encoding, ImportOut, ImportRowOut, MappingIn, Outcome
from api.imports.steer import (
    BadMapping,
    ConsentStatementRequired,
    ImportNotFound,
    ImportRunning,
    ImportState,
)
from api.imports.upload import EmptyFile, TooManyImports, UnsupportedFile, spool, take_in
from api.imports.view import shown
from api.programs.life import ProgramNotFound

router = APIRouter(prefix="/v1/imports", tags=["imports"])

Importer = Annotated[Caller, needs("customers:import")]

_BINARY = {"schema": {"type": "string", "format": "binary"}}
_FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The file itself, at most 50 MB.",
        "content": {
            "text/csv": _BINARY,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _BINARY,
        },
    }
}
_CSV: dict[int | str, dict[str, Any]] = {
    200: {"description": "The rejected rows with their cause.", "content": {"text/csv": _BINARY}}
}


def _readable(name: str | None) -> str | None:
    """A header's name as it may be kept: headers are Latin-1, so browsers send it encoded."""
    text = "".join(char for char in unquote(name or "") if char.isprintable())
    return text.rpartition("/")[2].rpartition("\\")[2].strip()[:120] or None


@router.post(
    "",
    operation_id="upload_import",
    summary="Bring a file of customers",
    status_code=201,
    openapi_extra=_FILE,
    responses=problems(*CALLER_REFUSALS, EmptyFile, UnsupportedFile, TooManyImports),
)
async def upload_import(
    db: Db,
    caller: Importer,
    request: Request,
    x_filename: Annotated[
        str | None, Header(max_length=500, description="Its name, percent-encoded UTF-8.")
    ] = None,
    encoding: Annotated[
        Encoding | None, Query(description="Of a CSV file; found out where not given.")
    ] = None,
) -> ImportOut:
    """CSV with any of the usual encodings and delimiters, or XLSX (its first sheet with rows).
    It is read in the background: ask again until `status` is no longer `reading`; then `columns`
    and a suggested `mapping` are there. Nothing is written to the notebook before `run`."""
    # The lookup of the caller is over: its connection is not kept while a slow sender sends.
    await db.rollback()
    try:
        file = await spool(request.stream())
    except ClientDisconnect:
        raise Undecodable("The upload broke off") from None
    with file:
        return shown(await take_in(db, caller, file, _readable(x_filename), encoding))


@router.get(
    "",
    operation_id="list_imports",
    summary="List imports",
    responses=problems(*CALLER_REFUSALS, BadCursor),
)
async def list_imports(db: Db, caller: Importer, page: Paging) -> Page[ImportOut]:
    """Newest first."""
    query = select(Import)
    rows, cursor = await page.read(db, query, (Import.id, UUID))
    return Page(items=[shown(row) for row in rows], next_cursor=cursor)


@router.get(
    "/{import_id}",
    operation_id="read_import",
    summary="Read where an import stands",
    responses=problems(*CALLER_REFUSALS, ImportNotFound),
)
async def read_import(db: Db, caller: Importer, import_id: UUID) -> ImportOut:
    """While it is `reading`, `checking`, `running` or `undoing`, ask again every second or so."""
    return shown(await steer.load(db, import_id))


@router.put(
    "/{import_id}/mapping",
    operation_id="map_import",
    summary="Say what the columns are, and check the rows",
    responses=problems(
        *CALLER_REFUSALS,
        ImportNotFound,
        ImportState,
        BadMapping,
        ConsentStatementRequired,
        ProgramNotFound,
        EnrolmentClosed,
        FrozenByPlan,
    ),
)
async def map_import(db: Db, caller: Importer, import_id: UUID, body: MappingIn) -> ImportOut:
    """Starts a dry run, which writes nothing: `counts`, `errors` and the rows then say what would
    happen. Another mapping starts it anew. The mapping is remembered for the next file with the
    same header.

    An opening `balance` goes to the customer's card in `program_id`, which is given out where
    there is none; a card takes an opening balance once."""
    row = await steer.load(db, import_id, lock=True)
    await steer.choose(db, caller, row, body)
    return shown(row)


@router.post(
    "/{import_id}/run",
    operation_id="run_import",
    summary="Write the checked rows into the notebook",
    status_code=202,
    responses=problems(*CALLER_REFUSALS, ImportNotFound, ImportState, ImportRunning),
)
async def run_import(db: Db, caller: Importer, import_id: UUID) -> ImportOut:
    """In the background, a hundred rows at a time; `progress` tells how far. What other people
    changed since the check counts: a customer added meanwhile is not added twice."""
    row = await steer.load(db, import_id, lock=True)
    await steer.run(db, caller, row)
    return shown(row)


@router.post(
    "/{import_id}/cancellation",
    operation_id="cancel_import",
    summary="Stop an import",
    responses=problems(*CALLER_REFUSALS, ImportNotFound, ImportState),
)
async def cancel_import(db: Db, caller: Importer, import_id: UUID) -> ImportOut:
    """Before it was run, the file is deleted. While it runs, what is written stays and can be
    undone."""
    row = await steer.load(db, import_id, lock=True)
    await steer.cancel(db, caller, row)
    return shown(row)


@router.post(
    "/{import_id}/reversal",
    operation_id="undo_import",
    summary="Take a whole import back",
    status_code=202,
    responses=problems(*CALLER_REFUSALS, ImportNotFound, ImportState, ImportRunning),
)
async def undo_import(db: Db, caller: Importer, import_id: UUID) -> ImportOut:
    """Within 30 days. Created customers go, changed fields get their former values. Who was
    touched since (edited, stamped, merged) is left and reported."""
    row = await steer.load(db, import_id, lock=True)
    await steer.undo(db, caller, row)
    return shown(row)


@router.get(
    "/{import_id}/rows",
    operation_id="list_import_rows",
    summary="Look at the rows and what comes of them",
    responses=problems(*CALLER_REFUSALS, ImportNotFound, BadCursor),
)
async def list_import_rows(
    db: Db,
    caller: Importer,
    import_id: UUID,
    page: Paging,
    outcome: Outcome | None = None,
) -> Page[ImportRowOut]:
    """In the file's order: after the check what would happen, after the run what did."""
    await steer.load(db, import_id)
    after = page.after(number, number)
    start = (after[0], after[1] + 1) if after else (0, 0)
    found = await results.rows(db, import_id, outcome, start, page.limit + 1)
    rows, cursor = page.cut(found, lambda one: one[0])
    bulk_reads.note(db, caller, "import_rows", len(rows))
    return Page(items=[one for _, one in rows], next_cursor=cursor)


@router.get(
    "/{import_id}/rejected.csv",
    operation_id="download_rejected_rows",
    summary="Download the rejected rows",
    response_class=Response,
    responses={**_CSV, **problems(*CALLER_REFUSALS, ImportNotFound)},
)
async def download_rejected_rows(
    db: Db, pool: Pool, caller: Importer, import_id: UUID, language: Language = "fr"
) -> StreamingResponse:
    """As they came, with row number and cause; put right, the file can be imported again.
    Cells that a spreadsheet would compute have an apostrophe before them."""
    row = await steer.load(db, import_id)
    audit.record(db, caller, "import.rejects_downloaded", "import", row.id)
    return StreamingResponse(
        results.rejected_csv(pool, caller.merchant_id, row, language),
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="rejected-{import_id}.csv"'},
    )
