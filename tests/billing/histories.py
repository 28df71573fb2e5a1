"""The acts of which a life with Stripe is made, played against the service and the fake."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import httpx
from hypothesis import strategies as st

from tests.billing import agreement
from tests.billing.stage import Interval, Stage
from tests.stripe_fake.refusal import Refusal
from tests.stripe_fake.state import Obj

Act = tuple[str, int]
MERCHANT = ("change", "change", "cancel", "go on", "subscribe", "look")
AT_STRIPES_PAGES = ("new card", "remove cards", "pay", "pay", "leave", "forget page")
BANK = ("decline", "decline", "accept", "authenticate", "dispute", "refund", "credit")
BEHIND = ("cancel behind", "change behind", "pause", "resume", "delete customer", "void")
NETWORK = ("fail", "no answer", "no request")
POST = ("deliver",) * 5 + ("lose",) + ("work",) * 4
TIME = ("hours", "days", "days", "month")

BOUGHT: list[Act] = [("subscribe", 1), ("deliver", 0), ("work", 1)]
BOUGHT_BY_DEBIT: list[Act] = [("subscribe", 5), ("deliver", 0), ("work", 1)]
PAID: list[Act] = [*BOUGHT, ("month", 0)]
OWED: list[Act] = [*PAID, ("decline", 5), ("month", 0), ("deliver", 0), ("work", 1)]

acts: st.SearchStrategy[list[Act]] = st.builds(
    lambda beginning, going_on: [*beginning, *going_on],
    st.sampled_from(([("subscribe", 2)], BOUGHT, BOUGHT_BY_DEBIT, PAID, PAID, OWED)),
    st.lists(
        st.tuples(
            st.sampled_from(MERCHANT + AT_STRIPES_PAGES + BANK + BEHIND + NETWORK + POST + TIME),
            st.integers(0, 11),
        ),
        min_size=6,
        max_size=16,
    ),
)
PLANS = ("starter", "business")
CALM = {200, 201, 402, 409, 503}
"""What the owner may be answered: done, declined, not possible now, Stripe does not answer."""


def interval(drawn: int) -> Interval:
    return "year" if drawn % 3 == 0 else "month"


@dataclass
class History:
    stage: Stage
    chance: random.Random

    async def play(self, script: list[Act]) -> None:
        for name, drawn in script:
            await self.act(name, drawn)
        await self.reconcile()
        await agreement.check(self.stage)
        # What comes late, or once more, changes nothing.
        late = [*self.stage.deliveries.taken(), *self.stage.deliveries.delivered[-3:]]
        self.chance.shuffle(late)
        await self.stage.deliveries.all(late)
        await self.stage.work()
        await agreement.check(self.stage)

    async def reconcile(self) -> None:
        self.stage.stripe.well_again()
        await self.stage.work()
        await self.stage.reconcile()
        await self.stage.work()

    async def act(self, name: str, drawn: int) -> None:
        name = name.replace(" ", "_")
        done: Callable[[int], Awaitable[None]] = getattr(self, name)
        # The fake's customer or operator may try what Stripe does not do.
        with contextlib.suppress(Refusal):
            await done(drawn)

    async def asked(self, answer: Awaitable[httpx.Response]) -> dict[str, Any] | None:
        found = await answer
        assert found.status_code in CALM, found.text
        return found.json() if found.is_success else None

    # -- the owner, at our desk

    async def subscribe(self, drawn: int) -> None:
        made = await self.asked(self.stage.checkout(PLANS[drawn % 2], interval(drawn)))
        if made and made["url"] and drawn % 4:
            method = "sepa" if drawn % 5 == 0 else "card"
            self.stage.stripe.pay(self.stage.session_of(made)["id"], method)

    async def change(self, drawn: int) -> None:
        await self.asked(self.stage.change(PLANS[drawn % 2], interval(drawn)))

    async def cancel(self, drawn: int) -> None:
        await self.asked(self.stage.cancel())

    async def go_on(self, drawn: int) -> None:
        await self.asked(self.stage.go_on())

    async def look(self, drawn: int) -> None:
        await self.stage.shown()

    # -- somebody at Stripe's pages

    def of_mine(self, kind: str, drawn: int, **wanted: Any) -> Obj:
        mine = {one["customer"] for one in agreement.subscriptions_of(self.stage)}
        found = [
            one for one in self.stage.stripe.all(kind, **wanted) if one.get("customer") in mine
        ]
        if not found:
            raise Refusal("There is none.")
        return found[drawn % len(found)]

    def customer(self) -> str:
        mine = str(self.stage.shop.id)
        for one in self.stage.stripe.all("customer"):
            if one["metadata"].get("merchant_id") == mine:
                return str(one["id"])
        raise Refusal("There is none.")

    async def new_card(self, drawn: int) -> None:
        self.stage.stripe.new_card(self.customer(), "sepa" if drawn % 4 == 0 else "card")

    async def remove_cards(self, drawn: int) -> None:
        self.stage.stripe.remove_cards(self.customer())

    async def pay(self, drawn: int) -> None:
        self.stage.stripe.pay_open(self.customer())

    async def leave(self, drawn: int) -> None:
        id = self.of_mine("subscription", drawn)["id"]
        self.stage.stripe.cancel_behind(id, at_period_end=True)

    async def forget_page(self, drawn: int) -> None:
        self.stage.stripe.let_expire(self.of_mine("checkout.session", drawn)["id"])

    # -- banks

    async def decline(self, drawn: int) -> None:
        self.stage.stripe.decline_next(self.customer(), 1 + drawn)

    async def accept(self, drawn: int) -> None:
        self.stage.stripe.decline_next(self.customer(), 0)

    async def authenticate(self, drawn: int) -> None:
        self.stage.stripe.require_action(self.customer())

    async def dispute(self, drawn: int) -> None:
        made = self.stage.stripe.dispute(self.of_mine("invoice", drawn, status="paid")["id"])
        if drawn % 2:
            self.stage.stripe.close_dispute(made["id"], won=drawn % 4 == 1)

    async def refund(self, drawn: int) -> None:
        invoice = self.of_mine("invoice", drawn, status="paid")
        self.stage.stripe.refund(invoice["id"], 100 if drawn % 2 else None)

    async def credit(self, drawn: int) -> None:
        self.stage.stripe.credit_note(self.of_mine("invoice", drawn)["id"], 100 + drawn)

    # -- at Stripe, behind our back

    async def cancel_behind(self, drawn: int) -> None:
        self.stage.stripe.cancel_behind(self.of_mine("subscription", drawn)["id"])

    async def change_behind(self, drawn: int) -> None:
        key = f"carnet_{PLANS[drawn % 2]}_{interval(drawn)}"
        self.stage.stripe.change_behind(self.of_mine("subscription", drawn)["id"], key)

    async def pause(self, drawn: int) -> None:
        self.stage.stripe.pause(self.of_mine("subscription", drawn)["id"])

    async def resume(self, drawn: int) -> None:
        self.stage.stripe.resume(self.of_mine("subscription", drawn)["id"])

    async def delete_customer(self, drawn: int) -> None:
        self.stage.stripe.delete_customer(self.customer())

    async def void(self, drawn: int) -> None:
        self.stage.stripe.void(self.of_mine("invoice", drawn, status="open")["id"])

    # -- the network between Stripe and us

    async def fail(self, drawn: int) -> None:
        self.stage.stripe.fail_next(1 + drawn % 4, (503, 429, 500)[drawn % 3])

    async def no_answer(self, drawn: int) -> None:
        self.stage.stripe.lose_answers(1 + drawn % 3)

    async def no_request(self, drawn: int) -> None:
        self.stage.stripe.drop_connections(1 + drawn % 3)

    async def deliver(self, drawn: int) -> None:
        await self.stage.deliveries.badly(self.chance)

    async def lose(self, drawn: int) -> None:
        self.stage.deliveries.drop()

    async def work(self, drawn: int) -> None:
        if drawn % 3:
            self.stage.stripe.well_again()
        await self.stage.work()

    # -- time

    async def hours(self, drawn: int) -> None:
        await self.stage.advance(hours=1 + drawn)

    async def days(self, drawn: int) -> None:
        await self.stage.advance(days=1 + drawn)

    async def month(self, drawn: int) -> None:
        """A month, in which the nightly comparison has run."""
        for _ in range(2):
            await self.stage.advance(days=15)
            await self.reconcile()
