"""The subscription as the merchant sees it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.billing import standing
from api.billing.models import Checkout, Invoice
from api.billing.plans import Plans
from api.billing.schemas import SubscriptionOut
from api.core.clock import now
from api.core.settings import Settings

BANKS_TAKE = timedelta(days=120)
"""After that a dispute that was lost is no news any more; the invoice still says it."""


async def show(db: AsyncSession, settings: Settings, plans: Plans) -> SubscriptionOut:
    stands = await standing.read(db, plans)
    one = stands.subscription
    at = now()
    open_checkout = await db.scalar(
        select(Checkout.id)
        .where(Checkout.state == "open", Checkout.url.is_not(None), Checkout.expires_at > at)
        .order_by(Checkout.id.desc())
        .limit(1)
    )
    contested = select(Invoice.id).where(Invoice.disputed, Invoice.created_at > at - BANKS_TAKE)
    disputed = await db.scalar(contested.limit(1))
    living = one if one and one.status not in standing.ENDED else None
    return SubscriptionOut(
        plan=stands.plan.id,
        state=stands.state,
        until=stands.until,
        interval="year" if living and living.interval == "year" else "month" if living else None,
        status=one.status if one else None,
        trial_end=living.trial_end if living else None,
        period_end=living.period_end if living else None,
        cancel_at=living.cancel_at if living else None,
        past_due_since=living.past_due_since if living else None,
        read_only_on=stands.read_only_on,
        read_only_since=stands.read_only_on if stands.state == "unpaid" else None,
        payment_method=living.payment_method if living else None,
        billing_available=settings.stripe_key is not None,
        disputed=disputed is not None,
        open_checkout=open_checkout,
    )
