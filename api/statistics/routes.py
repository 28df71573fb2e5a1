"""Statistics over HTTP."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.accounts.team import LocationNotFound
from api.core.deps import Db
from api.core.errors import problems
from api.customers.fields import Language
from api.programs.life import ProgramNotFound
from api.statistics import asking, cohorts, figures, hours, series, shares, sheets
from api.statistics.asking import Asked, Question, period_out
from api.statistics.gathering import Part, gather
from api.statistics.periods import (
    Compare,
    Interval,
    Period,
    PeriodBackwards,
    PeriodOutOfRange,
    PeriodTooLong,
)
from api.statistics.schemas import (
    Format,
    StatisticsBreakdownOut,
    StatisticsCohortsOut,
    StatisticsHoursOut,
    StatisticsOverviewOut,
    StatisticsSeriesOut,
)

router = APIRouter(prefix="/v1/statistics", tags=["statistics"])

Reader = Annotated[Caller, needs("statistics:read")]
A = TypeVar("A", bound=BaseModel)

_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/csv": {"schema": {"type": "string", "format": "binary"}}}},
    **problems(
        *CALLER_REFUSALS,
        ProgramNotFound,
        LocationNotFound,
        PeriodBackwards,
        PeriodTooLong,
        PeriodOutOfRange,
    ),
}
_Program = Annotated[UUID | None, Query(description="Only this program's cards.")]
_Location = Annotated[UUID | None, Query(description="Only this place: as if there were no other.")]


async def _part(program_id: _Program = None, location_id: _Location = None) -> Part:
    return Part(program_id, location_id)


async def _asked(
    part: Annotated[Part, Depends(_part)],
    from_: Annotated[
        date | None,
        Query(
            alias="from",
            description="The first day, the merchant's; by default 29 days before the last.",
        ),
    ] = None,
    to: Annotated[date | None, Query(description="The last day; by default today.")] = None,
    compare: Annotated[
        Compare,
        Query(description="With as much time right before, with the year before, or with none."),
    ] = "previous",
) -> Asked:
    return Asked(part, compare, from_, to)


class Form:
    """How the caller wants the answer."""

    def __init__(
        self,
        format: Annotated[Format, Query(description="A file for a spreadsheet is `csv`.")] = "json",
        language: Annotated[Language, Query(description="Of a file's words.")] = "fr",
    ) -> None:
        self.format, self.language = format, language

    async def answer(
        self,
        question: Question,
        read: Callable[[], Awaitable[A]],
        write: Callable[[A, Language], bytes],
        name: str,
    ) -> A | Response:
        found = await read()
        if self.format == "json":
            return found
        file = sheets.name(name, question.period.start, question.period.last)
        headers = {"Content-Disposition": f'attachment; filename="{file}"'}
        return Response(write(found, self.language), headers=headers, media_type="text/csv")


Wanted = Annotated[Form, Depends(Form)]
Asking = Annotated[Asked, Depends(_asked)]


@router.get(
    "/overview",
    operation_id="read_statistics",
    summary="The figures of a period",
    response_model=StatisticsOverviewOut,
    responses=_ANSWERS,
)
async def read_statistics(db: Db, caller: Reader, asked: Asking, form: Wanted) -> Any:
    """Beside those of the period compared with. A figure counts cards: who has cards in two
    programs counts in each. Counts outlive the erasure of those they were made from, and nothing
    is told about fewer than ten people: numbers of people are cut to full tens, and `covers` says
    which days a figure is about."""
    question = await asking.understand(db, asked)

    async def read() -> StatisticsOverviewOut:
        gathered = await gather(db, question.part, question.today)
        return StatisticsOverviewOut(
            **question.head(gathered),
            figures=await figures.read(
                db, gathered, question.part, question.period, question.before
            ),
        )

    return await form.answer(question, read, sheets.overview, "statistics")


@router.get(
    "/series",
    operation_id="read_statistics_series",
    summary="The figures of a period over time",
    response_model=StatisticsSeriesOut,
    responses=_ANSWERS,
)
async def read_statistics_series(
    db: Db,
    caller: Reader,
    asked: Asking,
    form: Wanted,
    interval: Annotated[
        Interval | None, Query(description="By default what suits the length of the period.")
    ] = None,
) -> Any:
    """By day, calendar week or month. A point is null where fewer than ten people stand behind
    it."""
    question = await asking.understand(db, asked)
    chosen = interval or question.period.interval()
    question.period.divided(chosen)

    async def read() -> StatisticsSeriesOut:
        gathered = await gather(db, question.part, question.today)
        points = [
            await series.read(db, gathered, question.part, period, chosen) if period else []
            for period in (question.period, question.before)
        ]
        return StatisticsSeriesOut(
            **question.head(gathered), interval=chosen, points=points[0], previous=points[1]
        )

    return await form.answer(question, read, sheets.series, f"statistics-{chosen}")


@router.get(
    "/breakdown",
    operation_id="read_statistics_breakdown",
    summary="The figures of each program and place",
    response_model=StatisticsBreakdownOut,
    responses=_ANSWERS,
)
async def read_statistics_breakdown(db: Db, caller: Reader, asked: Asking, form: Wanted) -> Any:
    """The most visited first. What a cashier did at no place in particular is in the whole
    only."""
    question = await asking.understand(db, asked)

    async def read() -> StatisticsBreakdownOut:
        gathered = await gather(db, question.part, question.today, every=True)
        return StatisticsBreakdownOut(
            **question.head(gathered),
            programs=await shares.programs(db, gathered, question),
            locations=await shares.locations(db, gathered, question),
        )

    return await form.answer(question, read, sheets.breakdown, "statistics-parts")


@router.get(
    "/cohorts",
    operation_id="read_statistics_cohorts",
    summary="Who came again, by the month of the first visit",
    response_model=StatisticsCohortsOut,
    responses=_ANSWERS,
)
async def read_statistics_cohorts(
    db: Db,
    caller: Reader,
    part: Annotated[Part, Depends(_part)],
    form: Wanted,
    months: Annotated[int, Query(ge=1, le=36, description="How many, the last one this one.")] = 12,
) -> Any:
    """Oldest month first; months before the first visit are left out. Shares are of the cards
    that came for the first time in that month."""
    question = await _by_months(db, part, months)

    async def read() -> StatisticsCohortsOut:
        gathered = await gather(db, part, question.today, cut=False)
        return StatisticsCohortsOut(
            **question.scope(),
            cohorts=await cohorts.read(db, gathered, part, question.today, months),
        )

    return await form.answer(question, read, sheets.cohorts, "statistics-cohorts")


async def _by_months(db: AsyncSession, part: Part, months: int) -> Question:
    found = await asking.understand(db, Asked(part, "none"))
    return asking.moved(found, Period.of_months(found.today, months))


@router.get(
    "/hours",
    operation_id="read_statistics_hours",
    summary="Visits by hour of the week",
    response_model=StatisticsHoursOut,
    responses=_ANSWERS,
)
async def read_statistics_hours(db: Db, caller: Reader, asked: Asking, form: Wanted) -> Any:
    """Of whole months. A visit counts at the hour of its first stamp; hours are the merchant's,
    also where the clock was changed."""
    question = await asking.understand(db, asked)
    question = asking.moved(question, hours.whole_months(question.period))

    async def read() -> StatisticsHoursOut:
        gathered = await gather(db, question.part, question.today, cut=False)
        return StatisticsHoursOut(
            **question.scope(),
            period=period_out(question.period),
            hours=await hours.read(db, gathered, question.part, question.period),
        )

    return await form.answer(question, read, sheets.hours, "statistics-hours")
