"""The fake lets subscriptions live as Stripe does, seen through Stripe's own library."""

from __future__ import annotations

from datetime import timedelta

import pytest
import stripe
from stripe import StripeClient

from tests.stripe_fake.fake import FakeStripe
from tests.stripe_fake.shopping import checkout

pytestmark = pytest.mark.xdist_group("stripe_fake")


def types(fake: FakeStripe) -> list[str]:
    return [event["type"] for event in fake.outbox]


def test_a_checkout_paid_is_an_active_subscription_and_a_paid_invoice(
    fake: FakeStripe, client: StripeClient, price: stripe.Price
) -> None:
    session = checkout(client, price)
    assert session.url == f"{fake.url}/pay/{session.id}"
    fake.outbox.clear()
    fake.pay(session.id)
    assert types(fake)[-1] == "checkout.session.completed"
    assert {"customer.subscription.created", "invoice.paid"} <= {*types(fake)}
    done = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["subscription"]})
    assert (done.status, done.payment_status) == ("complete", "paid")
    subscription = done.subscription
    assert isinstance(subscription, stripe.Subscription)
    assert subscription.status == "active"
    assert subscription.metadata["merchant"] == "7"
    assert subscription["items"].data[0].price.lookup_key == "carnet_starter_month"
    [invoice] = client.v1.invoices.list({"customer": str(done.customer)}).data
    assert (invoice.subtotal, invoice.total, invoice.amount_paid) == (1900, 2280, 2280)
    assert invoice.number
    [payment] = client.v1.invoice_payments.list(
        {"invoice": invoice.id, "expand": ["data.payment.payment_intent.latest_charge"]}
    ).data
    intent = payment.payment.payment_intent
    assert isinstance(intent, stripe.PaymentIntent)
    assert isinstance(intent.latest_charge, stripe.Charge)
    assert intent.latest_charge.amount == 2280


def test_time_renews_fails_retries_and_gives_up(
    fake: FakeStripe, client: StripeClient, price: stripe.Price
) -> None:
    id = fake.pay(checkout(client, price).id)["id"]
    fake.advance(timedelta(days=32))
    subscription = client.v1.subscriptions.retrieve(id, {"expand": ["latest_invoice"]})
    assert subscription.status == "active"
    assert isinstance(subscription.latest_invoice, stripe.Invoice)
    assert subscription.latest_invoice.status == "paid"
    assert subscription.latest_invoice.billing_reason == "subscription_cycle"
    fake.decline_next(str(subscription.customer))
    fake.advance(timedelta(days=31))
    assert client.v1.subscriptions.retrieve(id).status == "past_due"
    fake.outbox.clear()
    fake.advance(timedelta(days=16))
    assert client.v1.subscriptions.retrieve(id).status == "unpaid"
    assert types(fake).count("invoice.payment_failed") == 3
    fake.new_card(str(subscription.customer))
    fake.pay_open(str(subscription.customer))
    assert client.v1.subscriptions.retrieve(id).status == "active"


def test_a_trial_is_announced_and_ends_with_a_payment(
    fake: FakeStripe, client: StripeClient, price: stripe.Price
) -> None:
    id = fake.pay(checkout(client, price, trial=30).id)["id"]
    assert client.v1.subscriptions.retrieve(id).status == "trialing"
    fake.outbox.clear()
    fake.advance(timedelta(days=28))
    assert types(fake) == ["customer.subscription.trial_will_end"]
    fake.advance(timedelta(days=3))
    assert client.v1.subscriptions.retrieve(id).status == "active"
    newest = client.v1.invoices.list({"subscription": id}).data[0]
    assert (newest.total, newest.status) == (2280, "paid")


def test_an_upgrade_is_previewed_and_costs_what_was_said(
    fake: FakeStripe, client: StripeClient, price: stripe.Price, dear: stripe.Price
) -> None:
    made = fake.pay(checkout(client, price).id)
    fake.advance(timedelta(days=10))
    item, moment = made["items"]["data"][0]["id"], fake.now()
    preview = client.v1.invoices.create_preview(
        {
            "customer": made["customer"],
            "subscription": made["id"],
            "subscription_details": {
                "items": [{"id": item, "price": dear.id}],
                "proration_behavior": "always_invoice",
                "proration_date": moment,
            },
        }
    )
    assert 0 < preview.amount_due < 4900
    fake.decline_next(made["customer"], 1)
    wish: stripe.params.SubscriptionUpdateParams = {
        "items": [{"id": item, "price": dear.id}],
        "proration_behavior": "always_invoice",
        "proration_date": moment,
        "payment_behavior": "error_if_incomplete",
    }
    with pytest.raises(stripe.CardError):
        client.v1.subscriptions.update(made["id"], wish)
    same = client.v1.subscriptions.retrieve(made["id"])
    assert same["items"].data[0].price.id == price.id
    changed = client.v1.subscriptions.update(made["id"], {**wish, "expand": ["latest_invoice"]})
    assert changed["items"].data[0].price.id == dear.id
    assert isinstance(changed.latest_invoice, stripe.Invoice)
    assert changed.latest_invoice.amount_paid == preview.amount_due


def test_a_change_waits_for_the_bank(
    fake: FakeStripe, client: StripeClient, price: stripe.Price
) -> None:
    dear = client.v1.prices.create(
        {"product": str(price.product), "currency": "eur", "unit_amount": 4900,
         "recurring": {"interval": "year"}}
    )  # fmt: skip
    made = fake.pay(checkout(client, price).id)
    before = client.v1.subscriptions.retrieve(made["id"])
    wish: stripe.params.SubscriptionUpdateParams = {
        "items": [{"id": before["items"].data[0].id, "price": dear.id}],
        "proration_behavior": "always_invoice",
    }
    fake.require_action(made["customer"])
    with pytest.raises(stripe.CardError) as refused:
        client.v1.subscriptions.update(
            made["id"], {**wish, "payment_behavior": "error_if_incomplete"}
        )
    assert refused.value.code == "subscription_payment_intent_requires_action"
    pending: stripe.params.SubscriptionUpdateParams = {
        **wish, "payment_behavior": "pending_if_incomplete", "expand": ["latest_invoice"]
    }  # fmt: skip
    waiting = client.v1.subscriptions.update(made["id"], pending)
    assert waiting.status == "active"
    assert waiting["items"].data[0].price.id == price.id
    assert waiting.pending_update
    assert isinstance(waiting.latest_invoice, stripe.Invoice)
    assert (waiting.latest_invoice.status, bool(waiting.latest_invoice.hosted_invoice_url)) == (
        "open",
        True,
    )
    fake.advance(timedelta(hours=24))
    dropped = client.v1.subscriptions.retrieve(made["id"])
    assert (dropped.pending_update, dropped["items"].data[0].price.id) == (None, price.id)
    assert client.v1.invoices.retrieve(waiting.latest_invoice.id).status == "void"
    fake.require_action(made["customer"])
    client.v1.subscriptions.update(made["id"], pending)
    fake.pay_open(made["customer"])
    changed = client.v1.subscriptions.retrieve(made["id"])
    assert (changed.pending_update, changed["items"].data[0].price.id) == (None, dear.id)
    assert changed.billing_cycle_anchor > before.billing_cycle_anchor


def test_cancelling_at_the_end_of_the_period_and_going_on(
    fake: FakeStripe, client: StripeClient, price: stripe.Price
) -> None:
    id = fake.pay(checkout(client, price).id)["id"]
    assert client.v1.subscriptions.update(id, {"cancel_at_period_end": True}).cancel_at
    assert not client.v1.subscriptions.update(id, {"cancel_at_period_end": False}).cancel_at
    client.v1.subscriptions.update(id, {"cancel_at_period_end": True})
    fake.advance(timedelta(days=32))
    assert client.v1.subscriptions.retrieve(id).status == "canceled"
    assert types(fake)[-1] == "customer.subscription.deleted"
    assert client.v1.subscriptions.list().data == []
    assert len(client.v1.subscriptions.list({"status": "all"}).data) == 1


def test_a_direct_debit_takes_days_and_may_come_back(
    fake: FakeStripe, client: StripeClient, price: stripe.Price
) -> None:
    session = checkout(client, price)
    made = fake.pay(session.id, "sepa")
    assert client.v1.checkout.sessions.retrieve(session.id).payment_status == "unpaid"
    assert client.v1.subscriptions.retrieve(made["id"]).status == "active"
    fake.decline_next(made["customer"], 1)
    fake.advance(timedelta(days=6))
    assert client.v1.subscriptions.retrieve(made["id"]).status == "past_due"


def test_money_comes_back_in_three_ways(
    fake: FakeStripe, client: StripeClient, price: stripe.Price
) -> None:
    made = fake.pay(checkout(client, price).id)
    [invoice] = client.v1.invoices.list({"subscription": made["id"]}).data
    fake.outbox.clear()
    fake.refund(invoice.id, 280)
    fake.dispute(invoice.id)
    fake.credit_note(invoice.id, 500)
    told = {"charge.refunded", "charge.dispute.created", "credit_note.created"}
    assert told <= {*types(fake)}
    [charge] = client.v1.charges.list({"customer": made["customer"]}).data
    assert (charge.amount_refunded, charge.refunded, charge.disputed) == (280, False, True)
    [dispute] = client.v1.disputes.list({"payment_intent": str(charge.payment_intent)}).data
    assert dispute.status == "needs_response"
    assert client.v1.invoices.retrieve(invoice.id).post_payment_credit_notes_amount == 500
