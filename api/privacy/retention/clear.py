"""One batch: the statement that deletes or empties rows asks itself whether their time is over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.privacy.retention.over import over
from api.privacy.retention.steps import Step

BATCH = 1_000


async def batch(db: AsyncSession, step: Step, at: datetime, most: int = BATCH) -> int:
    """Clear a batch; how many rows it was. A row that has become active again or is held since
    it was chosen stays: the condition is asked once more of the row as it is then."""
    condition = over(step, at)
    key: Any = step.model.id if step.of_merchants else _key(step.model)
    chosen = select(key).where(condition).limit(most)
    statement: Any = (
        update(step.model).values(dict.fromkeys(step.ends.clears))
        if step.ends.clears
        else delete(step.model)
    )
    statement = statement.where(key.in_(chosen), condition)
    result: Any = await db.execute(statement, execution_options={"synchronize_session": False})
    cleared: int = result.rowcount
    return cleared


def _key(model: Any) -> Any:
    (column,) = model.__mapper__.primary_key
    return getattr(model, model.__mapper__.get_property_by_column(column).key)
