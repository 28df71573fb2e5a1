"""The desk's first screen over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.cards.showing import overview
from api.cards.showing.overview import OverviewOut
from api.core.deps import Db
from api.core.errors import problems

router = APIRouter(prefix="/v1", tags=["overview"])


@router.get(
    "/overview",
    operation_id="read_overview",
    summary="Today at a glance",
    responses=problems(*CALLER_REFUSALS),
)
async def read_overview(db: Db, caller: Annotated[Caller, needs("cards:read")]) -> OverviewOut:
    """Days are the merchant's, in its time zone. Entries taken back are not counted."""
    return await overview.read(db, caller.merchant_id)
