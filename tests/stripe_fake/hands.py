"""What customers, banks and the operator do at Stripe, as a test asks for it."""

from __future__ import annotations

from datetime import timedelta

from tests.stripe_fake import checkout, invoicing, money_back, shapes, subscribing
from tests.stripe_fake.api_catalogue import delete_customer
from tests.stripe_fake.api_subscriptions import remove_method
from tests.stripe_fake.forms import Params
from tests.stripe_fake.passing_time import pass_time
from tests.stripe_fake.state import Obj, State

ALWAYS = 1_000_000


class Hands(State):
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

    def continue_behind(self, subscription_id: str) -> None:
        """Takes a cancellation back."""
        with self.lock:
            params = Params({"cancel_at_period_end": "false"})
            subscribing.change(self, self.get("subscription", subscription_id), params)

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

    def void(self, invoice_id: str) -> None:
        with self.lock:
            invoicing.void(self, self.get("invoice", invoice_id))

    # -- money back

    def refund(self, invoice_id: str, amount: int | None = None) -> Obj:
        with self.lock:
            return money_back.refund(self, self.get("invoice", invoice_id), amount)

    def dispute(self, invoice_id: str) -> Obj:
        with self.lock:
            return money_back.dispute(self, self.get("invoice", invoice_id))

    def close_dispute(self, dispute_id: str, won: bool) -> None:
        with self.lock:
            money_back.close_dispute(self, self.get("dispute", dispute_id), won)

    def credit_note(self, invoice_id: str, amount: int) -> Obj:
        with self.lock:
            return money_back.credit_note(self, self.get("invoice", invoice_id), amount)

    # -- what is for sale

    def sell(self, product_id: str, name: str, **amounts: int) -> None:
        """``sell("carnet_starter", "Starter", month=1900, year=19000)``, with lookup keys."""
        with self.lock:
            self.add(shapes.product(self, product_id, name=name))
            for interval, amount in amounts.items():
                made = shapes.price(
                    self, interval, currency="eur", unit_amount=amount, product=product_id
                )
                self.add({**made, "lookup_key": f"{product_id}_{interval}"})

    def promotion(self, code: str, percent_off: float = 20, duration: str = "once") -> Obj:
        with self.lock:
            coupon = self.add(shapes.coupon(self, percent_off, duration))
            return self.add(shapes.promotion_code(self, code, coupon["id"]))

    # -- time

    def advance(self, by: timedelta) -> None:
        """Time passes, and what Stripe does by itself happens, each at its moment."""
        with self.lock:
            pass_time(self, int(by.total_seconds()))
