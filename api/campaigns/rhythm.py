"""How often, and at which hours, a merchant writes to one person."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.campaigns.models import CampaignSettings
from api.core.tenancy import merchant_of


async def load(db: AsyncSession, *, lock: bool = False) -> CampaignSettings:
    """The merchant's settings; the usual ones where it has none, as a row that is not kept."""
    query = select(CampaignSettings)
    row = await db.scalar(query.with_for_update() if lock else query)
    return row or CampaignSettings(
        merchant_id=merchant_of(db), version=0, days_between=7, quiet_from=21, quiet_until=7
    )


def quiet_until(settings: CampaignSettings, zone: ZoneInfo, at: datetime) -> datetime | None:
    """When the quiet hours end in which the moment lies; None: it lies in none."""
    local = at.astimezone(zone)
    first, last = settings.quiet_from, settings.quiet_until
    within = first <= local.hour < last if first <= last else not last <= local.hour < first
    if not within:
        return None
    end = local.replace(hour=last, minute=0, second=0, microsecond=0)
    return end if end > local else end + timedelta(days=1)
