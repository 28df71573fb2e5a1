"""Programs over HTTP."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Header, Query, Response
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.accounts.models import Merchant
from api.cards import catalogue, effects, poster, programs, terms, view
from api.cards.catalogue import UnknownReward
from api.cards.models import Program, ProgramRevision
from api.cards.programs import (
    LowContrast,
    NoReward,
    ProgramNotFound,
    UnitFixed,
    WrongState,
)
from api.cards.schemas.programs import (
    EffectsOut,
    ProgramIn,
    ProgramOut,
    ProgramPatch,
    ProgramStatus,
    RevisionOut,
)
from api.core import audit, events
from api.core.clock import now
from api.core.deps import Config, Db
from api.core.errors import BadCursor, PreconditionRequired, Stale, match_version, problems
from api.core.pages import Page, Paging, number
from api.core.settings import Settings

router = APIRouter(prefix="/v1/programs", tags=["programs"])

Reader = Annotated[Caller, needs("programs:read")]
Writer = Annotated[Caller, needs("programs:write")]


async def _merchant(db: AsyncSession, caller: Caller) -> Merchant:
    return (await db.scalars(select(Merchant).where(Merchant.id == caller.merchant_id))).one()


async def today(db: AsyncSession, caller: Caller) -> date:
    merchant = await _merchant(db, caller)
    return now().astimezone(ZoneInfo(merchant.time_zone)).date()


def _join_url(settings: Settings, merchant: Merchant, program: Program) -> str:
    return f"{settings.origin}/join/{merchant.slug}?program={program.id}"


async def shown(
    db: AsyncSession, caller: Caller, settings: Settings, program: Program, answer: Response
) -> ProgramOut:
    answer.headers["ETag"] = f'"{program.version}"'
    rewards = (await catalogue.offered(db, [program.id]))[program.id]
    merchant = await _merchant(db, caller)
    text = await terms.text_of(db, program)
    return view.program(program, rewards, _join_url(settings, merchant, program), text)


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
    if after := page.after(UUID):
        query = query.where(Program.id < after[0])
    found = (await db.scalars(query.order_by(Program.id.desc()).limit(page.limit + 1))).all()
    rows, cursor = page.cut(found, lambda row: (row.id,))
    merchant = await _merchant(db, caller)
    rewards = await catalogue.offered(db, [row.id for row in rows])
    texts = await terms.texts(db, rows)
    return Page(
        items=[
            view.program(
                row, rewards[row.id], _join_url(settings, merchant, row), texts.get(row.id)
            )
            for row in rows
        ],
        next_cursor=cursor,
    )


@router.post(
    "",
    operation_id="create_program",
    summary="Draft a program",
    status_code=201,
    responses=problems(*CALLER_REFUSALS, LowContrast, UnknownReward),
)
async def create_program(
    db: Db, caller: Writer, settings: Config, body: ProgramIn, answer: Response
) -> ProgramOut:
    """Nobody can join a draft. The card's text has to be readable on its ground (4.5 : 1)."""
    program = await programs.create(db, body, caller.id)
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
    return await shown(db, caller, settings, await programs.load(db, program_id), answer)


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
        UnknownReward,
        NoReward,
        UnitFixed,
        WrongState,
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
    program = await programs.load(db, program_id, lock=True)
    match_version(if_match, program.version)
    await programs.change(db, program, body, caller.id)
    audit.record(db, caller, "program.changed", "program", program.id, revision=program.revision)
    events.publish(db, "program.changed", "program", program.id, revision=program.revision)
    return await shown(db, caller, settings, program, answer)


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
    program = await programs.load(db, program_id)
    return await effects.of(db, program, body, await today(db, caller))


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
    await programs.load(db, program_id)
    query = select(ProgramRevision).where(ProgramRevision.program_id == program_id)
    if after := page.after(number):
        query = query.where(ProgramRevision.number < after[0])
    ordered = query.order_by(ProgramRevision.number.desc()).limit(page.limit + 1)
    rows, cursor = page.cut((await db.scalars(ordered)).all(), lambda row: (row.number,))
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


@router.get(
    "/{program_id}/poster",
    operation_id="read_poster",
    summary="The poster to print",
    response_class=Response,
    responses={
        200: {"content": {"application/pdf": {}}, "description": "A page with the join QR."},
        **problems(*CALLER_REFUSALS, ProgramNotFound),
    },
)
async def read_poster(
    db: Db,
    caller: Reader,
    settings: Config,
    program_id: UUID,
    format: Annotated[poster.Format, Query(description="tent: to fold and stand on a table.")] = (
        "a4"
    ),
    language: poster.Language | None = None,
) -> Response:
    """Scanning it opens the join page. The language is the merchant's if none is named."""
    program = await programs.load(db, program_id)
    merchant = await _merchant(db, caller)
    if caller.may("programs:write") and program.poster_opened_at is None:
        program.poster_opened_at = now()
    rewards = (await catalogue.offered(db, [program_id]))[program_id]
    spoken: poster.Language = language or ("en" if merchant.language == "en" else "fr")
    document = await asyncio.to_thread(
        poster.draw,
        poster.Poster(
            merchant=merchant.name,
            program=program.name,
            rewards=[(reward.name, reward.cost) for reward in rewards],
            background=program.design["background"],
            foreground=program.design["foreground"],
            accent=program.design["accent"],
            url=_join_url(settings, merchant, program),
            kind="points" if program.kind == "points" else "stamps",
            unit_name=(
                (program.unit_name["one"], program.unit_name["many"]) if program.unit_name else None
            ),
        ),
        format,
        spoken,
    )
    return Response(
        document,
        media_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="poster-{merchant.slug}-{format}.pdf"',
            "Cache-Control": "private, no-store",
        },
    )
