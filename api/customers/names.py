"""What lists that name a customer by its id call it."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.customers.models import Customer


async def names_of(db: AsyncSession, ids: Collection[UUID]) -> dict[UUID, str | None]:
    """Of those who are still known; in one query. None: nothing is known but the record."""
    if not ids:
        return {}
    found = await db.execute(
        select(
            *(Customer.id, Customer.first_name, Customer.last_name),
            *(Customer.company, Customer.email, Customer.phone),
        ).where(Customer.id.in_(ids))
    )
    return {
        id: " ".join(part for part in (first, last) if part) or company or email or phone
        for id, first, last, company, email, phone in found
    }
