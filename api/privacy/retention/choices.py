"""The merchant's choice of a period, within what the law leaves to it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.caller import Caller
from api.core import audit
from api.core.clock import now
from api.core.errors import Problem, match_version
from api.privacy.retention import in_force
from api.privacy.retention.clamp import beyond
from api.privacy.retention.law import Rule
from api.privacy.retention.models import RetentionChoice
from api.privacy.retention.period import Period


class RetentionRuleNotFound(Problem):
    status, code, title = 404, "RETENTION_RULE_NOT_FOUND", "There is no such rule of retention"


class RetentionNotChosen(Problem):
    status, code, title = (
        409,
        "RETENTION_NOT_CHOSEN",
        "The law or the operator sets this period: there is nothing to choose",
    )


class RetentionOutOfBounds(Problem):
    """``rule``, ``bound`` (floor or ceiling), ``limit`` and ``source`` say which law it is."""

    status, code, title = (
        422,
        "RETENTION_OUT_OF_BOUNDS",
        "The law does not allow this period",
    )


def choosable(rules: dict[str, Rule], name: str) -> Rule:
    """Raises :class:`RetentionRuleNotFound`, :class:`RetentionNotChosen`."""
    if name not in rules:
        raise RetentionRuleNotFound
    if not rules[name].chosen_by_merchant:
        raise RetentionNotChosen(rule=name)
    return rules[name]


def within(rule: Rule, period: Period) -> None:
    """Raises :class:`RetentionOutOfBounds`."""
    if found := beyond(rule, period):
        bound, limit = found
        raise RetentionOutOfBounds(
            f"{rule.name}: {limit.period} is the {bound} ({limit.source})",
            rule=rule.name,
            bound=bound,
            limit=str(limit.period),
            source=limit.source,
        )


async def choose(
    db: AsyncSession, caller: Caller, name: str, period: Period | None, if_match: str | None
) -> None:
    """Raises also :class:`Stale` and :class:`PreconditionRequired`."""
    rule = choosable(dict((await in_force.of_merchant(db, now())).rules), name)
    if period is not None:
        within(rule, period)
    row = await db.scalar(
        select(RetentionChoice).where(RetentionChoice.rule == name).with_for_update()
    )
    match_version(if_match, row.version if row else 0)
    if row is None:
        row = RetentionChoice(rule=name, version=0)
        db.add(row)
    row.period = str(period) if period else None
    row.version += 1
    row.chosen_by, row.chosen_at = caller.id, now()
    await db.flush()
    audit.record(
        db, caller, "retention.chosen", "retention_choice", row.id, rule=name, period=row.period
    )
