"""Reading one customer by its id."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.errors import Problem
from api.customers.models import Customer
from api.customers.restricted import CustomerRestricted, refuse_use


class CustomerNotFound(Problem):
    status, code, title = 404, "CUSTOMER_NOT_FOUND", "There is no such customer"


class CustomerMerged(Problem):
    """``customer_id`` in the document is the customer that goes on."""

    status, code, title = 410, "CUSTOMER_MERGED", "This customer was merged into another"


NOT_THERE: tuple[type[Problem], ...] = (CustomerNotFound, CustomerMerged)
NOT_USABLE: tuple[type[Problem], ...] = (*NOT_THERE, CustomerRestricted)


async def find(
    db: AsyncSession, customer_id: UUID, *, lock: bool = False, restricted: bool = False
) -> Customer:
    """``lock``: to do something with the customer, which a restriction forbids; with
    ``restricted`` it is what the person may do all the same.

    Raises :class:`CustomerNotFound`, :class:`CustomerMerged`, ``CustomerRestricted``."""
    query = select(Customer).where(Customer.id == customer_id)
    customer = await db.scalar(query.with_for_update() if lock else query)
    if customer is None:
        raise CustomerNotFound
    if customer.merged_into is not None:
        raise CustomerMerged(customer_id=await _in_the_end(db, customer.merged_into))
    if lock and not restricted:
        refuse_use(customer)
    return customer


async def _in_the_end(db: AsyncSession, customer_id: UUID) -> UUID:
    """Who goes on, where the one into whom a customer was merged was merged as well."""
    into: UUID | None = customer_id
    while into is not None:
        customer_id = into
        into = await db.scalar(select(Customer.merged_into).where(Customer.id == customer_id))
    return customer_id
