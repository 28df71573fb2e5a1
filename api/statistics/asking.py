"""What a question about statistics is about, and what an answer begins with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.local_time import today as today_of
from api.accounts.models import Location, Merchant
from api.accounts.team import LocationNotFound
from api.core.tenancy import merchant_of
from api.programs.life import ProgramNotFound
from api.programs.models import Program
from api.statistics import following
from api.statistics.gathering import Gathered, Part
from api.statistics.models import StatisticHead
from api.statistics.periods import Compare, Period
from api.statistics.schemas import PeriodOut

USUAL = timedelta(days=29)
"""Before today: what is shown to whoever asks for no period."""


@dataclass(frozen=True)
class Asked:
    part: Part
    compare: Compare
    from_: date | None = None
    to: date | None = None


@dataclass(frozen=True)
class Question:
    """As it was understood."""

    part: Part
    period: Period
    before: Period | None
    today: date
    currency: str
    counted_at: datetime

    def head(self, gathered: Gathered) -> dict[str, Any]:
        return {
            "period": period_out(self.period),
            "compared_with": period_out(self.before) if self.before else None,
            "currency": self.currency,
            "since": gathered.first,
            **self.scope(),
        }

    def scope(self) -> dict[str, Any]:
        return {
            "program_id": self.part.program_id,
            "location_id": self.part.location_id,
            "counted_at": self.counted_at,
        }


async def understand(db: AsyncSession, asked: Asked) -> Question:
    """Bring the counts up to date, and find what the question means at this merchant. Raises
    :class:`ProgramNotFound`, :class:`LocationNotFound`, and what a period may be refused for."""
    merchant_id = merchant_of(db)
    await _exist(db, asked.part)
    today = await today_of(db, merchant_id)
    to = asked.to or today
    period = Period.asked(asked.from_ or to - USUAL, to)
    await following.catch_up(db)
    counted_at, currency = (
        await db.execute(
            select(StatisticHead.followed_at, Merchant.currency).join(
                Merchant, Merchant.id == StatisticHead.merchant_id
            )
        )
    ).one()
    before = period.before(asked.compare)
    return Question(
        asked.part,
        period,
        before,
        today,
        currency,
        counted_at,
    )


async def _exist(db: AsyncSession, part: Part) -> None:
    if part.program_id:
        there = await db.scalar(select(Program.id).where(Program.id == part.program_id))
        if there is None:
            raise ProgramNotFound
    if part.location_id:
        there = await db.scalar(select(Location.id).where(Location.id == part.location_id))
        if there is None:
            raise LocationNotFound


def moved(question: Question, period: Period) -> Question:
    return replace(question, period=period)


def period_out(period: Period) -> PeriodOut:
    return PeriodOut(from_=period.start, to=period.last)


def of_program(part: Part, program_id: UUID) -> Part:
    return replace(part, program_id=program_id)


def of_location(part: Part, location_id: UUID) -> Part:
    return replace(part, location_id=location_id)
