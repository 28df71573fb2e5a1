"""Who came for the first time in a month, and how many of them came again in those after."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.tenancy import merchant_of
from api.statistics import tens
from api.statistics.gathering import Gathered, Part
from api.statistics.hiding import Cells, of_programs
from api.statistics.models import EVERYWHERE
from api.statistics.periods import add_months
from api.statistics.schemas import CohortOut, RetentionCell

_MONTHS = text("""
SELECT program_id, location_id, previous AS cohort, day AS month, sum(cards) AS cards
  FROM statistic_flows
 WHERE merchant_id = :merchant_id AND act = 'month' AND previous >= :since AND day <= :until
   AND (:places OR location_id = :everywhere)
 GROUP BY program_id, location_id, previous, day
""")


async def read(
    db: AsyncSession, gathered: Gathered, part: Part, today: date, months: int
) -> list[CohortOut]:
    this = today.replace(day=1)
    since = add_months(this, 1 - months)
    asked = {
        "merchant_id": merchant_of(db),
        "since": since,
        "until": this,
        "places": part.location_id is not None,
        "everywhere": EVERYWHERE,
    }
    cells: dict[tuple[date, date], Cells] = defaultdict(lambda: defaultdict(int))
    for row in await db.execute(_MONTHS, asked):
        cells[row.cohort, row.month][row.program_id, row.location_id] += int(row.cards)
    return [
        _cohort(cells, month, this, part)
        for month in (add_months(since, number) for number in range(months))
        if gathered.first and month >= gathered.first.replace(day=1)
    ]


ENOUGH = 100
"""From so many people on, a share of full tens is right to ten points; of fewer it misleads."""


def _cohort(
    cells: dict[tuple[date, date], Cells], month: date, this: date, part: Part
) -> CohortOut:
    def people(at: date) -> int | None:
        return tens.told(of_programs(cells.get((month, at), {}), part))

    size = people(month)
    later: list[RetentionCell] = []
    while (at := add_months(month, len(later) + 1)) <= this:
        count = people(at) if size else None
        share = tens.share(count, size) if size and size >= ENOUGH else None
        later.append(RetentionCell(share=share, cards=count))
    return CohortOut(month=month, cards=size, months=later)
