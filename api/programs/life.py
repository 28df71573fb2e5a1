"""Programs: their life from draft to archive, and their revisions.

A changed rule or reward holds from now on: it makes a new revision, and what is in the ledger
keeps the one it was made under.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.core import quotas
from api.core.clock import now
from api.core.errors import Problem
from api.core.quotas import FrozenByPlan
from api.media import stored
from api.programs import backgrounds, catalogue, terms
from api.programs.contrast import LEAST_CONTRAST, contrast
from api.programs.models import Program, ProgramRevision
from api.programs.schemas.programs import Design, ProgramIn, ProgramPatch
from api.programs.schemas.rules import Kind, Rules

FIT_PROGRAMS = "programs.fit_plan"
PROGRAMS = quotas.declare(
    "programs",
    count=text("""
        SELECT count(*) FROM programs
         WHERE merchant_id = :merchant_id AND status = 'active' AND frozen_at IS NULL
    """),
    frozen=text("""
        SELECT count(*) FROM programs
         WHERE merchant_id = :merchant_id AND status = 'active' AND frozen_at IS NOT NULL
    """),
    fit=FIT_PROGRAMS,
)
"""Those that give cards and units; one that runs out makes room for the next."""


class ProgramNotFound(Problem):
    status, code, title = 404, "PROGRAM_NOT_FOUND", "There is no such program"


class WrongState(Problem):
    status, code, title = 409, "WRONG_STATE", "The program is not in the state for this"


class NoReward(Problem):
    status, code, title = 409, "NO_REWARD", "A program needs a reward before it starts"


class UnitFixed(Problem):
    status, code, title = 409, "UNIT_FIXED", "A program that runs keeps its unit: start another"


class LowContrast(Problem):
    status, code, title = 422, "LOW_CONTRAST", "The text would be hard to read on this colour"


class RedeemUntilPast(Problem):
    status, code, title = 422, "REDEEM_UNTIL_PAST", "The last day for rewards lies in the past"


def _check(design: Design) -> None:
    ratio = contrast(design.background, design.foreground)
    if ratio < LEAST_CONTRAST:
        raise LowContrast(contrast=round(ratio, 2), least=LEAST_CONTRAST)


async def load(db: AsyncSession, program_id: UUID, *, lock: bool = False) -> Program:
    """The program, held for a change with ``lock``. Raises :class:`ProgramNotFound`."""
    query = select(Program).where(Program.id == program_id)
    program = await db.scalar(query.with_for_update() if lock else query)
    if program is None:
        raise ProgramNotFound
    return program


async def create(db: AsyncSession, wish: ProgramIn, by: UUID) -> Program:
    """A draft. Raises :class:`LowContrast`, ``UnknownImage``, ``UnknownReward``."""
    _check(wish.design)
    await backgrounds.check(db, wish.design)
    program = Program(
        id=uuid7(),
        name=wish.name,
        kind=wish.kind,
        unit_name=wish.unit_name.model_dump() if wish.unit_name else None,
        rules=document(wish.rules.as_for(wish.kind)),
        design=backgrounds.document(wish.design),
    )
    db.add(program)
    await db.flush()
    await catalogue.offer(db, program.id, wish.rewards)
    if wish.terms:
        await terms.set_text(db, program, wish.terms.text, by)
    await _keep_revision(db, program, by)
    return program


def check(program: Program, wish: ProgramPatch) -> None:
    """Whether the change may be made at all. Raises :class:`LowContrast`, :class:`NoReward` (a
    live program always offers one), :class:`UnitFixed`, :class:`WrongState` (archived),
    :class:`FrozenByPlan`."""
    if program.status == "archived":
        raise WrongState(state=program.status)
    if program.frozen_at is not None:
        raise FrozenByPlan
    live = program.status != "draft"
    if live and wish.kind not in (None, program.kind):
        raise UnitFixed(kind=program.kind)
    if live and wish.rewards is not None and not wish.rewards:
        raise NoReward
    if wish.design is not None:
        _check(wish.design)


def as_changed(program: Program, wish: ProgramPatch) -> Rules:
    """The rules as they would be."""
    kind: Kind = "points" if (wish.kind or program.kind) == "points" else "stamps"
    return wish.rules.as_for(kind) if wish.rules else Rules.model_validate(program.rules)


async def change(db: AsyncSession, program: Program, wish: ProgramPatch, by: UUID) -> None:
    """Change a locked program. New rules or rewards make a new revision.

    Raises what :func:`check` does, ``UnknownImage``, ``UnknownReward``.
    """
    check(program, wish)
    # Read and written again: a document of before a field existed means the field's default.
    before = document(Rules.model_validate(program.rules))
    rules = document(as_changed(program, wish))
    changed = rules != before
    program.rules = rules
    if wish.kind is not None:
        program.kind = wish.kind
    if wish.name is not None:
        program.name = wish.name
    if wish.design is not None:
        await _look(db, program, wish.design)
    if "unit_name" in wish.model_fields_set:
        program.unit_name = wish.unit_name.model_dump() if wish.unit_name else None
    if "terms" in wish.model_fields_set:
        await terms.set_text(db, program, wish.terms.text if wish.terms else None, by)
    if wish.rewards is not None:
        changed = await catalogue.offer(db, program.id, wish.rewards) or changed
    if changed:
        program.revision += 1
        await _keep_revision(db, program, by)
    program.version += 1


async def _look(db: AsyncSession, program: Program, design: Design) -> None:
    await backgrounds.check(db, design)
    before = program.design.get("image")
    program.design = backgrounds.document(design)
    if before is not None and before != design.image:
        await stored.let_go(db, before)


def document(rules: Rules) -> dict[str, Any]:
    """The rules as they are stored."""
    return rules.model_dump(mode="json")


async def _keep_revision(db: AsyncSession, program: Program, by: UUID) -> None:
    on_offer = (await catalogue.offered(db, [program.id]))[program.id]
    rewards = [catalogue.promise(reward) for reward in on_offer]
    db.add(
        ProgramRevision(
            program_id=program.id,
            number=program.revision,
            rules=program.rules,
            rewards={"items": rewards},
            created_by=by,
        )
    )


async def activate(db: AsyncSession, program: Program) -> None:
    """draft → active. Raises :class:`WrongState`, :class:`NoReward`; ``PlanLimit``."""
    _expect(program, "draft")
    if not (await catalogue.offered(db, [program.id]))[program.id]:
        raise NoReward
    quotas.take(db, PROGRAMS)
    program.status, program.activated_at = "active", now()
    program.version += 1


def close(db: AsyncSession, program: Program, redeem_until: date, today: date) -> None:
    """active → closing: no more units, rewards until a date; the date can be moved later on."""
    _expect(program, "active", "closing")
    if redeem_until < today:
        raise RedeemUntilPast
    if program.status == "active" and program.frozen_at is None:
        quotas.release(db, PROGRAMS)
    program.frozen_at = None
    program.status, program.redeem_until = "closing", redeem_until
    program.closed_at = program.closed_at or now()
    program.version += 1


def archive(program: Program, today: date) -> None:
    """draft or closing → archived. Not before the promised last day for rewards is over."""
    _expect(program, "draft", "closing")
    if program.redeem_until is not None and today <= program.redeem_until:
        raise WrongState("Rewards were promised until later", redeem_until=program.redeem_until)
    program.status, program.archived_at = "archived", now()
    program.version += 1


def _expect(program: Program, *statuses: str) -> None:
    if program.status not in statuses:
        raise WrongState(state=program.status)
