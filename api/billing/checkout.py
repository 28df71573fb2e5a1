"""Subscribing: the wish is stored, Stripe makes a page to pay on, and what became of it is read
from Stripe, whether the person comes back first or the event."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.accounts.models import Merchant
from api.billing import customers, facts, intents
from api.billing.models import Checkout, Subscription
from api.billing.plans import Plans
from api.billing.schemas import CheckoutIn
from api.billing.standing import ENDED, LIVE
from api.billing.stripe_api import (
    Answer,
    BillingNotConfigured,
    Stripe,
    StripeRefused,
    line,
    require,
)
from api.core import audit
from api.core.audit import Actor
from api.core.clock import now
from api.core.db import Database
from api.core.errors import Problem, StillRunning
from api.core.personal import outgoing
from api.core.settings import Settings
from api.core.tenancy import merchant_of

OPEN_FOR = timedelta(hours=23)
"""Stripe closes its page after a day at the latest."""


class AlreadySubscribed(Problem):
    status, code, title = 409, "ALREADY_SUBSCRIBED", "There is a subscription; change that one"


class PromotionCodeInvalid(Problem):
    status, code, title = 422, "PROMOTION_CODE_INVALID", "This promotion code is not accepted"


class CheckoutNotFound(Problem):
    status, code, title = 404, "CHECKOUT_NOT_FOUND", "There is no such checkout"


async def begin(
    db: AsyncSession, settings: Settings, plans: Plans, caller: Actor, wish: CheckoutIn, key: str
) -> Checkout:
    """A page at Stripe to pay on. Raises what :mod:`stripe_api` raises, ``PlanUnknown``,
    :class:`AlreadySubscribed`, :class:`PromotionCodeInvalid`, ``KeyReused``."""
    require(settings)
    plans.get(wish.plan).price(wish.interval)
    stored = await _store(db, plans, caller, wish, key)
    if stored.state == "completed" or stored.url:
        return stored
    checkout_id = stored.id
    async with (
        line(settings) as stripe,
        intents.another_try_after_an_accident(db, Checkout, checkout_id),
    ):
        if stored.stripe_id and await close_page(stripe, stored.stripe_id):
            raise AlreadySubscribed
        customer = await customers.ensure(db, stripe, str(stored.tries))
        await _close_others(db, stripe, checkout_id)
        try:
            made = await _page(db, settings, stripe, customer, checkout_id)
        except PromotionCodeInvalid:
            (await load(db, checkout_id)).state = "failed"
            await Database.settle(db)
            raise
        stored = await load(db, checkout_id, lock=True)
        stored.stripe_id = made["id"]
        stored.expires_at = facts.moment(made["expires_at"]) or stored.expires_at
        if stored.state == "open":
            stored.url = made["url"]
            return stored
        # A later wish has taken this one's place while Stripe made the page.
        await Database.settle(db)
        if stored.state != "completed":
            await close_page(stripe, made["id"])
            raise StillRunning(retry_after=1)
    return stored


async def load(db: AsyncSession, checkout_id: UUID, *, lock: bool = False) -> Checkout:
    """Raises :class:`CheckoutNotFound`."""
    query = select(Checkout).where(Checkout.id == checkout_id)
    found = await db.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise CheckoutNotFound
    return found


async def _store(
    db: AsyncSession, plans: Plans, caller: Actor, wish: CheckoutIn, key: str
) -> Checkout:
    """The wish, committed. Those before it that are still open are over with it."""
    request = intents.digest("checkout", wish.plan, wish.interval, wish.promotion_code)
    await intents.one_at_a_time(db)
    known = await intents.earlier(db, Checkout, key, request)
    if known is not None and known.state == "completed":
        return known
    subscribed = select(Subscription.status).where(Subscription.status.not_in(ENDED))
    if {*await db.scalars(subscribed)} & {*LIVE, "paused"}:
        raise AlreadySubscribed
    trial_days = 0 if await db.scalar(select(Subscription.id).limit(1)) else plans.trial_days
    if known is None:
        known = Checkout(
            id=uuid7(),
            key=key,
            request=request,
            plan=wish.plan,
            interval=wish.interval,
            promotion_code=wish.promotion_code,
            trial_days=trial_days,
            asked_by=caller.id,
            expires_at=now() + OPEN_FOR,
        )
        db.add(known)
        audit.record(
            db, caller, "checkout.created", "checkout", known.id,
            plan=wish.plan, interval=wish.interval,
        )  # fmt: skip
    elif known.state != "open" or known.expires_at <= now():
        # Its page is closed; the next one is another call, with other terms perhaps.
        known.state, known.url, known.tries = "open", None, known.tries + 1
        known.trial_days, known.expires_at = trial_days, now() + OPEN_FOR
    for other in await db.scalars(
        select(Checkout).where(Checkout.state == "open", Checkout.id != known.id)
    ):
        other.state, other.url = "expired", None
    await Database.settle(db)
    return known


async def _close_others(db: AsyncSession, stripe: Stripe, checkout_id: UUID) -> None:
    """Two open pages could both be paid. One that was paid meanwhile is found out."""
    query = select(Checkout.stripe_id).where(
        Checkout.id != checkout_id,
        Checkout.state == "expired",
        Checkout.stripe_id.is_not(None),
        Checkout.expires_at > now(),
    )
    others = (await db.scalars(query)).all()
    await Database.settle(db)
    for stripe_id in others:
        if stripe_id and await close_page(stripe, stripe_id):
            raise AlreadySubscribed


async def close_page(stripe: Stripe, stripe_id: str) -> bool:
    """Nobody can pay there any more; whether somebody has."""
    try:
        found = await stripe.call(stripe.v1.checkout.sessions.expire_async, stripe_id)
    except StripeRefused as refusal:
        if refusal.missing:
            return False
        # Only an open one can be closed.
        found = await stripe.call(stripe.v1.checkout.sessions.retrieve_async, stripe_id)
    return bool(found["status"] == "complete")


for _field in (
    *("mode", "customer", "client_reference_id", "payment_method_types", "success_url"),
    *("cancel_url", "locale", "billing_address_collection", "tax_id_collection.enabled"),
    *("customer_update.address", "customer_update.name", "automatic_tax.enabled"),
    *("line_items.price", "line_items.quantity", "allow_promotion_codes"),
    *("discounts.promotion_code", "subscription_data.trial_period_days"),
    *("metadata.merchant_id", "metadata.checkout_id"),
    *("subscription_data.metadata.merchant_id", "subscription_data.metadata.checkout_id"),
):
    outgoing("stripe", f"checkout/sessions.{_field}", why="what is bought; opaque ids of ours")


async def _page(
    db: AsyncSession, settings: Settings, stripe: Stripe, customer: str, checkout_id: UUID
) -> Answer:
    wish = await load(db, checkout_id)
    merchant_id = merchant_of(db)
    language = (await db.get_one(Merchant, merchant_id)).language
    await Database.settle(db)
    about = {"merchant_id": str(merchant_id), "checkout_id": str(wish.id)}
    terms: dict[str, object] = {"metadata": about}
    if wish.trial_days:
        terms["trial_period_days"] = wish.trial_days
    discount: dict[str, object] = {"allow_promotion_codes": True}
    if wish.promotion_code:
        code = await _promotion(stripe, wish.promotion_code)
        discount = {"discounts": [{"promotion_code": code}]}
    return await stripe.call(
        stripe.v1.checkout.sessions.create_async,
        key=f"checkout-{wish.id}-{wish.tries}",
        mode="subscription",
        customer=customer,
        client_reference_id=str(wish.id),
        line_items=[{"price": await price(stripe, wish.plan, wish.interval), "quantity": 1}],
        payment_method_types=["card", "sepa_debit"],
        success_url=f"{settings.origin}/subscription?checkout={wish.id}",
        cancel_url=f"{settings.origin}/subscription",
        locale=language,
        billing_address_collection="required",
        tax_id_collection={"enabled": True},
        customer_update={"address": "auto", "name": "auto"},
        automatic_tax={"enabled": settings.stripe_tax},
        subscription_data=terms,
        metadata=about,
        **discount,
    )


async def price(stripe: Stripe, plan: str, interval: str) -> str:
    """The price's id at Stripe. Raises :class:`BillingNotConfigured` before the first sync."""
    found = await stripe.call(
        stripe.v1.prices.list_async,
        lookup_keys=[facts.lookup_key(plan, interval)],
        active=True,
        limit=1,
    )
    if not found["data"]:
        raise BillingNotConfigured("The operator has to run: carnet billing sync")
    return str(found["data"][0]["id"])


async def _promotion(stripe: Stripe, code: str) -> str:
    found = await stripe.call(stripe.v1.promotion_codes.list_async, code=code, active=True, limit=1)
    if not found["data"]:
        raise PromotionCodeInvalid
    return str(found["data"][0]["id"])
