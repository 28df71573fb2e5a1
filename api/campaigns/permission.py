"""Whether one customer may get one campaign's mail now: asked in the transaction that records the
sending, with the customer's row held, and nowhere skipped."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.campaigns.models import CampaignMail
from api.campaigns.segments import HANDED
from api.core.clock import now
from api.core.mail import Leave
from api.core.settings import Settings
from api.customers import keys, leave
from api.customers.models import Customer, CustomerKey


async def ask(
    db: AsyncSession, settings: Settings, mail: CampaignMail, days_between: int
) -> tuple[Customer | None, Leave | None, str | None]:
    """The customer, the leave to write, and why not. Two campaigns at once ask in turns."""
    query = select(Customer).where(Customer.id == mail.customer_id).with_for_update()
    customer = await db.scalar(query.execution_options(populate_existing=True))
    if customer is None or customer.merged_into is not None:
        return None, None, "gone"
    asked = await leave.ask(db, settings, customer, "marketing_email")
    if asked.refused:
        return customer, asked, asked.refused
    if await _written_to(db, customer, days_between):
        return customer, asked, "too_soon"
    if await _at_same_address(db, customer, mail.campaign_id):
        return customer, asked, "same_address"
    return customer, asked, None


async def _written_to(db: AsyncSession, customer: Customer, days: int) -> bool:
    """Within the last days, as this customer or as one who was merged into this one."""
    merged = select(Customer.id).where(Customer.merged_into == customer.id)
    same = [customer.id, *await db.scalars(merged)]
    recent = select(CampaignMail.id).where(
        CampaignMail.customer_id.in_(same),
        CampaignMail.handed_at > now() - timedelta(days=days),
        CampaignMail.state.in_(HANDED),
    )
    return await db.scalar(recent.limit(1)) is not None


async def _at_same_address(db: AsyncSession, customer: Customer, campaign_id: UUID) -> bool:
    """A family that shares a mailbox gets one mail."""
    query = select(CustomerKey.id).where(
        CustomerKey.key == keys.mail(customer.email or "")[: keys.LONGEST],
        CustomerKey.id != customer.id,
    )
    others = (await db.scalars(query)).all()
    if not others:
        return False
    there = select(CampaignMail.id).where(
        CampaignMail.campaign_id == campaign_id,
        CampaignMail.customer_id.in_(others),
        CampaignMail.state.in_(HANDED),
    )
    return await db.scalar(there.limit(1)) is not None
