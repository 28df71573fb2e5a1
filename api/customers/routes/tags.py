"""The merchant's own tags."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from sqlalchemy import text

from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.core.deps import Db
from api.core.errors import problems
from api.core.pages import Page
from api.core.tenancy import merchant_of
from api.customers import keys
from api.customers.schemas import TagCount

router = APIRouter(prefix="/v1/customers/tags", tags=["customers"])

MOST = 500
_COUNTS = text("""
SELECT key, count(*) AS customers
  FROM customer_keys
 WHERE merchant_id = :merchant_id AND key >= :first AND key < :last
 GROUP BY key
""")


@router.get(
    "",
    operation_id="list_tags",
    summary="List the tags in use",
    responses=problems(*CALLER_REFUSALS),
)
async def list_tags(db: Db, caller: Annotated[Caller, needs("customers:read")]) -> Page[TagCount]:
    """The 500 most used, in order of the alphabet. What differs in case only is one tag, as it is
    written most often."""
    first, last = keys.TAG, keys.TAG + keys.END
    values = {"merchant_id": merchant_of(db), "first": first, "last": last}
    spellings: dict[str, list[tuple[int, str]]] = {}
    for key, customers in await db.execute(_COUNTS, values):
        written = keys.tag_of(key)
        spellings.setdefault(written.casefold(), []).append((customers, written))
    counts = [
        TagCount(tag=max(found)[1], customers=sum(count for count, _ in found))
        for found in spellings.values()
    ]
    counts.sort(key=lambda one: -one.customers)
    found = sorted(counts[:MOST], key=lambda one: one.tag.casefold())
    return Page(items=found, next_cursor=None)
