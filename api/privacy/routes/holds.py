"""Legal holds over HTTP."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import select

from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.core.deps import Db
from api.core.errors import BadCursor, problems
from api.core.pages import Page, Paging
from api.privacy.holds.keeping import HeldRowNotFound, HoldOver, LegalHoldNotFound, lift, place
from api.privacy.holds.models import LegalHold
from api.privacy.retention.schemas import LegalHoldIn, LegalHoldOut

router = APIRouter(prefix="/v1/privacy/holds", tags=["privacy"])

Writer = Annotated[Caller, needs("privacy:write")]


def _shown(hold: LegalHold) -> LegalHoldOut:
    return LegalHoldOut(
        id=hold.id, table=hold.table_name, row_id=hold.row_id, reason=hold.reason,
        until=hold.until, placed_at=hold.placed_at, lifted_at=hold.lifted_at,
    )  # fmt: skip


@router.get(
    "",
    operation_id="list_legal_holds",
    summary="List legal holds",
    responses=problems(*CALLER_REFUSALS, BadCursor),
)
async def list_holds(
    db: Db, caller: Annotated[Caller, needs("privacy:read")], page: Paging
) -> Page[LegalHoldOut]:
    """Newest first, with those that are lifted or over."""
    rows, cursor = await page.read(db, select(LegalHold), (LegalHold.id, UUID))
    return Page(items=[_shown(row) for row in rows], next_cursor=cursor)


@router.post(
    "",
    operation_id="place_legal_hold",
    summary="Hold a row",
    status_code=201,
    responses=problems(*CALLER_REFUSALS, HeldRowNotFound, HoldOver),
)
async def place_hold(db: Db, caller: Writer, body: LegalHoldIn) -> LegalHoldOut:
    """The row is not deleted before `until`, whatever its period: a claim or an order needs it.
    On a customer, nothing that is theirs is erased."""
    hold = await place(db, caller, body.table, body.row_id, body.reason, body.until)
    return _shown(hold)


@router.delete(
    "/{legal_hold_id}",
    operation_id="lift_legal_hold",
    summary="Lift a hold",
    status_code=204,
    responses=problems(*CALLER_REFUSALS, LegalHoldNotFound),
)
async def lift_hold(db: Db, caller: Writer, legal_hold_id: UUID) -> None:
    """What was held goes again when its time is over. Lifting it again changes nothing."""
    await lift(db, caller, legal_hold_id)
