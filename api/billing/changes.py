"""Changing a running subscription: another plan or period, its end, no end after all. What it
will cost is asked first, and charged as it was shown."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.billing import checkout, customers, intents, mirror, standing
from api.billing.models import PlanChange, Subscription
from api.billing.plans import Plan, Plans
from api.billing.schemas import ChangeIn, Choice, Over, PlanPreviewLine, PlanPreviewOut
from api.billing.stripe_api import (
    Answer,
    CardDeclined,
    PaymentRequired,
    Stripe,
    StripeRefused,
    line,
    require,
)
from api.core import audit, quotas
from api.core.audit import Actor
from api.core.clock import now
from api.core.db import Database
from api.core.errors import Problem
from api.core.settings import Settings
from api.core.tenancy import merchant_of

PREVIEW_HOLDS = timedelta(hours=1)
SHOWN_LINES = 100


class NoSubscription(Problem):
    status, code, title = 409, "NO_SUBSCRIPTION", "There is no running subscription"


class SamePlan(Problem):
    status, code, title = 409, "SAME_PLAN", "The subscription is that plan already"


class PreviewExpired(Problem):
    status, code, title = 409, "PREVIEW_EXPIRED", "This price was shown too long ago; look again"


async def running(db: AsyncSession, plans: Plans) -> Subscription:
    """The subscription that counts. Raises :class:`NoSubscription`."""
    stands = await standing.read(db, plans)
    one = stands.subscription
    if one is None or one.status not in (*standing.LIVE, "paused"):
        raise NoSubscription
    return one


async def preview(
    db: AsyncSession, settings: Settings, plans: Plans, wish: Choice
) -> PlanPreviewOut:
    """What the change costs at once and from then on, as Stripe computes it. Raises what
    :mod:`stripe_api` raises, ``PlanUnknown``, :class:`NoSubscription`, :class:`SamePlan`."""
    require(settings)
    plan, one, customer = await _wished(db, plans, wish)
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


async def _wished(db: AsyncSession, plans: Plans, wish: Choice) -> tuple[Plan, Subscription, str]:
    plan = plans.get(wish.plan)
    plan.price(wish.interval)
    one = await running(db, plans)
    if (one.plan, one.interval) == (wish.plan, wish.interval):
        raise SamePlan
    customer = await customers.living(db, merchant_of(db))
    if customer is None:
        raise NoSubscription
    return plan, one, customer


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


async def change(
    db: AsyncSession, settings: Settings, plans: Plans, caller: Actor, wish: ChangeIn, key: str
) -> None:
    """Change plan or period at once, the difference charged or credited; it is changed when the
    charge went through, and else not at all. Raises what :mod:`stripe_api` raises and
    :func:`preview` does, :class:`PreviewExpired`, ``KeyReused``."""
    require(settings)
    request = intents.digest("change", wish.plan, wish.interval, wish.proration_at)
    await intents.one_at_a_time(db)
    intent = await intents.earlier(db, PlanChange, key, request)
    if intent is not None and intent.state == "done":
        return
    at = wish.proration_at or (intent.proration_at if intent else None) or now()
    if abs(now() - at) > PREVIEW_HOLDS:
        raise PreviewExpired
    one = await running(db, plans)
    if intent is None:
        await _wished(db, plans, wish)
        intent = _intent(db, caller, "change", one, key, request)
        intent.plan, intent.interval = wish.plan, wish.interval
        intent.proration_at = at.replace(microsecond=0)
    moment = int(at.timestamp())
    await Database.settle(db)
    async with line(settings) as stripe:
        price = await checkout.price(stripe, wish.plan, wish.interval)
        await _update(
            db,
            stripe,
            plans,
            caller,
            intent,
            items=[{"id": one.item_id, "price": price}],
            proration_behavior="always_invoice",
            proration_date=moment,
            payment_behavior="error_if_incomplete",
        )


async def end(
    db: AsyncSession, settings: Settings, plans: Plans, caller: Actor, key: str, *, ending: bool
) -> None:
    """Let it end with the period that is paid, or (not ``ending``) go on after all. Raises what
    :mod:`stripe_api` raises, :class:`NoSubscription`, ``KeyReused``."""
    require(settings)
    kind = "cancellation" if ending else "resumption"
    request = intents.digest(kind)
    await intents.one_at_a_time(db)
    intent = await intents.earlier(db, PlanChange, key, request)
    if intent is not None and intent.state == "done":
        return
    if intent is None:
        one = await running(db, plans)
        intent = _intent(db, caller, kind, one, key, request)
    await Database.settle(db)
    async with line(settings) as stripe:
        await _update(db, stripe, plans, caller, intent, cancel_at_period_end=ending)


def _intent(
    db: AsyncSession, caller: Actor, kind: str, one: Subscription, key: str, request: bytes
) -> PlanChange:
    made = PlanChange(
        id=uuid7(),
        key=key,
        request=request,
        kind=kind,
        subscription_id=one.stripe_id,
        asked_by=caller.id,
    )
    db.add(made)
    return made


async def _update(
    db: AsyncSession,
    stripe: Stripe,
    plans: Plans,
    caller: Actor,
    intent: PlanChange,
    **parameters: Any,
) -> None:
    """Ask Stripe, then read what has become of it."""
    try:
        async with intents.another_try_after_an_accident(db, PlanChange, intent.id):
            found = await stripe.call(
                stripe.v1.subscriptions.update_async,
                intent.subscription_id,
                key=f"{intent.kind}-{intent.id}-{intent.tries}",
                **parameters,
            )
    except (CardDeclined, PaymentRequired, StripeRefused) as refusal:
        (await _stored(db, intent)).state = "refused"
        await Database.settle(db)
        if isinstance(refusal, StripeRefused) and refusal.missing:
            raise NoSubscription from refusal
        raise
    customer = found["customer"]
    await mirror.subscriptions(db, stripe, plans, customer)
    stored = await _stored(db, intent)
    if stored.state != "done":
        stored.state, stored.done_at = "done", now()
        audit.record(
            db, caller, "subscription.changed", "plan_change", stored.id,
            kind=stored.kind, plan=stored.plan, interval=stored.interval,
        )  # fmt: skip


async def _stored(db: AsyncSession, intent: PlanChange) -> PlanChange:
    return (await db.scalars(select(PlanChange).where(PlanChange.id == intent.id))).one()
