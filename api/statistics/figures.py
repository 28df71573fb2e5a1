"""The figures of a period beside those of another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from api.statistics import tens
from api.statistics.cutting import FEW, snap
from api.statistics.distinct import Distinct, Stretch, median
from api.statistics.gathering import Gathered, Kind, Part
from api.statistics.periods import Period
from api.statistics.schemas import Covered, FigureOut, FiguresOut

_SLACK = 4
"""A figure may be about a quarter fewer or more days than asked."""


@dataclass(frozen=True)
class Measured:
    """A figure of one period. ``value`` None: about too few."""

    value: float | None
    stretch: Stretch | None = None


NOTHING = Measured(0)
TOO_FEW = Measured(None)


class Figures:
    """Of some periods of a part."""

    def __init__(self, distinct: Distinct, gathered: Gathered, part: Part) -> None:
        self.distinct, self.gathered, self.part = distinct, gathered, part

    def stretch(self, kind: Kind, period: Period, slack: int = _SLACK) -> Stretch | None:
        return snap(
            self.gathered.cuts(self.part, kind),
            period.start,
            min(period.end, self.gathered.end),
            period.days // slack,
        )

    async def cards(self, act: str, measured: Sequence[Measured]) -> list[int | None]:
        """How many cards did it, in the days of each figure."""
        return await self.distinct.cards(self.part, act, [one.stretch for one in measured])

    def empty(self, period: Period) -> bool:
        """It is all before the first visit, or to come."""
        first = self.gathered.first
        return first is None or period.end <= first or period.start >= self.gathered.end

    def sums(
        self, kind: Kind, name: str, periods: Sequence[Period], slack: int = _SLACK
    ) -> list[Measured]:
        found = []
        for period in periods:
            stretch = self.stretch(kind, period, slack)
            if stretch:
                found.append(Measured(self.gathered.sum(self.part, name, *stretch), stretch))
            else:
                found.append(NOTHING if self.empty(period) else TOO_FEW)
        return found

    async def visits(
        self, periods: Sequence[Period], slack: int = _SLACK
    ) -> tuple[list[Measured], list[Measured]]:
        """How often cards came, and how many came."""
        visits = self.sums("visits", "visits", periods, slack)
        cards = await self.cards("visit", visits)
        return visits, [_of_acts(one, count) for one, count in zip(visits, cards, strict=True)]

    async def redeemed(self, periods: Sequence[Period]) -> dict[str, list[Measured]]:
        numbers = self.sums("redeemers", "redemptions", periods)
        redeemers = await self.cards("redeem", numbers)
        active = await self.cards("visit", numbers)
        shares = [
            _share(one, some, of) for one, some, of in zip(numbers, redeemers, active, strict=True)
        ]
        return {
            "redemptions": numbers,
            "redemption_cost": self.sums("redeemers", "cost", periods),
            "redemption_share": shares,
        }

    def came(self, cards: Sequence[Measured]) -> tuple[list[Measured], list[Measured]]:
        """Of the cards that came: new and returning ones."""
        came, back = [], []
        for one in cards:
            new = self.gathered.new(self.part, one.stretch)
            came.append(_of_acts(one, new))
            back.append(
                _of_acts(one, tens.rest(None if one.value is None else int(one.value), new))
            )
        return came, back

    async def waited(self, periods: Sequence[Period]) -> list[Measured]:
        rewards = self.sums("first_rewards", "first_rewards", periods)
        found = await self.distinct.waits(self.part, [one.stretch for one in rewards])
        medians = []
        for one, counted in zip(rewards, found, strict=True):
            people = sum(count for _, count in counted)
            if one.stretch is None or 0 < people < FEW:
                medians.append(TOO_FEW)
            else:
                medians.append(Measured(median(counted), one.stretch))
        return medians


def _of_acts(one: Measured, people: float | None) -> Measured:
    """People, of whom it is told what they did in those days, or how many they were: where
    nothing was done, nobody was there."""
    return Measured(people, one.stretch) if one.stretch and one.value != 0 else one


def _share(one: Measured, some: int | None, of: int | None) -> Measured:
    """Of those who came in the days for which rewards are told."""
    return _of_acts(one, tens.share(some, of))


async def read(
    db: AsyncSession, gathered: Gathered, part: Part, period: Period, before: Period | None
) -> FiguresOut:
    figures, periods = (
        Figures(Distinct(db), gathered, part),
        [period, *([before] if before else [])],
    )
    visits, cards = await figures.visits(periods)
    new, back = figures.came(cards)
    redeemed = await figures.redeemed(periods)
    return FiguresOut(
        visits=shown(visits),
        active_cards=shown(cards),
        new_customers=shown(new),
        returning_customers=shown(back),
        redemptions=shown(redeemed["redemptions"]),
        redemption_share=shown(redeemed["redemption_share"]),
        redemption_cost=shown(redeemed["redemption_cost"]),
        days_to_reward=shown(await figures.waited(periods)),
    )


def shown(measured: Sequence[Measured]) -> FigureOut:
    """Of a period, and of the one it is compared with, if any."""
    one = measured[0]
    other = measured[1] if len(measured) > 1 else None
    change = None
    if other and one.value is not None and other.value:
        change = round(100 * (one.value - other.value) / other.value, 1)
    return FigureOut(
        value=one.value,
        few=one.value is None,
        covers=covered(one.stretch),
        previous=other.value if other else None,
        previous_few=other is not None and other.value is None,
        change=change,
    )


def covered(stretch: Stretch | None) -> Covered | None:
    if stretch is None:
        return None
    return Covered(from_=stretch[0], to=stretch[1] - timedelta(days=1))
