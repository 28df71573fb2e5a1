"""Counting what will be over, and announcing it: nothing goes that was not announced."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.privacy.retention.models import RetentionForecast
from api.privacy.retention.over import over
from api.privacy.retention.steps import AHEAD, Step, days_ahead


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
        before = 0
        for day, end in days_ahead(at, step.zone, days):
            rows = await count(db, step, end)
            found.append(Day(step, day, rows - before))
            before = rows
    return found


async def count(db: AsyncSession, step: Step, at: datetime) -> int:
    """The rows whose time is over at ``at``."""
    query = select(func.count()).select_from(step.model).where(over(step, at))
    return (await db.execute(query)).scalar_one()


async def announce(db: AsyncSession, steps: Iterable[Step], at: datetime) -> None:
    """Write down, for each of the next days, how many rows will be over by its end."""
    made: list[dict[str, Any]] = []
    for step in steps:
        for day, end in days_ahead(at, step.zone)[1:]:
            rows = await count(db, step, end)
            line = {"day": day, "rule": step.rule.name, "table_name": step.table, "rows": rows}
            made.append(line | {"made_at": at})
    days = {line["day"] for line in made}
    if not days:
        return
    # What was announced for a day that is over tells nothing any more.
    await db.execute(delete(RetentionForecast).where(RetentionForecast.day < min(days)))
    await db.execute(delete(RetentionForecast).where(RetentionForecast.day.in_(days)))
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
