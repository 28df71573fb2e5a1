"""The figures of a period, day by day, week by week or month by month."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from api.statistics.distinct import Distinct
from api.statistics.figures import Figures, Measured
from api.statistics.gathering import Gathered, Part
from api.statistics.periods import Interval, Period
from api.statistics.schemas import PointOut

_SLACK = 7
"""A week may begin a day earlier, a month four."""


async def read(
    db: AsyncSession, gathered: Gathered, part: Part, period: Period, interval: Interval
) -> list[PointOut]:
    """Without the days to come."""
    if period.start >= gathered.end:
        return []
    parts = Period(period.start, min(period.end, gathered.end)).divided(interval)
    figures = Figures(Distinct(db), gathered, part)

    visits, cards = await figures.visits(parts, _SLACK)
    new, back = figures.came(cards)
    redemptions = figures.sums("redeemers", "redemptions", parts, _SLACK)
    return [
        PointOut(
            from_=one.start,
            to=one.end - timedelta(days=1),
            visits=_whole(visits[number]),
            active_cards=_whole(cards[number]),
            new_customers=_whole(new[number]),
            returning_customers=_whole(back[number]),
            redemptions=_whole(redemptions[number]),
        )
        for number, one in enumerate(parts)
    ]


def _whole(one: Measured) -> int | None:
    return None if one.value is None else int(one.value)
