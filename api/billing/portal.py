"""Stripe's own page for means of payment, invoices, address and VAT number."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.models import Merchant
from api.billing import customers
from api.billing.changes import NoSubscription
from api.billing.stripe_api import line, require
from api.core.db import Database
from api.core.personal import outgoing
from api.core.settings import Settings
from api.core.tenancy import merchant_of

for _field in ("customer", "return_url", "locale"):
    outgoing("stripe", f"billing_portal/sessions.{_field}", why="whose page, by Stripe's own id")


async def open_portal(db: AsyncSession, settings: Settings) -> str:
    """Its address, for minutes. Raises what :mod:`stripe_api` raises, ``NoSubscription`` for who
    never bought anything."""
    require(settings)
    merchant = await db.get_one(Merchant, merchant_of(db))
    customer = await customers.living(db, merchant.id)
    if customer is None:
        raise NoSubscription
    await Database.settle(db)
    async with line(settings) as stripe:
        made = await stripe.call(
            stripe.v1.billing_portal.sessions.create_async,
            customer=customer,
            return_url=f"{settings.origin}/subscription",
            locale=merchant.language,
        )
    return str(made["url"])
