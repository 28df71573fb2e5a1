"""Where an operation takes place."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.caller import Caller
from api.accounts.models import Location
from api.core.errors import Problem


class UnknownLocation(Problem):
    status, code, title = 422, "UNKNOWN_LOCATION", "The merchant has no such location"


async def of(db: AsyncSession, caller: Caller, named: UUID | None) -> UUID | None:
    """A paired device stands where it stands; anybody else may say. Raises
    :class:`UnknownLocation`."""
    if caller.location_id is not None or named is None:
        return caller.location_id
    if await db.scalar(select(Location.id).where(Location.id == named)) is None:
        raise UnknownLocation
    return named
