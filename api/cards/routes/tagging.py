"""Tags for whole lists of customers."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, model_validator
from sqlalchemy import select

from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.cards.showing.customer_lists import CustomerFilter, conditions
from api.core import audit, events
from api.core.deps import Db
from api.core.errors import Problem, problems
from api.customers.fields import Tags
from api.customers.models import Customer
from api.customers.tagging import AT_ONCE, retag

router = APIRouter(prefix="/v1/customers/bulk-tags", tags=["customers"])


class TooManyCustomers(Problem):
    status, code, title = 422, "TOO_MANY_CUSTOMERS", "That list is too long to be tagged at once"


class BulkTagsIn(BaseModel):
    """Whom (`ids`, or everybody whom `filter` lists), and which tags come and go."""

    model_config = ConfigDict(extra="forbid")

    ids: list[UUID] | None = Field(None, min_length=1, max_length=AT_ONCE)
    filter: CustomerFilter | None = None
    add: Tags = []
    remove: Tags = []

    @model_validator(mode="after")
    def _somebody_and_something(self) -> BulkTagsIn:
        if (self.ids is None) == (self.filter is None):
            raise ValueError("either ids or filter")
        if not (self.add or self.remove):
            raise ValueError("add or remove a tag at least")
        return self


class BulkTagsBack(BaseModel):
    """A body for this same route."""

    ids: list[UUID]
    add: list[str] = []
    remove: list[str] = []


class BulkTagsOut(BaseModel):
    changed: int = Field(description="Customers whose tags are others now.")
    undo: list[BulkTagsBack] = Field(
        description="Sent one after the other, they put back what this changed, and that alone:"
        " who had a tag before keeps it."
    )


@router.post(
    "",
    operation_id="tag_customers",
    summary="Tag many customers",
    responses=problems(*CALLER_REFUSALS, TooManyCustomers),
)
async def tag_customers(
    db: Db, caller: Annotated[Caller, needs("customers:write")], body: BulkTagsIn
) -> BulkTagsOut:
    """At most 10,000 at once. Who has the tag already, or as many as fit, is left alone; ids that
    are nobody's are passed over."""
    ids = body.ids
    if ids is None:
        query = select(Customer.id).where(*await conditions(db, body.filter or CustomerFilter()))
        ids = list(await db.scalars(query.limit(AT_ONCE + 1)))
        if len(ids) > AT_ONCE:
            raise TooManyCustomers(maximum=AT_ONCE)
    done = await retag(db, ids, body.add, body.remove)
    changed = done.customers
    for customer_id in sorted(changed):
        fields = ["tags"]
        audit.record(db, caller, "customer.changed", "customer", customer_id, fields=fields)
        events.publish(db, "customer.changed", "customer", customer_id, fields=fields)
    undo = [
        *(BulkTagsBack(ids=whose, remove=[tag]) for tag, whose in done.added.items()),
        *(BulkTagsBack(ids=whose, add=[tag]) for tag, whose in done.removed.items()),
    ]
    return BulkTagsOut(changed=len(changed), undo=undo)
