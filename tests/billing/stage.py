"""A shop, its owner, the service, and Stripe beside it with a mind of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

import httpx
from sqlalchemy.ext.asyncio import AsyncEngine

from api.billing import plans, reconcile
from api.core import worker
from api.core.settings import Settings
from tests.stripe_fake.deliveries import SECRET, Deliveries
from tests.stripe_fake.fake import FakeStripe
from tests.stripe_fake.state import Obj
from tests.world import Shop, key

Interval = Literal["month", "year"]


def furnished(stripe: FakeStripe, settings: Settings) -> None:
    """Stripe knows what is for sale."""
    for plan in plans.load(settings.plans_file).plan:
        if plan.month and plan.year:
            stripe.sell(f"carnet_{plan.id}", plan.name.fr, month=plan.month, year=plan.year)


def stripe_settings(stripe: FakeStripe, **others: object) -> dict[str, object]:
    """How a service is told to talk to the fake."""
    return {
        "stripe_key": stripe.key,
        "stripe_url": stripe.url,
        "stripe_webhook_secrets": SECRET,
        **others,
    }


@dataclass
class Stage:
    shop: Shop
    stripe: FakeStripe
    settings: Settings
    owner: httpx.AsyncClient
    deliveries: Deliveries
    clock: Callable[[timedelta], None]
    """Moves ours alone; :meth:`advance` moves both."""
    engine: AsyncEngine
    """Of the service that answers requests."""

    async def advance(self, **by: float) -> None:
        """Time passes for us and for Stripe: ``advance(days=31)``."""
        self.clock(timedelta(**by))
        self.stripe.advance(timedelta(**by))

    async def work(self) -> None:
        """Do what is in the queue."""
        await worker.drain(self.shop.world.database, self.settings)

    async def reconcile(self) -> list[str]:
        """Compare everything with Stripe; returns what was repaired."""
        repaired: list[str] = []
        await reconcile.everything(self.shop.world.database, self.settings, repaired.append)
        return repaired

    async def hear(self) -> None:
        """Everything that Stripe has to tell arrives, in order, and is worked on."""
        await self.deliveries.all()
        await self.work()

    async def checkout(
        self, plan: str = "starter", interval: Interval = "month", **others: Any
    ) -> httpx.Response:
        wish = {"plan": plan, "interval": interval, **others}
        return await self.owner.post("/v1/checkouts", json=wish, headers=key())

    def session_of(self, checkout: dict[str, Any]) -> Obj:
        """The page at Stripe that belongs to a checkout of ours."""
        return next(
            one
            for one in self.stripe.all("checkout.session")
            if one["client_reference_id"] == checkout["id"]
        )

    async def subscribe(
        self, plan: str = "starter", interval: Interval = "month", method: str = "card"
    ) -> Obj:
        """Subscribed and paid, and we have heard of it. Returns Stripe's subscription."""
        answer = await self.checkout(plan, interval)
        assert answer.status_code == 201, answer.text
        made = self.stripe.pay(self.session_of(answer.json())["id"], method)
        await self.hear()
        return made

    async def change(self, plan: str, interval: Interval = "month") -> httpx.Response:
        wish = {"plan": plan, "interval": interval}
        return await self.owner.post("/v1/subscription/changes", json=wish, headers=key())

    async def cancel(self) -> httpx.Response:
        return await self.owner.post("/v1/subscription/cancellation", headers=key())

    async def go_on(self) -> httpx.Response:
        return await self.owner.delete("/v1/subscription/cancellation", headers=key())

    async def shown(self) -> dict[str, Any]:
        """The subscription as the desk shows it."""
        answer = await self.owner.get("/v1/subscription")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    @property
    def subscription(self) -> Obj:
        """The newest at Stripe."""
        return self.stripe.all("subscription")[0]
