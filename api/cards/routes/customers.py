"""Lists of customers over HTTP."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from sqlalchemy import func, select

from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.cards.showing.customer_lists import CustomerFilter, Sort, conditions
from api.core import bulk_reads
from api.core.deps import Db
from api.core.errors import BadCursor, problems
from api.core.pages import Page, Paging, Sorted, big_number, moment, number, words
from api.customers import consents
from api.customers.models import Customer
from api.customers.schemas import CustomerOut, shown

router = APIRouter(prefix="/v1/customers", tags=["customers"])


class CustomerQuery(CustomerFilter):
    sort: Sort = "recent"
    count: bool = False
    limit: Any = None
    cursor: Any = None


@router.get(
    "",
    operation_id="list_customers",
    summary="List and search customers",
    responses=problems(*CALLER_REFUSALS, BadCursor),
)
async def list_customers(
    db: Db,
    caller: Annotated[Caller, needs("customers:read")],
    page: Paging,
    wish: Annotated[CustomerQuery, Query()],
    answer: Response,
) -> Page[CustomerOut]:
    """Latest activity (a visit or joining) first, or by name, or who came or spent most first.
    With `count=true`, the header `X-Total-Count` says how many there are on all pages."""
    where = await conditions(db, wish)
    query = select(Customer.id).where(*where)
    if wish.count:
        counted = select(func.count()).select_from(Customer).where(*where)
        answer.headers["X-Total-Count"] = str(await db.scalar(counted))
    order: dict[str, Sorted] = {
        "recent": (Customer.last_active_at, moment),
        "name": (Customer.search_name, words),
        "visits": (Customer.visits, number),
        "spent": (Customer.spent, big_number),
    }
    # The page is found in an index; then its rows are read.
    ids, cursor = await page.read(
        db, query, order[wish.sort], (Customer.id, UUID), ascending=wish.sort == "name"
    )
    rows = {row.id: row for row in await db.scalars(select(Customer).where(Customer.id.in_(ids)))}
    granted = await consents.granted(db, ids)
    bulk_reads.note(db, caller, "customers", len(ids))
    return Page(
        items=[shown(rows[one], granted.get(one, set())) for one in ids], next_cursor=cursor
    )
