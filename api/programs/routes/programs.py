"""Programs over HTTP."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query, Response
from sqlalchemy import select

from api.accounts.deps import CALLER_REFUSALS
from api.core import audit, events
from api.core.deps import Config, Db
from api.core.errors import BadCursor, PreconditionRequired, Stale, match_version, problems
from api.core.pages import Page, Paging, number
from api.core.quotas import FrozenByPlan
from api.programs import catalogue, life, terms, view
from api.programs.backgrounds import UnknownImage
from api.programs.catalogue import UnknownReward
from api.programs.deps import Reader, Writer
from api.programs.life import LowContrast, NoReward, ProgramNotFound, UnitFixed, WrongState
from api.programs.models import Program, ProgramRevision
from api.programs.routes.answers import join_url, merchant_of, shown
from api.programs.schemas.programs import (
    ProgramIn,
    ProgramOut,
    ProgramPatch,
    ProgramStatus,
    RevisionOut,
)

router = APIRouter(prefix="/v1/programs", tags=["programs"])


@router.get(
    "",
    operation_id="list_programs",
    summary="List programs",
    responses=problems(*CALLER_REFUSALS, BadCursor),
)
async def list_programs(
    db: Db,
    caller: Reader,
    settings: Config,
    page: Paging,
    status: Annotated[ProgramStatus | None, Query()] = None,
) -> Page[ProgramOut]:
    """Newest first."""
    query = select(Program)
    if status:
        query = query.where(Program.status == status)
    rows, cursor = await page.read(db, query, (Program.id, UUID))
    merchant = await merchant_of(db, caller)
    rewards = await catalogue.offered(db, [row.id for row in rows])
    texts = await terms.texts(db, rows)
    return Page(
        items=[
            view.program(row, rewards[row.id], join_url(settings, merchant, row), texts.get(row.id))
            for row in rows
        ],
        next_cursor=cursor,
    )


@router.post(
    "",
    operation_id="create_program",
    summary="Draft a program",
    status_code=201,
    responses=problems(*CALLER_REFUSALS, LowContrast, UnknownImage, UnknownReward),
)
async def create_program(
    db: Db, caller: Writer, settings: Config, body: ProgramIn, answer: Response
) -> ProgramOut:
    """Nobody can join a draft. The card's text has to be readable on its ground (4.5 : 1)."""
    program = await life.create(db, body, caller.id)
    audit.record(db, caller, "program.created", "program", program.id)
    events.publish(db, "program.created", "program", program.id)
    return await shown(db, caller, settings, program, answer)


@router.get(
    "/{program_id}",
    operation_id="read_program",
    summary="Read a program",
    responses=problems(*CALLER_REFUSALS, ProgramNotFound),
)
async def read_program(
    db: Db, caller: Reader, settings: Config, program_id: UUID, answer: Response
) -> ProgramOut:
    """The `ETag` is what `If-Match` of a change has to name."""
    return await shown(db, caller, settings, await life.load(db, program_id), answer)


@router.patch(
    "/{program_id}",
    operation_id="change_program",
    summary="Change a program",
    responses=problems(
        *CALLER_REFUSALS,
        ProgramNotFound,
        Stale,
        PreconditionRequired,
        LowContrast,
        UnknownImage,
        UnknownReward,
        NoReward,
        UnitFixed,
        WrongState,
        FrozenByPlan,
    ),
)
async def change_program(
    db: Db,
    caller: Writer,
    settings: Config,
    program_id: UUID,
    body: ProgramPatch,
    answer: Response,
    if_match: Annotated[str | None, Header(description="The `ETag` that you read.")] = None,
) -> ProgramOut:
    """New rules and rewards hold from now on; units already on cards stay as they are."""
    program = await life.load(db, program_id, lock=True)
    match_version(if_match, program.version)
    await life.change(db, program, body, caller.id)
    audit.record(db, caller, "program.changed", "program", program.id, revision=program.revision)
    events.publish(db, "program.changed", "program", program.id, revision=program.revision)
    return await shown(db, caller, settings, program, answer)


@router.get(
    "/{program_id}/revisions",
    operation_id="list_program_revisions",
    summary="List the revisions of a program's rules",
    responses=problems(*CALLER_REFUSALS, ProgramNotFound, BadCursor),
)
async def list_revisions(
    db: Db, caller: Reader, program_id: UUID, page: Paging
) -> Page[RevisionOut]:
    """Newest first. An entry's `revision` names the one it was made under."""
    await life.load(db, program_id)
    query = select(ProgramRevision).where(ProgramRevision.program_id == program_id)
    rows, cursor = await page.read(db, query, (ProgramRevision.number, number))
    return Page(
        items=[
            RevisionOut.model_validate(
                {
                    "number": row.number,
                    "rules": row.rules,
                    "rewards": row.rewards["items"],
                    "created_at": row.created_at,
                    "created_by": row.created_by,
                }
            )
            for row in rows
        ],
        next_cursor=cursor,
    )
