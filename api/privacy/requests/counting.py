"""By which calendar a merchant's deadlines are counted."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts import local_time
from api.core.clock import now
from api.core.tenancy import merchant_of
from api.privacy.requests import deadlines
from api.privacy.requests.deadlines import Deadline
from api.privacy.requests.holidays import Calendar
from api.privacy.requests.models import RequestCalendar

BRUSSELS = "Europe/Brussels"


async def calendar_of(db: AsyncSession) -> Calendar:
    """What the merchant has chosen, else that of the country its clock tells."""
    chosen = await db.scalar(select(RequestCalendar.holidays))
    if chosen is not None:
        return Calendar(chosen)
    zone = await zone_of(db)
    return Calendar.BELGIUM if zone.key == BRUSSELS else Calendar.FRANCE


async def zone_of(db: AsyncSession) -> ZoneInfo:
    return await local_time.zone_of(db, merchant_of(db))


async def due(db: AsyncSession, received_at: datetime, months: int) -> Deadline:
    """When a request of the merchant that the session has entered has to be answered."""
    return deadlines.due(received_at, await zone_of(db), await calendar_of(db), months)


async def today(db: AsyncSession) -> date:
    """Which day it is where the merchant is."""
    return deadlines.day_of(now(), await zone_of(db))
