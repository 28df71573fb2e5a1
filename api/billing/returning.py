"""What became of a checkout: the person comes back from Stripe's page, or the event arrives. One
is as good as the other, and either may be first."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.billing import checkout, customers, mirror, reads
from api.billing.models import Checkout
from api.billing.plans import Plans
from api.billing.stripe_api import (
    BillingNotConfigured,
    Stripe,
    StripeRefused,
    StripeUnavailable,
    line,
)
from api.core.db import Database
from api.core.http.allowance import Allowance, RateLimited
from api.core.settings import Settings
from api.core.tenancy import merchant_of

_LOOKS = Allowance(12)
"""A minute, for a page that waits; the event is seldom seconds behind."""


async def refresh(db: AsyncSession, stripe: Stripe, stripe_id: str) -> None:
    """Read a checkout's page anew. Settles the session; what it writes is left to be committed."""
    turn = await reads.ask(db, stripe_id)
    found = await stripe.call(stripe.v1.checkout.sessions.retrieve_async, stripe_id)
    if not await reads.counts(db, stripe_id, turn):
        return
    row = await _row(db, found.get("client_reference_id"))
    if row is None:
        return
    row.stripe_id = row.stripe_id or stripe_id
    if found["status"] == "complete":
        row.state, row.url = "completed", None
    elif found["status"] == "expired" and row.stripe_id == stripe_id and row.url:
        # Without an address of its own it is about to get another page.
        row.state, row.url = "expired", None


async def _row(db: AsyncSession, reference: str | None) -> Checkout | None:
    try:
        checkout_id = UUID(reference or "")
    except ValueError:
        return None
    query = select(Checkout).where(Checkout.id == checkout_id)
    return await db.scalar(query.with_for_update())


async def look(db: AsyncSession, settings: Settings, plans: Plans, checkout_id: UUID) -> Checkout:
    """Where it stands; of an open one Stripe is asked, and if Stripe does not answer, what we
    know has to do. Raises ``CheckoutNotFound``."""
    row = await checkout.load(db, checkout_id)
    if row.state != "open" or row.stripe_id is None:
        return row
    try:
        _LOOKS.take(merchant_of(db), 1)
        async with line(settings) as stripe:
            await refresh(db, stripe, row.stripe_id)
            row = await checkout.load(db, checkout_id)
            if row.state == "completed":
                customer = await customers.living(db, merchant_of(db))
                await Database.settle(db)
                if customer:
                    await mirror.subscriptions(db, stripe, plans, customer)
    except (StripeUnavailable, StripeRefused, BillingNotConfigured, RateLimited):
        return await checkout.load(db, checkout_id)
    return row
