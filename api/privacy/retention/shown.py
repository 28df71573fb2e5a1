"""Rules and plans as they are shown."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.privacy.retention.clamp import effective
from api.privacy.retention.forecast import Day
from api.privacy.retention.in_force import Ruling, models
from api.privacy.retention.law import Bound
from api.privacy.retention.models import RetentionChoice
from api.privacy.retention.schemas import BoundOut, EffectiveOut, GoingOut, RuleOut


async def rules_of(db: AsyncSession, ruling: Ruling) -> list[RuleOut]:
    """Those that the merchant chooses first."""
    rows = {one.rule: one for one in await db.scalars(select(RetentionChoice))}
    shown = []
    for name, rule in sorted(ruling.rules.items()):
        row, counts = rows.get(name), effective(rule, ruling.choices.get(name))
        shown.append(
            RuleOut(
                name=name,
                anchor=rule.anchor,
                year_end=rule.year_end,
                chosen_by_merchant=rule.chosen_by_merchant,
                floor=_bound(rule.floor),
                default=_bound(rule.default),
                ceiling=_bound(rule.ceiling),
                choice=row.period if row else None,
                effective=EffectiveOut(
                    period=str(counts.period), source=counts.source, held=counts.held
                ),
                version=row.version if row else 0,
                tables=_tables(name),
            )
        )
    return sorted(shown, key=lambda one: not one.chosen_by_merchant)


def going(days: Iterable[Day]) -> list[GoingOut]:
    return [
        GoingOut(day=one.day, rule=one.step.rule.name, table=one.step.table, rows=one.rows)
        for one in sorted(days, key=lambda one: (one.day, one.step.table))
        if one.rows
    ]


def _bound(bound: Bound) -> BoundOut:
    return BoundOut(period=str(bound.period), source=bound.source)


def _tables(rule: str) -> list[str]:
    found = {
        str(model.__tablename__)
        for model in models()
        for ends in model.__ends__
        if ends.rule == rule
    }
    return sorted(found)
