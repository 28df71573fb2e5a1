"""Changing a running subscription: another plan or period, its end, no end after all. What it
will cost is asked first, and charged as it was shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.billing import checkout, customers, intents, mirror, standing
from api.billing.models import PlanChange, Subscription
from api.billing.plans import Plan, Plans
from api.billing.schemas import ChangeIn, Choice
from api.billing.stripe_api import (
    CardDeclined,
    PaymentRequired,
    Stripe,
    StripeRefused,
    line,
    require,
)
from api.core.audit import Actor
from api.core.clock import now
from api.core.db import Database
from api.core.errors import Problem
from api.core.personal import outgoing
from api.core.settings import Settings
from api.core.tenancy import merchant_of

PREVIEW_HOLDS = timedelta(hours=1)


_TERMS = ("items.id", "items.price", "proration_behavior", "proration_date")
for _field in (*_TERMS, "payment_behavior", "cancel_at_period_end", "expand"):
    outgoing("stripe", f"subscriptions.{_field}", why="what the subscription becomes")
for _field in ("customer", "subscription", "preview_mode"):
    outgoing("stripe", f"invoices.{_field}", why="what a change would cost, by Stripe's own ids")
for _field in _TERMS:
    outgoing("stripe", f"invoices.subscription_details.{_field}", why="the same")


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


async def wished(db: AsyncSession, plans: Plans, wish: Choice) -> tuple[Plan, Subscription, str]:
    """The plan, what it is to change, and whose that is at Stripe. Raises ``PlanUnknown``,
    :class:`NoSubscription`, :class:`SamePlan`."""
    plan = plans.get(wish.plan)
    plan.price(wish.interval)
    one = await running(db, plans)
    if (one.plan, one.interval) == (wish.plan, wish.interval):
        raise SamePlan
    customer = await customers.living(db, merchant_of(db))
    if customer is None:
        raise NoSubscription
    return plan, one, customer


async def change(
    db: AsyncSession, settings: Settings, plans: Plans, caller: Actor, wish: ChangeIn, key: str
) -> None:
    """Change plan or period at once, the difference charged or credited; it is changed when the
    charge went through, and else not at all. Where the bank wants to see the owner first, it waits
    for that, and :class:`PaymentRequired` says where. Raises what :mod:`stripe_api` and
    :func:`wished` raise, :class:`PreviewExpired`, ``KeyReused``."""
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
        await wished(db, plans, wish)
        intent = _intent(db, caller, "change", one, key, request)
        intent.plan, intent.interval = wish.plan, wish.interval
        intent.proration_at = at.replace(microsecond=0)
    await Database.settle(db)
    async with line(settings) as stripe:
        price = await checkout.price(stripe, wish.plan, wish.interval)
        asked = {
            "items": [{"id": one.item_id, "price": price}],
            "proration_behavior": "always_invoice",
            "proration_date": int(at.timestamp()),
        }
        try:
            await _update(
                db, stripe, plans, caller, intent, payment_behavior="error_if_incomplete", **asked
            )
        except PaymentRequired:
            await _wait_for_the_bank(db, stripe, plans, intent, asked)


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
    except (CardDeclined, StripeRefused) as refusal:
        (await _stored(db, intent)).state = "refused"
        await Database.settle(db)
        if isinstance(refusal, StripeRefused) and refusal.missing:
            raise NoSubscription from refusal
        raise
    customer = found["customer"]
    await mirror.subscriptions(db, stripe, plans, customer)
    intents.done(db, await _stored(db, intent), caller)


async def _wait_for_the_bank(
    db: AsyncSession, stripe: Stripe, plans: Plans, intent: PlanChange, asked: dict[str, Any]
) -> None:
    """Leave the change with Stripe, which makes it when its invoice is paid, and drops both after
    a day. Raises :class:`PaymentRequired` unless that has happened meanwhile."""
    async with intents.another_try_after_an_accident(db, PlanChange, intent.id):
        found = await stripe.call(
            stripe.v1.subscriptions.update_async,
            intent.subscription_id,
            key=f"{intent.kind}-{intent.id}-{intent.tries}-pending",
            payment_behavior="pending_if_incomplete",
            expand=["latest_invoice"],
            **asked,
        )
    await mirror.subscriptions(db, stripe, plans, found["customer"])
    done = (await _stored(db, intent)).state == "done"
    await Database.settle(db)
    if not done:
        raise PaymentRequired(found["latest_invoice"]["hosted_invoice_url"])


async def _stored(db: AsyncSession, intent: PlanChange) -> PlanChange:
    return (await db.scalars(select(PlanChange).where(PlanChange.id == intent.id))).one()
