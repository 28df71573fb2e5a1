"""What goes at the end of a contract, as the plan of retention shows it: per table, on its day."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.clock import now
from api.privacy.ending import course, left
from api.privacy.ending.fates import Fate, fates
from api.privacy.retention import in_force
from api.privacy.retention.schemas import GoingOut
from api.privacy.retention.steps import AHEAD, days_ahead


async def going(db: AsyncSession) -> Sequence[GoingOut]:
    """Of a merchant whose contract has ended: once everything goes within the days ahead."""
    row = await course.current(db)
    if row is None or row.state != "ended":
        return []
    zone = (await in_force.of_merchant(db, now())).zone
    days = [day for day, _ in days_ahead(now(), zone, AHEAD)]
    due = max(row.due_at.astimezone(zone).date(), days[0])
    if due > days[-1]:
        return []
    counted = [(end.table, await left.count(db, end)) for end in fates() if end.fate is Fate.GOES]
    return [
        GoingOut(day=due, rule=course.RULE, table=table, rows=rows)
        for table, rows in sorted(counted)
        if rows
    ]
