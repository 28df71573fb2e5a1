"""The figures of a period, day by day, week by week or month by month."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from api.statistics import distinct
from api.statistics.cutting import FEW
from api.statistics.figures import Figures
from api.statistics.gathering import Gathered, Kind, Part
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
    figures = Figures(db, gathered, part)

    def sums(kind: Kind, name: str) -> list[int | None]:
        found: list[int | None] = []
        for one in parts:
            stretch = figures.stretch(kind, one, _SLACK)
            if stretch:
                found.append(gathered.sum(part, name, *stretch))
            else:
                found.append(0 if figures.empty(one) else None)
        return found

    visits = sums("visits", "visits")
    active = await _cards(figures, parts, "visits", "visit")
    new = sums("newcomers", "newcomers")
    whole = await _cards(figures, parts, "newcomers", "visit")
    redeemers = await _cards(figures, parts, "redeemers", "redeem")
    redemptions = sums("redeemers", "redemptions")
    points = []
    for number, one in enumerate(parts):
        came, all_ = new[number], whole[number]
        back = None if came is None or all_ is None else all_ - came
        if came is None or back is None or 0 < came < FEW or 0 < back < FEW:
            came = back = None
        points.append(
            PointOut(
                from_=one.start,
                to=one.end - timedelta(days=1),
                visits=None if active[number] is None else visits[number],
                active_cards=active[number],
                new_customers=came,
                returning_customers=back,
                redemptions=None if redeemers[number] is None else redemptions[number],
            )
        )
    return points


async def _cards(figures: Figures, parts: list[Period], kind: Kind, act: str) -> list[int | None]:
    stretches = [figures.stretch(kind, one, _SLACK) for one in parts]
    counts = await distinct.cards(figures.db, figures.part, act, stretches)
    return [
        (None if 0 < count < FEW else count) if stretch else (0 if figures.empty(one) else None)
        for one, stretch, count in zip(parts, stretches, counts, strict=True)
    ]
