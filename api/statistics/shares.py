"""What each program and each place has of the whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.models import Location
from api.programs.models import Program
from api.statistics.asking import Question, of_location, of_program
from api.statistics.distinct import Distinct
from api.statistics.figures import Figures, shown
from api.statistics.gathering import Gathered, Part
from api.statistics.models import EVERYWHERE
from api.statistics.schemas import ShareOut


async def programs(db: AsyncSession, gathered: Gathered, question: Question) -> list[ShareOut]:
    """Those that anybody has a card of, the most visited first."""
    known = {program for program, _ in gathered.days}
    found = await db.execute(
        select(Program.id, Program.name).where(Program.id.in_(known)).order_by(Program.id)
    )
    return await _shares(
        db, gathered, question, [(of_program(question.part, id), name) for id, name in found]
    )


async def locations(db: AsyncSession, gathered: Gathered, question: Question) -> list[ShareOut]:
    known = {place for _, place in gathered.days if place != EVERYWHERE}
    found = await db.execute(
        select(Location.id, Location.name).where(Location.id.in_(known)).order_by(Location.id)
    )
    return await _shares(
        db, gathered, question, [(of_location(question.part, id), name) for id, name in found]
    )


async def _shares(
    db: AsyncSession, gathered: Gathered, question: Question, parts: Sequence[tuple[Part, Any]]
) -> list[ShareOut]:
    periods = [question.period, *([question.before] if question.before else [])]
    distinct = Distinct(db)
    each = [(Figures(distinct, gathered, part), part, name) for part, name in parts]
    await distinct.read(
        "visit",
        [
            (part, one.stretch)
            for figures, part, _ in each
            for one in figures.sums("visits", "visits", periods)
        ],
    )
    shares = []
    for figures, part, name in each:
        visits, cards = await figures.visits(periods)
        redemptions = figures.sums("redeemers", "redemptions", periods)
        own = part.program_id if part.program_id != question.part.program_id else part.location_id
        shares.append(
            ShareOut(
                id=own or part.program_id or part.location_id,
                name=name,
                visits=shown(visits),
                active_cards=shown(cards),
                redemptions=shown(redemptions),
            )
        )
    return sorted(shares, key=lambda one: -(one.visits.value or -1))
