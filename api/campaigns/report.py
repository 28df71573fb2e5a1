"""What became of a campaign. Nobody is followed: neither opening the mail nor a click is known."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.models import Merchant
from api.campaigns import rhythm
from api.campaigns.models import Campaign, CampaignMail
from api.campaigns.schemas import CampaignOut, CampaignReport
from api.core.clock import now
from api.customers.models import Consent


async def report(db: AsyncSession, row: Campaign) -> CampaignReport:
    waits = None
    if row.status == "sending":
        merchant = await db.get_one(Merchant, row.merchant_id)
        rules = await rhythm.load(db)
        waits = rhythm.quiet_until(rules, ZoneInfo(merchant.time_zone), now())
    shown = CampaignOut.model_validate(row)
    return CampaignReport(**dict(shown), withdrawn=await _withdrawn(db, row), waits_until=waits)


async def _withdrawn(db: AsyncSession, row: Campaign) -> int:
    """Persons; whoever has agreed again since is counted all the same."""
    query = (
        select(func.count(func.distinct(CampaignMail.customer_id)))
        .join(
            Consent,
            (Consent.merchant_id == CampaignMail.merchant_id)
            & (Consent.customer_id == CampaignMail.customer_id),
        )
        .where(
            CampaignMail.campaign_id == row.id,
            CampaignMail.state == "sent",
            Consent.purpose == "marketing_email",
            ~Consent.granted,
            Consent.created_at > CampaignMail.handed_at,
        )
    )
    return await db.scalar(query) or 0
