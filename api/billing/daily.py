"""What time alone does: trials near their end, grace runs out, gifts end, and what is kept no
longer goes. One job a day for each merchant, which finds nothing to do when it runs again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.models import Merchant
from api.billing import in_force, plans
from api.billing.mirror import MEANS_KEPT
from api.billing.models import Invoice, Notice, StripeEvent, Subscription
from api.core import jobs
from api.core.clock import now
from api.core.jobs import Work, job, periodic

DAY = "billing.day"
INVOICES_KEPT = 10
"""Years (``PROMISES``, clause 16)."""


@periodic("13 5 * * *", "billing.plan_day")
async def plan_day(work: Work) -> None:
    """One job for each merchant. Events older than anything that could be sent again go."""
    await work.db.execute(delete(StripeEvent).where(StripeEvent.received_at < now() - MEANS_KEPT))
    for merchant_id in (await work.db.scalars(select(Merchant.id))).all():
        await jobs.enqueue(work.db, DAY, merchant_id=merchant_id, once="daily")


@job(DAY)
async def day(work: Work) -> None:
    await in_force.follow(work.db, plans.load(work.settings.plans_file))
    await forget(work.db, now())


async def forget(db: AsyncSession, at: datetime) -> None:
    """By which means was paid goes after thirteen months, the invoice after ten years."""
    long_ago = at - MEANS_KEPT
    await db.execute(
        update(Invoice)
        .where(Invoice.paid_by.is_not(None), Invoice.paid_at <= long_ago)
        .values(paid_by=None)
    )
    await db.execute(
        update(Subscription)
        .where(Subscription.payment_method.is_not(None), Subscription.ended_at <= long_ago)
        .values(payment_method=None)
    )
    issued = func.coalesce(Invoice.issued_at, Invoice.created_at)
    await db.execute(delete(Invoice).where(issued <= _years_before(at, INVOICES_KEPT)))
    await db.execute(delete(Notice).where(Notice.created_at <= long_ago))


def _years_before(at: datetime, years: int) -> datetime:
    try:
        return at.replace(year=at.year - years)
    except ValueError:
        return at.replace(year=at.year - years, day=28)
