"""How much of what the plan gives is used."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Annotated

from fastapi import APIRouter
from sqlalchemy import select

from api.accounts.caller import Caller
from api.accounts.deps import CALLER_REFUSALS, needs
from api.billing import standing
from api.billing.deps import Declared
from api.billing.plans import COUNTED
from api.billing.schemas import UsageLevel, UsageOfResource, UsageOut
from api.core import quotas
from api.core.deps import Db
from api.core.errors import problems
from api.core.quotas.usages import Usage, declared, period_of
from api.core.tenancy import merchant_of

router = APIRouter(prefix="/v1", tags=["billing"])


@router.get(
    "/usage",
    operation_id="read_usage",
    summary="What is used of the plan",
    responses=problems(*CALLER_REFUSALS),
)
async def read_usage(
    db: Db, caller: Annotated[Caller, needs("usage:read")], plans: Declared
) -> UsageOut:
    """Exactly what is counted against each limit, at this moment. Where a limit is reached, what
    would go beyond it is refused with `PLAN_LIMIT`. `frozen` things are there but not counted:
    the plan has no room for them, and they can only be read."""
    stands = await standing.read(db, plans)
    rows = {row.resource: row for row in await db.scalars(select(Usage))}
    items = []
    for resource in COUNTED:
        kind = declared[resource]
        row, period = rows.get(resource), period_of(resource)
        used = row.used if row and row.period == period else 0
        most = row.most if row else None
        frozen = 0
        if kind.frozen is not None:
            frozen = (await db.execute(kind.frozen, {"merchant_id": merchant_of(db)})).scalar_one()
        items.append(
            UsageOfResource(
                resource=resource,
                used=used,
                limit=most,
                period_ends_at=_next_month(period) if period else None,
                level=_level(used, most),
                frozen=frozen,
            )
        )
    return UsageOut(plan=stands.plan.id, state=stands.state, items=items)


def _level(used: int, most: int | None) -> UsageLevel:
    if most is not None and used > most:
        return "over"
    reached = quotas.level(used, most)
    return "full" if reached == quotas.FULL else "near" if reached == quotas.NEAR else "ok"


def _next_month(first: date) -> datetime:
    later = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return datetime.combine(later, time(), UTC)
