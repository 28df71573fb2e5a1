"""A change of a program, weighed over HTTP."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from api.accounts import local_time
from api.accounts.deps import CALLER_REFUSALS
from api.cards.schemas.effects import EffectsOut
from api.cards.showing import effects
from api.core.deps import Db
from api.core.errors import problems
from api.programs import life
from api.programs.catalogue import UnknownReward
from api.programs.deps import Reader
from api.programs.life import LowContrast, NoReward, ProgramNotFound, UnitFixed, WrongState
from api.programs.schemas.programs import ProgramPatch

router = APIRouter(prefix="/v1/programs", tags=["programs"])


@router.post(
    "/{program_id}/effects",
    operation_id="weigh_program_change",
    summary="What would a change mean for existing cards?",
    responses=problems(
        *CALLER_REFUSALS,
        ProgramNotFound,
        LowContrast,
        UnknownReward,
        NoReward,
        UnitFixed,
        WrongState,
    ),
)
async def weigh_change(db: Db, caller: Reader, program_id: UUID, body: ProgramPatch) -> EffectsOut:
    """Takes the body of a change and makes none. Units on cards and their expiry stay as they
    are whatever the change; `notes` says what a holder may notice."""
    program = await life.load(db, program_id)
    return await effects.of(db, program, body, await local_time.today(db, caller.merchant_id))
