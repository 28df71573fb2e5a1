"""Shops that pay, that owe, and that have owed for too long, and what their desks show."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import timedelta

import httpx

from api.core.clock import now
from tests.stripe_fake.fake import FakeStripe
from tests.world import Shop, key

PATIENCE = 30.0
LONG_AGO = timedelta(days=15)


@dataclass(frozen=True)
class PayingStage:
    paying: Shop
    owing: Shop
    closed: Shop


async def set_up_paying(stripe: FakeStripe, *shops: Shop) -> PayingStage:
    """All subscribed, a trial ago; then two of the cards declined."""
    paying, owing, closed = shops
    for shop in shops:
        customer = await subscribe(shop, stripe)
        if shop is not paying:
            stripe.decline_next(customer)
    stripe.advance(timedelta(days=31))
    await until(paying, "active")
    await until(owing, "past_due")
    await until(closed, "past_due")
    owe_for_long(stripe, closed)
    stripe.advance(timedelta(days=4))  # tried again, and told again
    await until(closed, "unpaid")
    return PayingStage(paying, owing, closed)


async def subscribe(
    shop: Shop, stripe: FakeStripe, plan: str = "starter", becomes: str = "trial"
) -> str:
    """Subscribed as at the hosted page, and heard of. Returns the customer's id at Stripe."""
    owner = await shop.client("owner")
    wish = {"plan": plan, "interval": "month"}
    answer = await owner.post("/v1/checkouts", json=wish, headers=key())
    assert answer.status_code == 201, answer.text
    mine = answer.json()["id"]
    sessions = stripe.all("checkout.session")
    (session,) = (one for one in sessions if one["client_reference_id"] == mine)
    stripe.pay(session["id"])
    back = await owner.get(f"/v1/checkouts/{mine}")
    assert back.json()["state"] == "completed", back.text
    await until(shop, becomes)
    return str(session["customer"])


def owe_for_long(stripe: FakeStripe, shop: Shop) -> None:
    """As if the payment had failed so long ago that the grace is over; the desk's clock stands."""
    (subscription,) = (
        one for one in stripe.all("subscription") if one["metadata"]["merchant_id"] == str(shop.id)
    )
    for invoice in stripe.all("invoice", customer=subscription["customer"], status="open"):
        invoice["status_transitions"]["finalized_at"] = int((now() - LONG_AGO).timestamp())


async def until(shop: Shop, state: str) -> None:
    """What happened at Stripe has reached the desk."""
    owner = await shop.browser("owner")
    give_up = time.monotonic() + PATIENCE
    while (said := await _state(owner)) != state:
        assert time.monotonic() < give_up, f"still {said}, not {state}"
        await asyncio.sleep(0.2)


async def _state(owner: httpx.AsyncClient) -> str:
    closed = (await owner.get("/v1/me")).json()["memberships"][0]["read_only_since"]
    state: str = (await owner.get("/v1/subscription")).json()["state"]
    # The office closes in the same moment, by a job.
    return "unpaid, and open" if state == "unpaid" and closed is None else state
