"""What a merchant keeps active where the plan has no room for all, over HTTP."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.caller import Caller
from api.accounts.counted import LOCATIONS, MEMBERS
from api.accounts.deps import CALLER_REFUSALS, needs
from api.accounts.fitting import fit_locations, fit_members
from api.accounts.models import Location, Membership
from api.accounts.roles import Role
from api.accounts.team import LastOwner, LocationNotFound, MemberNotFound
from api.core import audit
from api.core.deps import Db
from api.core.errors import problems
from api.core.quotas import fitting
from api.core.tenancy import merchant_of
from api.programs.fitting import fit_programs
from api.programs.life import PROGRAMS, ProgramNotFound
from api.programs.models import Program

router = APIRouter(prefix="/v1", tags=["billing"])

Ids = Annotated[list[UUID], Field(max_length=200)]


class PlanSelection(BaseModel):
    """Ids; an empty list chooses nothing, and the oldest stay."""

    model_config = ConfigDict(extra="forbid")

    programs: Ids = []
    locations: Ids = []
    members: Ids = Field([], description="With an owner among them, unless it is empty.")


async def _chosen(db: AsyncSession) -> PlanSelection:
    """Without what has gone since it was chosen."""
    found: dict[str, list[UUID]] = {}
    for resource, model in ((PROGRAMS, Program), (LOCATIONS, Location), (MEMBERS, Membership)):
        ids = [UUID(one) for one in await fitting.choice(db, resource)]
        there = select(model.id).where(model.id.in_(ids), model.merchant_id == merchant_of(db))
        found[resource] = sorted(await db.scalars(there)) if ids else []
    return PlanSelection.model_validate(found)


@router.get(
    "/plan-selection",
    operation_id="read_plan_selection",
    summary="What stays active first",
    responses=problems(*CALLER_REFUSALS),
)
async def read_selection(db: Db, caller: Annotated[Caller, needs("billing:read")]) -> PlanSelection:
    """As it was last chosen; what is frozen at this moment says so itself."""
    return await _chosen(db)


@router.put(
    "/plan-selection",
    operation_id="choose_plan_selection",
    summary="Choose what stays active first",
    responses=problems(
        *(*CALLER_REFUSALS, ProgramNotFound, LocationNotFound, MemberNotFound, LastOwner)
    ),
)
async def choose_selection(
    db: Db, caller: Annotated[Caller, needs("billing:write")], body: PlanSelection
) -> PlanSelection:
    """Holds at once, and whenever a limit falls: what is chosen stays active as far as there is
    room, then the oldest. What there is no room for is frozen, never deleted. While there is room
    for all, nothing changes."""
    await _check(db, body)
    await fitting.choose(db, PROGRAMS, body.programs)
    await fitting.choose(db, LOCATIONS, body.locations)
    await fitting.choose(db, MEMBERS, body.members)
    await fit_members(db)
    await fit_locations(db)
    await fit_programs(db)
    audit.record(db, caller, "plan.chosen", "merchant", caller.merchant_id)
    return await _chosen(db)


async def _check(db: AsyncSession, wish: PlanSelection) -> None:
    programs = select(Program.id).where(Program.id.in_(wish.programs))
    if len((await db.scalars(programs)).all()) != len(set(wish.programs)):
        raise ProgramNotFound
    locations = select(Location.id).where(Location.id.in_(wish.locations))
    if len((await db.scalars(locations)).all()) != len(set(wish.locations)):
        raise LocationNotFound
    members = select(Membership.role).where(
        Membership.id.in_(wish.members), Membership.merchant_id == merchant_of(db)
    )
    roles = (await db.scalars(members)).all()
    if len(roles) != len(set(wish.members)):
        raise MemberNotFound
    if roles and Role.OWNER not in roles:
        raise LastOwner
