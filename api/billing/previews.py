"""What another plan would cost, as Stripe computes it."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.billing import changes, checkout
from api.billing.models import Subscription
from api.billing.plans import Plan, Plans
from api.billing.schemas import Choice, Over, PlanPreviewLine, PlanPreviewOut
from api.billing.stripe_api import Answer, line, require
from api.core import quotas
from api.core.clock import now
from api.core.db import Database
from api.core.settings import Settings

SHOWN_LINES = 100


async def preview(
    db: AsyncSession, settings: Settings, plans: Plans, wish: Choice
) -> PlanPreviewOut:
    """What it costs at once and from then on. Raises what :mod:`stripe_api` and
    :func:`changes.wished` raise."""
    require(settings)
    plan, one, customer = await changes.wished(db, plans, wish)
    at = now().replace(microsecond=0)
    over = await _over(db, plan)
    await Database.settle(db)
    async with line(settings) as stripe:
        items = [{"id": one.item_id, "price": await checkout.price(stripe, plan.id, wish.interval)}]
        asked: dict[str, Any] = {"customer": customer, "subscription": one.stripe_id}
        terms = {
            "items": items,
            "proration_behavior": "always_invoice",
            "proration_date": int(at.timestamp()),
        }
        create = stripe.v1.invoices.create_preview_async
        # In a trial nothing is charged at once: what would be shown is its end.
        due = (
            None
            if one.status == "trialing"
            else await stripe.call(create, subscription_details=terms, **asked)
        )
        later = await stripe.call(
            create, preview_mode="recurring", subscription_details={"items": items}, **asked
        )
    return PlanPreviewOut(
        currency=later["currency"].upper(),
        due_now=due["amount_due"] if due else 0,
        tax=_tax(due) if due else 0,
        lines=[
            PlanPreviewLine(description=each.get("description") or "", amount=each["amount"])
            for each in (due["lines"]["data"][:SHOWN_LINES] if due else [])
        ],
        next_total=later["total"],
        next_at=_next(one, wish, at),
        proration_at=at,
        over=over,
    )


async def _over(db: AsyncSession, plan: Plan) -> list[Over]:
    """What there is more of than the plan holds."""
    used = await quotas.used(db)
    return [
        Over(resource=resource, used=used[resource], limit=most)
        for resource, most in plan.quotas.items()
        if used.get(resource, 0) > most
    ]


def _tax(found: Answer) -> int:
    return sum(int(tax["amount"]) for tax in found.get("total_taxes") or [])


def _next(one: Subscription, wish: Choice, at: datetime) -> datetime:
    """When it is charged again: another period begins at once, a trial goes on."""
    if one.status == "trialing" and one.trial_end:
        return one.trial_end
    if one.interval == wish.interval:
        return one.period_end
    months = 12 if wish.interval == "year" else 1
    year, month = divmod(at.month - 1 + months, 12)
    year, month = at.year + year, month + 1
    last = calendar.monthrange(year, month)[1]
    return at.astimezone(UTC).replace(year=year, month=month, day=min(at.day, last))
