"""The levels of a program: which one the units of a lifetime or of a rolling window reach. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from api.programs.lasting import plus_months
from api.programs.schemas.rules import RulesOfCard, TierLevel, Tiers

Days = Sequence[tuple[date, int]]
"""Units earned by day, oldest first."""


@dataclass(frozen=True)
class Standing:
    """Where a card stands: what follows from the days on which it earned."""

    units: int
    level: TierLevel | None
    until: date | None


def reached(tiers: Tiers, units: int) -> TierLevel | None:
    """The highest level whose threshold is met."""
    met = [level for level in tiers.levels if level.threshold <= units]
    return met[-1] if met else None


def level_of(rules: RulesOfCard, tier_id: str | None) -> TierLevel | None:
    """The level with this id, as the rules have it now."""
    levels = rules.tiers.levels if rules.tiers else []
    return next((level for level in levels if level.id == tier_id), None)


def standing(tiers: Tiers, days: Days, today: date) -> Standing:
    """A day counts up to the same day of the month in which the window ends."""
    if tiers.window_months is None:
        units = sum(earned for _, earned in days)
        return Standing(units, reached(tiers, units), None)
    counted = [
        (last, earned)
        for day, earned in days
        if (last := plus_months(day, tiers.window_months)) >= today
    ]
    units = left = sum(earned for _, earned in counted)
    level, until = reached(tiers, units), None
    if level:
        for last, earned in counted:
            left -= earned
            if left < level.threshold:
                until = last
                break
    return Standing(units, level, until)
