"""The fake as a test holds it: what customers, banks and the operator do at Stripe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from tests.stripe_fake import checkout, invoicing, shapes, subscribing
from tests.stripe_fake.api_catalogue import delete_customer
from tests.stripe_fake.api_subscriptions import remove_method
from tests.stripe_fake.forms import Params
from tests.stripe_fake.passing_time import pass_time
from tests.stripe_fake.refusal import Refusal
from tests.stripe_fake.state import Call, Obj, State

ALWAYS = 1_000_000


@dataclass
class Weather:
    """How well requests arrive and answers come back."""

    seconds_before: float = 0
    seconds_after: float = 0
    lost_requests: int = 0
    """So many of the next requests are never heard of."""
    lost_answers: int = 0
    """So many of the next requests are done, and the caller does not learn of it."""
    failures: list[int] = field(default_factory=list)
    """The statuses of the next answers."""

    def lose_request(self) -> bool:
        lost = self.lost_requests > 0
        self.lost_requests -= lost
        return lost

    def lose_answer(self) -> bool:
        lost = self.lost_answers > 0
        self.lost_answers -= lost
        return lost


@dataclass
class FakeStripe(State):
    key: str = "sk_test_fake"
    """The key it lets in."""
    weather: Weather = field(default_factory=Weather)
    calls: list[Call] = field(default_factory=list)
    """Every request that was heard."""
    on_call: Callable[[Call], None] | None = None
    """Looked in on while a request is being answered."""

    def heard(self, call: Call) -> None:
        self.calls.append(call)
        if self.on_call:
            self.on_call(call)
        if self.weather.failures:
            status = self.weather.failures.pop(0)
            kind = "invalid_request_error" if status < 500 else "api_error"
            raise Refusal("Something went wrong on our side.", status=status, kind=kind)

    # -- the network

    def fail_next(self, times: int = 1, status: int = 503) -> None:
        self.weather.failures = [status] * times

    def slow(self, seconds: float, after: bool = False) -> None:
        """Every answer takes so long; ``after``: once the work is done."""
        self.weather.seconds_before = 0 if after else seconds
        self.weather.seconds_after = seconds if after else 0

    def drop_connections(self, requests: int = ALWAYS) -> None:
        self.weather.lost_requests = requests

    def lose_answers(self, times: int = 1) -> None:
        self.weather.lost_answers = times

    def well_again(self) -> None:
        self.weather = Weather()

    # -- customers

    def pay(self, session_id: str, method: str = "card", vat_number: str | None = None) -> Obj:
        """Completes a checkout; returns the subscription."""
        kind = {"card": "card", "sepa": "sepa_debit"}[method]
        with self.lock:
            session = self.get("checkout.session", session_id)
            return checkout.complete(self, session, kind, vat_number)

    def let_expire(self, session_id: str) -> None:
        with self.lock:
            checkout.expire(self, self.get("checkout.session", session_id))

    def new_card(self, customer_id: str, method: str = "card") -> Obj:
        """A way to pay that works, given at the portal."""
        kind = {"card": "card", "sepa": "sepa_debit"}[method]
        with self.lock:
            customer = self.get("customer", customer_id)
            self.declines.pop(customer_id, None)
            self.must_authenticate.discard(customer_id)
            made = self.add(shapes.payment_method(self, customer_id, kind))
            self.emit("payment_method.attached", made)
            with self.changing(customer, "customer.updated"):
                settings = {**customer["invoice_settings"], "default_payment_method": made["id"]}
                customer["invoice_settings"] = settings
            for subscription in self.all("subscription", customer=customer_id):
                with self.changing(subscription, "customer.subscription.updated"):
                    subscription["default_payment_method"] = made["id"]
            return made

    def remove_cards(self, customer_id: str) -> None:
        with self.lock:
            for method in self.all("payment_method", customer=customer_id):
                remove_method(self, method)

    def pay_open(self, customer_id: str) -> None:
        """Pays what is owed at the hosted page of the invoices, the oldest first."""
        with self.lock:
            for invoice in reversed(self.all("invoice", customer=customer_id, status="open")):
                if invoice["id"] not in self.debits:
                    invoicing.attempt(self, invoice)

    # -- banks

    def decline_next(self, customer_id: str, times: int = ALWAYS) -> None:
        self.declines[customer_id] = times

    def require_action(self, customer_id: str) -> None:
        """The bank wants to see the customer at the next attempt."""
        self.must_authenticate.add(customer_id)

    # -- the operator at Stripe's dashboard, or anybody else behind our back

    def cancel_behind(self, subscription_id: str, at_period_end: bool = False) -> None:
        with self.lock:
            subscription = self.get("subscription", subscription_id)
            if at_period_end:
                params = Params({"cancel_at_period_end": "true"})
                subscribing.change(self, subscription, params)
            else:
                invoicing.end(self, subscription, "cancellation_requested")

    def change_behind(self, subscription_id: str, lookup_key: str) -> None:
        with self.lock:
            subscription = self.get("subscription", subscription_id)
            price = self.all("price", lookup_key=lookup_key)[0]
            item = {"id": subscription["items"]["data"][0]["id"], "price": price["id"]}
            subscribing.change(self, subscription, Params({"items": Params({"0": Params(item)})}))

    def pause(self, subscription_id: str) -> None:
        with self.lock:
            subscribing.pause(self, self.get("subscription", subscription_id))

    def resume(self, subscription_id: str) -> None:
        with self.lock:
            subscribing.resume(self, self.get("subscription", subscription_id))

    def delete_customer(self, customer_id: str) -> None:
        with self.lock:
            delete_customer(self, Params(), customer_id)

    def promotion(self, code: str, percent_off: float = 20, duration: str = "once") -> Obj:
        with self.lock:
            coupon = self.add(shapes.coupon(self, percent_off, duration))
            return self.add(shapes.promotion_code(self, code, coupon["id"]))

    # -- time

    def advance(self, by: timedelta) -> None:
        """Time passes, and what Stripe does by itself happens, each at its moment."""
        with self.lock:
            pass_time(self, int(by.total_seconds()))
