"""Customers who may be one person."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.core import audit, bulk_reads
from api.core.clock import now
from api.core.deps import Db
from api.core.errors import BadCursor, Problem, problems
from api.core.pages import Page, Paging, moment, number
from api.customers import consents, duplicates
from api.customers.models import Customer, Duplicate
from api.customers.schemas import CustomerOut, shown

router = APIRouter(prefix="/v1/duplicates", tags=["customers"])


class DuplicateOut(BaseModel):
    id: UUID
    reason: list[Literal["phone", "email", "name"]]
    score: int = Field(description="How likely it is one person, in percent.")
    customers: list[CustomerOut] = Field(description="Two; the older one first.")
    dismissed_at: datetime | None = Field(description="When a member said that they are two.")


class DuplicateNotFound(Problem):
    status, code, title = 404, "DUPLICATE_NOT_FOUND", "There is no such proposal"


async def _shown(db: AsyncSession, rows: list[Duplicate]) -> list[DuplicateOut]:
    ids = {one for row in rows for one in (row.first_id, row.second_id)}
    found = await db.scalars(select(Customer).where(Customer.id.in_(ids)))
    granted = await consents.granted(db, ids)
    outs = {one.id: shown(one, granted.get(one.id, set())) for one in found}
    return [
        DuplicateOut.model_validate(
            {
                "id": row.id,
                "reason": row.reasons,
                "score": row.score,
                "customers": [outs[row.first_id], outs[row.second_id]],
                "dismissed_at": row.dismissed_at,
            }
        )
        for row in rows
    ]


@router.get(
    "",
    operation_id="list_duplicates",
    summary="List customers who may be one person",
    responses=problems(*CALLER_REFUSALS, BadCursor),
)
async def list_duplicates(
    db: Db,
    caller: Annotated[Caller, needs("customers:read")],
    page: Paging,
    dismissed: Annotated[
        bool, Query(description="Instead, the pairs that were said to be two persons, latest first")
    ] = False,
) -> Page[DuplicateOut]:
    """Likeliest first. Looked for whenever a customer is written, a moment later, and at night."""
    at = Duplicate.dismissed_at
    query = select(Duplicate).where(at.is_not(None) if dismissed else at.is_(None))
    first = (at, moment) if dismissed else (Duplicate.score, number)
    rows, cursor = await page.read(db, query, first, (Duplicate.id, UUID))
    bulk_reads.note(db, caller, "duplicates", len(rows))
    return Page(items=await _shown(db, rows), next_cursor=cursor)


@router.post(
    "/{duplicate_id}/dismissal",
    operation_id="dismiss_duplicate",
    summary="Say that these are two persons",
    responses=problems(*CALLER_REFUSALS, DuplicateNotFound),
)
async def dismiss_duplicate(
    db: Db, caller: Annotated[Caller, needs("customers:merge")], duplicate_id: UUID
) -> DuplicateOut:
    """They are not proposed again, until the dismissal is deleted."""
    row = await _held(db, duplicate_id)
    if row.dismissed_at is None:
        row.dismissed_at, row.dismissed_by = now(), caller.id
        audit.record(
            db, caller, "duplicate.dismissed", "customer", row.first_id, other_id=row.second_id
        )
    await db.flush()
    return (await _shown(db, [row]))[0]


@router.delete(
    "/{duplicate_id}/dismissal",
    operation_id="restore_duplicate",
    summary="Take back that these are two persons",
    responses=problems(*CALLER_REFUSALS, DuplicateNotFound),
)
async def restore_duplicate(
    db: Db, caller: Annotated[Caller, needs("customers:merge")], duplicate_id: UUID
) -> DuplicateOut:
    """The pair is proposed again, for as long as something speaks for it."""
    row = await _held(db, duplicate_id)
    if row.dismissed_at is not None:
        row.dismissed_at = row.dismissed_by = None
        audit.record(
            db, caller, "duplicate.restored", "customer", row.first_id, other_id=row.second_id
        )
        await duplicates.look_for(db, row.first_id)
    await db.flush()
    return (await _shown(db, [row]))[0]


async def _held(db: AsyncSession, duplicate_id: UUID) -> Duplicate:
    row = await db.scalar(select(Duplicate).where(Duplicate.id == duplicate_id).with_for_update())
    if row is None:
        raise DuplicateNotFound
    return row
