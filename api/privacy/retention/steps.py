"""The plan: which rows and columns end by which rule. Pure: declarations, law, choices, zone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from api.core.confinement import is_tenant_table
from api.core.personal import Endings, Ends, Retention
from api.privacy.retention.clamp import Effective, effective
from api.privacy.retention.law import Rule
from api.privacy.retention.period import Period, next_january

AHEAD = 7
"""Days for which the plan is shown."""


@dataclass(frozen=True)
class Step:
    """What ends in one table by one rule."""

    model: Any
    ends: Ends
    rule: Rule
    effective: Effective
    zone: ZoneInfo

    @property
    def table(self) -> str:
        return str(self.model.__tablename__)

    @property
    def of_merchants(self) -> bool:
        return is_tenant_table(self.model.__table__)

    @property
    def own_date(self) -> bool:
        """The row has said from its first day until when it is good."""
        return self.ends.retention is Retention.EXPIRY

    def end(self, since: datetime) -> datetime:
        """When the time of a row is over that began at ``since``."""
        start = since + self.ends.own
        if self.rule.year_end:
            start = next_january(start, self.zone)
        return self.effective.period.after(start, self.zone)


def steps(
    models: Iterable[Any],
    rules: Mapping[str, Rule],
    choices: Mapping[str, Period],
    zone: ZoneInfo,
) -> list[Step]:
    """Of every model that says when its rows end, by name. Raises KeyError where a model names a
    rule that the law does not have."""
    found = []
    for model in sorted(models, key=lambda one: str(one.__tablename__)):
        endings: Endings = getattr(model, "__ends__", ())
        for ends in endings:
            rule = rules[ends.rule]
            period = effective(rule, choices.get(rule.name))
            found.append(Step(model, ends, rule, period, zone))
    return found


def binding(found: Iterable[Step]) -> list[Step]:
    """Where one job ends the same rows by several rules, the last of them counts: the merchant's
    own among equals."""
    kept: dict[tuple[str, str], Step] = {}
    for number, step in enumerate(found):
        place = (step.table, step.ends.by or f"{number}")
        other = kept.get(place)
        if other is None or (other.effective.period, other.rule.chosen_by_merchant) < (
            step.effective.period,
            step.rule.chosen_by_merchant,
        ):
            kept[place] = step
    return list(kept.values())


def days_ahead(at: datetime, zone: ZoneInfo, days: int = AHEAD) -> list[tuple[date, datetime]]:
    """Today and the days to come, each with the first moment that is not in it any more."""
    today = at.astimezone(zone).date()
    return [
        (day, _midnight(day + timedelta(days=1), zone))
        for day in (today + timedelta(days=number) for number in range(days + 1))
    ]


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
