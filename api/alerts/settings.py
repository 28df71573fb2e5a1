"""When a merchant wants to be alerted."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.alerts.models import AlertSettings
from api.core.tenancy import merchant_of


async def load(db: AsyncSession, *, lock: bool = False) -> AlertSettings:
    """The merchant's settings; the usual ones where it has none, as a row that is not kept."""
    query = select(AlertSettings)
    row = await db.scalar(query.with_for_update() if lock else query)
    return row or AlertSettings(
        merchant_id=merchant_of(db),
        version=0,
        watching=True,
        by_mail=True,
        least_stamps=20,
        times_usual=3,
    )
