"""What the end of a merchant's contract means at Stripe: the subscription is not renewed, and when
the merchant's data goes, the customer there goes as well. Its invoices stay with Stripe."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.billing import changes, plans
from api.billing.changes import NoSubscription
from api.billing.models import StripeCustomer
from api.billing.stripe_api import StripeRefused, line
from api.core import jobs
from api.core.audit import SYSTEM
from api.core.db import Database
from api.core.jobs import Work, job
from api.core.settings import Settings
from api.core.tenancy import merchant_of

RENEW = "billing.renew"


class StillAtStripe(RuntimeError):
    """Stripe was told and still has the customer; the job tries again."""


async def ask(db: AsyncSession, end_id: UUID, *, ending: bool) -> None:
    """Have the subscription end with the period that is paid, or go on after all."""
    await jobs.enqueue(db, RENEW, end_id=end_id, ending=ending)


@job(RENEW, attempts=20, after_end=True)
async def renew(work: Work, end_id: UUID, ending: bool) -> None:
    """The wish is stored under the end's id, so that it is made once."""
    if work.settings.stripe_key is None:
        return
    declared = plans.load(work.settings.plans_file)
    key = f"contract-{'end' if ending else 'goes-on'}-{end_id}"
    try:
        await changes.end(work.db, work.settings, declared, SYSTEM, key, ending=ending)
    except NoSubscription:
        return


async def forget(db: AsyncSession, settings: Settings) -> int:
    """Delete the merchant's customers at Stripe, and read back that they are; how many. What still
    runs there is cancelled by it. Settles the session. Raises :class:`StillAtStripe`, and what
    :mod:`stripe_api` raises."""
    if settings.stripe_key is None:
        return 0
    merchant_id = merchant_of(db)
    own = select(StripeCustomer.stripe_id).where(StripeCustomer.merchant_id == merchant_id)
    known = (await db.scalars(own)).all()
    await Database.settle(db)
    if not known:
        return 0
    async with line(settings, in_a_job=True) as stripe:
        for customer in known:
            try:
                await stripe.call(stripe.v1.customers.delete_async, customer)
                kept = await stripe.call(stripe.v1.customers.retrieve_async, customer)
            except StripeRefused as refusal:
                if not refusal.missing:
                    raise
            else:
                if not kept.get("deleted"):
                    raise StillAtStripe
    return len(known)
