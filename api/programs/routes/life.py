"""The life of a program over HTTP: draft → active → closing → archived."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response

from api.accounts import local_time
from api.accounts.deps import CALLER_REFUSALS
from api.core import audit, events
from api.core.deps import Config, Db
from api.core.errors import problems
from api.core.quotas import PlanLimit
from api.programs import life
from api.programs.deps import Writer
from api.programs.life import NoReward, ProgramNotFound, RedeemUntilPast, WrongState
from api.programs.routes.answers import shown
from api.programs.schemas.programs import ClosingIn, ProgramOut

router = APIRouter(prefix="/v1/programs", tags=["programs"])


@router.post(
    "/{program_id}/activation",
    operation_id="activate_program",
    summary="Start a program",
    responses=problems(*CALLER_REFUSALS, ProgramNotFound, WrongState, NoReward, PlanLimit),
)
async def activate_program(
    db: Db, caller: Writer, settings: Config, program_id: UUID, answer: Response
) -> ProgramOut:
    """draft → active: customers can join, cards can be stamped."""
    program = await life.load(db, program_id, lock=True)
    await life.activate(db, program)
    audit.record(db, caller, "program.activated", "program", program.id)
    events.publish(db, "program.activated", "program", program.id)
    return await shown(db, caller, settings, program, answer)


@router.post(
    "/{program_id}/closing",
    operation_id="close_program",
    summary="Let a program run out",
    responses=problems(*CALLER_REFUSALS, ProgramNotFound, WrongState, RedeemUntilPast),
)
async def close_program(
    db: Db,
    caller: Writer,
    settings: Config,
    program_id: UUID,
    body: ClosingIn,
    answer: Response,
) -> ProgramOut:
    """active → closing: no new cards and units, rewards until `redeem_until`. Calling it again
    moves that day."""
    program = await life.load(db, program_id, lock=True)
    life.close(db, program, body.redeem_until, await local_time.today(db, caller.merchant_id))
    audit.record(db, caller, "program.closing", "program", program.id)
    events.publish(db, "program.closed", "program", program.id)
    return await shown(db, caller, settings, program, answer)


@router.post(
    "/{program_id}/archival",
    operation_id="archive_program",
    summary="Archive a program",
    responses=problems(*CALLER_REFUSALS, ProgramNotFound, WrongState),
)
async def archive_program(
    db: Db, caller: Writer, settings: Config, program_id: UUID, answer: Response
) -> ProgramOut:
    """A draft at any time, a closing program once its last day for rewards is over."""
    program = await life.load(db, program_id, lock=True)
    life.archive(program, await local_time.today(db, caller.merchant_id))
    audit.record(db, caller, "program.archived", "program", program.id)
    events.publish(db, "program.archived", "program", program.id)
    return await shown(db, caller, settings, program, answer)
