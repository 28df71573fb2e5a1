"""The agenda over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.agenda.gathering import agenda
from api.agenda.schemas import AgendaOut
from api.core.deps import Db
from api.core.errors import problems

router = APIRouter(prefix="/v1", tags=["overview"])


@router.get(
    "/agenda",
    operation_id="read_agenda",
    summary="What to do today",
    responses=problems(*CALLER_REFUSALS),
)
async def read_agenda(db: Db, caller: Annotated[Caller, needs("cards:read")]) -> AgendaOut:
    """What waits for somebody of the shop, over all domains: rights to answer, imports to confirm,
    campaigns that are ready, work that failed, rewards that end, units about to expire,
    birthdays. Only what the caller may read. Days are the merchant's, in its time zone."""
    return AgendaOut(matters=await agenda(db, caller))
