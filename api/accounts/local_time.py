"""The merchant's own calendar: a day begins at its midnight, not at ours."""

from __future__ import annotations

from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.models import Merchant
from api.core.clock import now


async def zone_of(db: AsyncSession, merchant_id: UUID) -> ZoneInfo:
    named = await db.scalars(select(Merchant.time_zone).where(Merchant.id == merchant_id))
    return ZoneInfo(named.one())


async def today(db: AsyncSession, merchant_id: UUID) -> date:
    return now().astimezone(await zone_of(db, merchant_id)).date()
