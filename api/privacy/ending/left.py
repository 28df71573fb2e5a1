"""What is left of a merchant whose contract is over: every row, until when and why."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.clock import now
from api.core.personal import Subject
from api.core.tenancy import merchant_of
from api.privacy.ending.fates import End, Fate, fates
from api.privacy.ending.spared import holds
from api.privacy.inventory import Person, leads_to, table
from api.privacy.retention import in_force
from api.privacy.retention.over import since
from api.privacy.retention.steps import Step

_HELD = "a legal hold"


def whose(end: End, merchant_id: Any) -> Any:
    """The merchant's rows of a table: a session confines those of merchants' tables itself."""
    if end.tenant:
        return true()
    if end.names_merchant:
        column = end.model.__table__.columns["merchant_id"]
        return getattr(end.model, column.key) == merchant_id
    person = Person(Subject.MERCHANT, merchant_id, merchant_id)
    return leads_to(table(end.table), person)


async def count(db: AsyncSession, end: End) -> int:
    query = select(func.count()).select_from(end.model).where(whose(end, merchant_of(db)))
    return (await db.execute(query)).scalar_one()


async def remains(db: AsyncSession) -> dict[str, Any]:
    """Table → rows, last day, rule, source and reason; tables without a row are not there. What
    should have gone and has not is there with no reason but a hold, or none at all."""
    kept, found = await holds(db), {}
    steps = (await in_force.of_merchant(db, now())).steps()
    for end in fates():
        rows = await count(db, end)
        if not rows:
            continue
        line: dict[str, Any] = {"rows": rows, "because": end.because}
        if end.fate is Fate.GOES:
            line |= {"because": _HELD if kept.rows else "", "until": _day(kept.until)}
        elif step := _longest(steps, end):
            last = await db.scalar(select(func.max(since(step))).select_from(step.model))
            line |= {
                "until": _day(step.end(last)) if last else None,
                "rule": step.rule.name,
                "source": step.effective.source,
            }
        found[end.table] = {"until": None, "rule": None, "source": None} | line
    return dict(sorted(found.items()))


def overdue(remains: dict[str, Any]) -> list[str]:
    """Tables with rows that nothing keeps."""
    return [name for name, line in remains.items() if not line["because"]]


def held(remains: dict[str, Any]) -> bool:
    return any(line["because"] == _HELD for line in remains.values())


def _longest(steps: list[Step], end: End) -> Step | None:
    """The rule by which whole rows go; of several, the last."""
    own = [step for step in steps if step.model is end.model and not step.ends.clears]
    return max(own, key=lambda step: step.effective.period, default=None)


def _day(at: datetime | None) -> str | None:
    return at.date().isoformat() if at else None
