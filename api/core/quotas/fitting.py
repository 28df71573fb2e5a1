"""Which of the merchant's things are active where the plan has no room for all: what the merchant
has chosen first, then the oldest. Nothing is deleted; the others are frozen, and thaw as soon as
there is room again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.core import audit, quotas
from api.core.clock import now
from api.core.quotas.usages import Usage
from api.core.tenancy import merchant_of


class Freezable(Protocol):
    """A row of what is counted, held for the transaction."""

    id: UUID
    created_at: datetime
    frozen_at: datetime | None


async def choice(db: AsyncSession, resource: str) -> list[str]:
    """The ids that the merchant keeps active first."""
    return await db.scalar(select(Usage.chosen).where(Usage.resource == resource)) or []


async def choose(db: AsyncSession, resource: str, ids: Sequence[UUID]) -> None:
    """Keep the choice. It holds when a limit falls, however much later."""
    kept = insert(Usage)
    kept = kept.on_conflict_do_update(
        index_elements=["merchant_id", "resource"], set_={"chosen": kept.excluded.chosen}
    )
    row = {
        "id": uuid7(),
        "resource": resource,
        "used": 0,
        "announced": 0,
        "chosen": sorted(str(one) for one in ids),
    }
    await db.execute(kept, [row])


async def fit(
    db: AsyncSession,
    resource: str,
    rows: Sequence[Freezable],
    first: frozenset[UUID] = frozenset(),
) -> bool:
    """Freeze and thaw so that as many are active as there is room for; whether any has changed.
    ``first``: those that come before all others, where the choice names none of them."""
    most = await db.scalar(select(Usage.most).where(Usage.resource == resource))
    chosen = {UUID(one) for one in await choice(db, resource)}
    needed = set() if first & chosen else set(first)
    ranked = sorted(
        rows, key=lambda row: (row.id not in needed, row.id not in chosen, row.created_at, row.id)
    )
    active = {row.id for row in (ranked if most is None else ranked[:most])}
    thawed = [row for row in rows if row.id in active and row.frozen_at is not None]
    frozen = [row for row in rows if row.id not in active and row.frozen_at is None]
    for row in thawed:
        row.frozen_at = None
    for row in frozen:
        row.frozen_at = now()
    quotas.take(db, resource, len(thawed) - len(frozen))
    if thawed or frozen:
        facts: dict[str, str | int] = {
            "resource": resource,
            "thawed": len(thawed),
            "frozen": len(frozen),
        }
        audit.record(db, audit.SYSTEM, "plan.fitted", "merchant", merchant_of(db), **facts)
    return bool(thawed or frozen)
