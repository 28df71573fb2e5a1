"""Legal holds over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from sqlalchemy import select

from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.cards.models import Card
from api.core.clock import now
from api.core.deps import Db
from api.core.errors import BadCursor, problems
from api.core.pages import Page, Paging
from api.customers.names import names_of
from api.privacy.holds import held
from api.privacy.holds.keeping import HeldRowNotFound, HoldOver, LegalHoldNotFound, lift, place
from api.privacy.holds.models import LegalHold
from api.privacy.retention.schemas import LegalHoldIn, LegalHoldOut

router = APIRouter(prefix="/v1/privacy/holds", tags=["privacy"])

Writer = Annotated[Caller, needs("privacy:write")]


async def _shown(db: Db, holds: Sequence[LegalHold]) -> list[LegalHoldOut]:
    rows = {hold.row_id for hold in holds}
    of_cards = await db.execute(select(Card.id, Card.customer_id).where(Card.id.in_(rows)))
    whose = {id: customer_id for id, customer_id in of_cards if customer_id}
    known = await names_of(db, rows | set(whose.values()))
    shown = []
    for hold in holds:
        customer_id = whose.get(hold.row_id, hold.row_id)
        shown.append(
            LegalHoldOut(
                id=hold.id,
                table=hold.table_name,
                row_id=hold.row_id,
                reason=hold.reason,
                until=hold.until,
                placed_at=hold.placed_at,
                lifted_at=hold.lifted_at,
                customer_id=customer_id if customer_id in known else None,
                customer_name=known.get(customer_id),
            )
        )
    return shown


@router.get(
    "",
    operation_id="list_legal_holds",
    summary="List legal holds",
    responses=problems(*CALLER_REFUSALS, BadCursor),
)
async def list_holds(
    db: Db,
    caller: Annotated[Caller, needs("privacy:read")],
    page: Paging,
    status: Annotated[
        Literal["in_force", "ended"] | None, Query(description="`ended`: lifted, or over.")
    ] = None,
    row_id: Annotated[UUID | None, Query(description="Only those on this row.")] = None,
) -> Page[LegalHoldOut]:
    """Newest first."""
    query, holding = select(LegalHold), held.in_force(now())
    if status is not None:
        query = query.where(holding if status == "in_force" else ~holding)
    if row_id is not None:
        query = query.where(LegalHold.row_id == row_id)
    rows, cursor = await page.read(db, query, (LegalHold.id, UUID))
    return Page(items=await _shown(db, rows), next_cursor=cursor)


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
    (shown,) = await _shown(db, [hold])
    return shown


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
