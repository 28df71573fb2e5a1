"""The condition that a row's time is over, in SQL: exactly what ``Step.end`` says."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Interval, and_, func, literal, or_, true

from api.core.confinement import is_tenant_table
from api.core.personal import Itself
from api.privacy.holds.held import free
from api.privacy.retention.period import Period
from api.privacy.retention.steps import Step

_SHORTEST_MONTH = 28
_CLOCKS = timedelta(days=1)
"""No change of clocks moves a moment by more."""


def over(step: Step, at: datetime) -> ColumnElement[bool]:
    """The row's time is over at ``at``, and something is left to go, and nothing holds it."""
    conditions = [over_at(step, at)]
    if step.ends.clears:
        columns = (getattr(step.model, name) for name in step.ends.clears)
        conditions.append(or_(*(column.is_not(None) for column in columns)))
    if step.ends.person:
        conditions.append(_one_person(step))
    if is_tenant_table(step.model.__table__):
        conditions.append(free(step.table, step.model.id, at))
    return and_(*conditions)


def over_at(step: Step, at: datetime) -> ColumnElement[bool]:
    """By time alone."""
    start = since(step)
    # The second condition says it all; by the first an index finds the few rows to look at.
    longest = at - _least(step.effective.period) - step.ends.own + _CLOCKS
    return and_(start <= longest, ended_at(step) <= at)


def ended_at(step: Step) -> ColumnElement[datetime]:
    zone, period = step.zone.key, step.effective.period
    local: ColumnElement[Any] = func.timezone(zone, since(step) + literal(step.ends.own, Interval))
    if step.rule.year_end:
        local = func.date_trunc("year", local) + func.make_interval(1)
    return func.timezone(zone, local + func.make_interval(0, period.months, 0, period.days))


def since(step: Step) -> ColumnElement[Any]:
    columns = [getattr(step.model, name) for name in step.ends.since]
    return func.coalesce(*columns) if len(columns) > 1 else columns[0]


def _least(period: Period) -> timedelta:
    return timedelta(days=period.months * _SHORTEST_MONTH + period.days)


def _one_person(step: Step) -> ColumnElement[bool]:
    """A customer who turned out to be another one goes with that one."""
    way = step.model.__persons__[step.ends.subject]
    if isinstance(way, Itself) and way.merged_into:
        own: ColumnElement[bool] = getattr(step.model, way.merged_into).is_(None)
        return own
    return true()
