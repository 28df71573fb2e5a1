"""Stamps per member and hour over HTTP."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from api.accounts.deps import CALLER_REFUSALS
from api.accounts.local_time import zone_of
from api.alerts import showing
from api.alerts.deps import Reader
from api.alerts.schemas import DayOfHoursOut
from api.alerts.watching import watch
from api.core.clock import now
from api.core.deps import Db
from api.core.errors import problems

router = APIRouter(prefix="/v1/member-hours", tags=["alerts"])


@router.get(
    "",
    operation_id="read_member_hours",
    summary="Read stamps per member and hour",
    responses=problems(*CALLER_REFUSALS),
)
async def read_member_hours(
    db: Db,
    caller: Reader,
    day: Annotated[
        date | None, Query(description="The merchant's; by default today. Kept for half a year.")
    ] = None,
) -> DayOfHoursOut:
    """What each member gave in each hour of a day and nobody took back. Programs' operations by
    API key are not here. Whoever works in the team is to be told that this is counted."""
    await watch(db, wait=False)
    zone = await zone_of(db, caller.merchant_id)
    return await showing.hours(db, day or now().astimezone(zone).date(), zone)
