"""Counting what will be over, and announcing it: nothing goes that was not announced."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.privacy.retention.models import RetentionForecast
from api.privacy.retention.over import ended_at, over
from api.privacy.retention.steps import AHEAD, Step, days_ahead

_AN_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Day:
    """How many rows of a step are over on a day, and not yet on the day before."""

    step: Step
    day: date
    rows: int


async def ahead(
    db: AsyncSession, steps: Iterable[Step], at: datetime, days: int = AHEAD
) -> list[Day]:
    """Today's, with whatever is over already, and the following days'."""
    found = []
    for step in steps:
        ahead = days_ahead(at, step.zone, days)
        (first, _), (_, end) = ahead[0], ahead[-1]
        day = func.date(func.timezone(step.zone.key, ended_at(step)))
        query = (
            select(func.greatest(day, first).label("day"), func.count())
            .select_from(step.model)
            .where(over(step, end - _AN_INSTANT))
            .group_by("day")
            .order_by("day")
        )
        found += [Day(step, day, rows) for day, rows in await db.execute(query)]
    return found


async def count(
    db: AsyncSession, step: Step, at: datetime, also: ColumnElement[bool] | None = None
) -> int:
    """The rows whose time is over at ``at``."""
    query = select(func.count()).select_from(step.model).where(over(step, at))
    if also is not None:
        query = query.where(also)
    return (await db.execute(query)).scalar_one()


async def _counts(db: AsyncSession, step: Step, ends: Sequence[datetime]) -> Sequence[int]:
    """The same for several moments in their order: what is over at one is over at the last."""
    each = (func.count().filter(over(step, end)) for end in ends)
    query = select(*each).select_from(step.model).where(over(step, ends[-1]))
    return (await db.execute(query)).one()


async def announce(db: AsyncSession, steps: Iterable[Step], at: datetime) -> None:
    """Write down, for each of the next days, how many rows will be over by its end."""
    made: list[dict[str, Any]] = []
    for step in steps:
        days, ends = zip(*days_ahead(at, step.zone)[1:], strict=True)
        for day, rows in zip(days, await _counts(db, step, ends), strict=True):
            line = {"day": day, "rule": step.rule.name, "table_name": step.table, "rows": rows}
            made.append(line | {"made_at": at})
    if not made:
        return
    announced = {line["day"] for line in made}
    # What was announced for a day that is over tells nothing any more; today's is still needed.
    today = min(announced) - timedelta(days=1)
    await db.execute(delete(RetentionForecast).where(RetentionForecast.day < today))
    await db.execute(delete(RetentionForecast).where(RetentionForecast.day.in_(announced)))
    await db.execute(insert(RetentionForecast), made)


async def announced(db: AsyncSession, step: Step, at: datetime) -> int | None:
    """What was announced for today."""
    query = select(RetentionForecast.rows).where(
        RetentionForecast.day == at.astimezone(step.zone).date(),
        RetentionForecast.rule == step.rule.name,
        RetentionForecast.table_name == step.table,
    )
    found: int | None = await db.scalar(query)
    return found
