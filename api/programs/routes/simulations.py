"""A sale tried on a program's rules, as they are or as they might become."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from fastapi import APIRouter

from api.accounts import local_time
from api.accounts.deps import CALLER_REFUSALS
from api.core.clock import now
from api.core.deps import Db
from api.core.errors import problems
from api.programs import life
from api.programs.deps import Reader
from api.programs.life import ProgramNotFound
from api.programs.rules import Situation, assess, plain, sale_of
from api.programs.schemas.rules import Kind, Rules
from api.programs.schemas.sales import Refusal, SimulationIn, SimulationOut

router = APIRouter(prefix="/v1/programs", tags=["programs"])


@router.post(
    "/{program_id}/previews",
    operation_id="simulate_sale",
    summary="What would these rules give for a sale?",
    responses=problems(*CALLER_REFUSALS, ProgramNotFound),
)
async def simulate_sale(
    db: Db, caller: Reader, program_id: UUID, body: SimulationIn
) -> SimulationOut:
    """For somebody who writes rules: no card takes part, so that a draft can be tried, and with
    `rules` also a change before it is made. It asks the very rules that a sale will ask, for a
    customer who has been here before, without level, caps untouched. Changes nothing."""
    program = await life.load(db, program_id)
    kind = body.kind or cast(Kind, program.kind)
    rules = body.rules.as_for(kind) if body.rules else Rules.model_validate(program.rules)
    zone = await local_time.zone_of(db, caller.merchant_id)
    at = (body.sale.occurred_at or now()).astimezone(zone)
    # Where it happens is a question of the counter, not of the rule.
    anywhere = rules.model_copy(update={"locations": []})
    outcome = assess(anywhere, sale_of(body.sale, None), Situation(at=at))
    return SimulationOut(
        units=0 if outcome.refusals else outcome.units,
        breakdown=outcome.lines,
        refusals=[Refusal(of="earning", **plain(one)) for one in outcome.refusals],
    )
