"""Exports over HTTP."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse
from sqlalchemy import select

from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.core.deps import Db, Pool
from api.core.errors import BadCursor, problems
from api.core.pages import Page, Paging
from api.exports import ask
from api.exports.ask import ExportExpired, ExportNotFound, ExportNotReady, TooManyExports
from api.exports.models import Export
from api.exports.schemas import ExportIn, ExportOut

router = APIRouter(prefix="/v1/exports", tags=["exports"])

Exporter = Annotated[Caller, needs("customers:export")]

_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file.",
        "content": {
            kind: {"schema": {"type": "string", "format": "binary"}} for kind in _TYPES.values()
        },
    }
}


@router.post(
    "",
    operation_id="create_export",
    summary="Have a list made into a file",
    status_code=201,
    responses=problems(*CALLER_REFUSALS, TooManyExports),
)
async def create_export(db: Db, caller: Exporter, body: ExportIn) -> ExportOut:
    """Made in the background: ask again until `status` is `ready`. CSV is UTF-8 with a mark and
    RFC 4180; texts that a spreadsheet would compute have an apostrophe before them. Every export
    and every download is recorded."""
    return ExportOut.model_validate(await ask.ask(db, caller, body))


@router.get(
    "",
    operation_id="list_exports",
    summary="List exports",
    responses=problems(*CALLER_REFUSALS, BadCursor),
)
async def list_exports(db: Db, caller: Exporter, page: Paging) -> Page[ExportOut]:
    """Newest first."""
    query = select(Export)
    rows, cursor = await page.read(db, query, (Export.id, UUID))
    return Page(items=[ExportOut.model_validate(row) for row in rows], next_cursor=cursor)


@router.get(
    "/{export_id}",
    operation_id="read_export",
    summary="Read where an export stands",
    responses=problems(*CALLER_REFUSALS, ExportNotFound),
)
async def read_export(db: Db, caller: Exporter, export_id: UUID) -> ExportOut:
    """`failed`: it could not be made; ask for another one."""
    return ExportOut.model_validate(await ask.load(db, export_id))


@router.get(
    "/{export_id}/file",
    operation_id="download_export",
    summary="Download the file",
    response_class=Response,
    responses={
        **_FILE,
        **problems(*CALLER_REFUSALS, ExportNotFound, ExportNotReady, ExportExpired),
    },
)
async def download_export(
    db: Db, pool: Pool, caller: Exporter, export_id: UUID
) -> StreamingResponse:
    """For seven days."""
    row = await ask.load(db, export_id)
    ask.open_file(db, caller, row)
    name = f"{row.what}-{row.created_at:%Y-%m-%d}.{row.format}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(row.size),
    }
    return StreamingResponse(
        ask.pieces(pool, caller.merchant_id, export_id),
        media_type=_TYPES[row.format],
        headers=headers,
    )
