"""Merging two customers, and undoing it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.cards.ledger.writing import TooManyOnCard
from api.cards.merging.merge import HoldsOpen, Pair, SameCustomer, customers, merge, moves
from api.cards.merging.unmerge import MergeNotFound, MergeNotUndoable, obstacles, undo
from api.cards.models import Merge
from api.cards.schemas.merges import CardMove, MergeIn, MergeOut, MergePreview
from api.core import bulk_reads
from api.core.deps import Db
from api.core.errors import BadCursor, Stale, problems
from api.core.pages import Page, Paging
from api.customers.found import NOT_USABLE
from api.customers.merging import chosen
from api.customers.models import Customer
from api.customers.register import NobodyNamed
from api.customers.schemas import Channel

router = APIRouter(prefix="/v1/merges", tags=["customers"])

Merger = Annotated[Caller, needs("customers:merge")]
REFUSALS = (*CALLER_REFUSALS, *NOT_USABLE, SameCustomer, HoldsOpen, Stale)


def _name(customer: Customer) -> str | None:
    names = " ".join(filter(None, (customer.first_name, customer.last_name)))
    return names or customer.company


async def _shown(db: AsyncSession, merges: Sequence[Merge]) -> list[MergeOut]:
    ids = {one for row in merges for one in (row.kept_id, row.merged_id)}
    found = await db.scalars(select(Customer).where(Customer.id.in_(ids)))
    names = {customer.id: _name(customer) for customer in found}
    why = await obstacles(db, merges)
    return [
        MergeOut.model_validate(
            {
                "id": row.id,
                "kept_id": row.kept_id,
                "merged_id": row.merged_id,
                "kept_name": names[row.kept_id],
                "merged_name": names[row.merged_id],
                "created_at": row.created_at,
                "reversed_at": row.reversed_at,
                "undoable": why[row.id] is None,
                "obstacle": why[row.id],
                "cards_moved": row.cards_moved,
                "units_moved": row.units_moved,
            }
        )
        for row in merges
    ]


def _pair(body: MergeIn) -> Pair:
    return Pair(body.keep_id, body.merge_id, body.keep_version, body.merge_version)


@router.get(
    "",
    operation_id="list_merges",
    summary="List merges",
    responses=problems(*CALLER_REFUSALS, BadCursor),
)
async def list_merges(
    db: Db,
    caller: Annotated[Caller, needs("customers:read")],
    page: Paging,
    customer_id: UUID | None = None,
) -> Page[MergeOut]:
    """Newest first; with `customer_id` those of one customer."""
    query = select(Merge)
    if customer_id:
        query = query.where(or_(Merge.kept_id == customer_id, Merge.merged_id == customer_id))
    rows, cursor = await page.read(db, query, (Merge.id, UUID))
    bulk_reads.note(db, caller, "merges", len(rows))
    return Page(items=await _shown(db, rows), next_cursor=cursor)


@router.post(
    "",
    operation_id="merge_customers",
    summary="Merge two customers",
    status_code=201,
    responses=problems(*REFUSALS, NobodyNamed, TooManyOnCard),
)
async def merge_customers(db: Db, caller: Merger, body: MergeIn) -> MergeOut:
    """Cards, units, consents and history of `merge_id` go to `keep_id`. Where both have a card of
    one program, the units move to the kept one's, and the other's code, number and page go on
    working as that card. Reading `merge_id` then answers 410 with the id of who was kept. If
    either customer was changed since you read it: 412."""
    channel: Channel = "api" if caller.kind == "api_key" else "desk"
    made = await merge(db, caller, channel, _pair(body), body.fields)
    return (await _shown(db, [made]))[0]


@router.post(
    "/preview",
    operation_id="preview_merge",
    summary="What a merge would move",
    responses=problems(*REFUSALS),
)
async def preview_merge(db: Db, caller: Merger, body: MergeIn) -> MergePreview:
    """Changes nothing."""
    kept, merged = await customers(db, _pair(body), lock=False)
    going = await moves(db, kept, merged)
    return MergePreview(
        cards_moved=len(going.cards),
        units_moved=going.units,
        consents_moved=len(going.consents),
        cards=[CardMove(card_id=one, into=going.into.get(one)) for one in going.cards],
        changed=sorted(chosen(kept, merged, body.fields)),
    )


@router.post(
    "/{merge_id}/reversal",
    operation_id="undo_merge",
    summary="Undo a merge",
    responses=problems(*CALLER_REFUSALS, MergeNotFound, MergeNotUndoable),
)
async def undo_merge(db: Db, caller: Merger, merge_id: UUID) -> MergeOut:
    """Both customers and their cards are as they were, within 30 days and as long as nothing has
    happened to the kept customer or its cards; else 409 with a `reason`."""
    return (await _shown(db, [await undo(db, caller, merge_id)]))[0]
