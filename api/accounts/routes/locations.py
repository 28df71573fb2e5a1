"""The merchant's places over HTTP."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Response
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.accounts.caller import Caller
from api.accounts.counted import LOCATIONS
from api.accounts.credentials import forget_team
from api.accounts.deps import CALLER_REFUSALS, needs
from api.accounts.models import Location
from api.accounts.schemas.team import LocationIn, LocationOut, LocationPatch
from api.accounts.team import LocationNotFound
from api.core import audit, quotas
from api.core.db import sqlstate
from api.core.deps import Db
from api.core.errors import BadCursor, PreconditionRequired, Problem, Stale, match_version, problems
from api.core.pages import Page, Paging
from api.core.quotas import FrozenByPlan, PlanLimit

router = APIRouter(prefix="/v1", tags=["team"])

Reader = Annotated[Caller, needs("locations:read")]
Writer = Annotated[Caller, needs("locations:write")]
QUOTA = (PlanLimit, FrozenByPlan)
_STILL_NAMED = ("23503", "23001")


class LocationInUse(Problem):
    status, code, title = 409, "LOCATION_IN_USE", "Something happened here: close it instead"


async def _location(db: AsyncSession, location_id: UUID, *, lock: bool = False) -> Location:
    query = select(Location).where(Location.id == location_id)
    found = await db.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise LocationNotFound
    return found


@router.get(
    "/locations",
    operation_id="list_locations",
    summary="List the places",
    responses=problems(*CALLER_REFUSALS, BadCursor),
)
async def list_locations(db: Db, caller: Reader, page: Paging) -> Page[LocationOut]:
    """Oldest first, closed ones included."""
    query = select(Location)
    rows, cursor = await page.read(db, query, (Location.id, UUID), ascending=True)
    return Page(items=[LocationOut.model_validate(row) for row in rows], next_cursor=cursor)


@router.post(
    "/locations",
    operation_id="create_location",
    summary="Add a place",
    status_code=201,
    responses=problems(*CALLER_REFUSALS, PlanLimit),
)
async def create_location(
    db: Db, caller: Writer, body: LocationIn, answer: Response
) -> LocationOut:
    """A shop, a market stall, a van: where customers are served."""
    row = Location(id=uuid7(), name=body.name, address=body.address or None)
    db.add(row)
    quotas.take(db, LOCATIONS)
    audit.record(db, caller, "location.created", "location", row.id)
    await db.flush()
    answer.headers["ETag"] = f'"{row.version}"'
    return LocationOut.model_validate(row)


@router.get(
    "/locations/{location_id}",
    operation_id="read_location",
    summary="Read a place",
    responses=problems(*CALLER_REFUSALS, LocationNotFound),
)
async def read_location(db: Db, caller: Reader, location_id: UUID, answer: Response) -> LocationOut:
    """The `ETag` is what `If-Match` of a change has to name."""
    row = await _location(db, location_id)
    answer.headers["ETag"] = f'"{row.version}"'
    return LocationOut.model_validate(row)


@router.patch(
    "/locations/{location_id}",
    operation_id="change_location",
    summary="Change or close a place",
    responses=problems(*CALLER_REFUSALS, LocationNotFound, *QUOTA, Stale, PreconditionRequired),
)
async def change_location(
    db: Db,
    caller: Writer,
    location_id: UUID,
    body: LocationPatch,
    answer: Response,
    if_match: Annotated[str | None, Header(description="The `ETag` that you read.")] = None,
) -> LocationOut:
    """Changes the fields named; null empties the address. Closing (`active` false) ends what is
    signed in at its counters, within seconds; it can be opened again."""
    row = await _location(db, location_id, lock=True)
    match_version(if_match, row.version)
    changes = body.model_dump(exclude_unset=True)
    was_active = row.active
    if row.frozen_at is not None and changes != {"active": False}:
        raise FrozenByPlan
    for name, value in changes.items():
        if name == "address":
            row.address = value or None
        elif value is not None:
            setattr(row, name, value)
    if was_active != row.active and row.frozen_at is None:
        quotas.take(db, LOCATIONS, 1 if row.active else -1)
    row.version += 1
    forget_team(db, caller.merchant_id)
    audit.record(db, caller, "location.changed", "location", row.id, fields=sorted(changes))
    await db.flush()
    answer.headers["ETag"] = f'"{row.version}"'
    return LocationOut.model_validate(row)


@router.delete(
    "/locations/{location_id}",
    operation_id="remove_location",
    summary="Remove a place",
    status_code=204,
    responses=problems(*CALLER_REFUSALS, LocationNotFound, LocationInUse),
)
async def remove_location(db: Db, caller: Writer, location_id: UUID) -> None:
    """One that was made by mistake. Where a device has stood or something was recorded, close it
    instead."""
    row = await _location(db, location_id, lock=True)
    try:
        async with db.begin_nested():
            await db.execute(delete(Location).where(Location.id == location_id))
    except IntegrityError as error:
        if sqlstate(error) not in _STILL_NAMED:
            raise
        raise LocationInUse from error
    if row.active and row.frozen_at is None:
        quotas.release(db, LOCATIONS)
    audit.record(db, caller, "location.removed", "location", location_id)
