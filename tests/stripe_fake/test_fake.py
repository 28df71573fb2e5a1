"""The fake does what we count on Stripe doing, seen through Stripe's own library."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import stripe
from stripe import StripeClient, Webhook

from tests.stripe_fake.deliveries import signed
from tests.stripe_fake.fake import FakeStripe
from tests.stripe_fake.server import running

pytestmark = pytest.mark.xdist_group("stripe_fake")


@pytest.fixture
def fake() -> Iterator[FakeStripe]:
    with running(FakeStripe()) as fake:
        yield fake


@pytest.fixture
def client(fake: FakeStripe) -> StripeClient:
    return StripeClient(fake.key, base_addresses={"api": fake.url}, max_network_retries=0)


@pytest.fixture
def price(client: StripeClient) -> stripe.Price:
    client.v1.products.create({"id": "carnet_starter", "name": "Starter"})
    return client.v1.prices.create(
        {
            "product": "carnet_starter",
            "currency": "eur",
            "unit_amount": 1900,
            "recurring": {"interval": "month"},
            "lookup_key": "carnet_starter_month",
        }
    )


@pytest.fixture
def dear(client: StripeClient, price: stripe.Price) -> stripe.Price:
    client.v1.products.create({"id": "carnet_business", "name": "Business"})
    return client.v1.prices.create(
        {
            "product": "carnet_business",
            "currency": "eur",
            "unit_amount": 4900,
            "recurring": {"interval": "month"},
            "lookup_key": "carnet_business_month",
        }
    )


def checkout(
    client: StripeClient, price: stripe.Price, trial: int | None = None
) -> stripe.checkout.Session:
    customer = client.v1.customers.create({"email": "owner@shop.example"})
    data: stripe.params.checkout.SessionCreateParamsSubscriptionData = {
        "metadata": {"merchant": "7"}
    }
    if trial:
        data["trial_period_days"] = trial
    return client.v1.checkout.sessions.create(
        {
            "mode": "subscription",
            "customer": customer.id,
            "line_items": [{"price": price.id, "quantity": 1}],
            "automatic_tax": {"enabled": True},
            "customer_update": {"address": "auto"},
            "subscription_data": data,
            "success_url": "https://shop.example/done",
        }
    )


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


def test_a_delivery_is_verified_by_the_library(
    fake: FakeStripe, client: StripeClient, price: stripe.Price
) -> None:
    fake.pay(checkout(client, price).id)
    body, headers = signed(fake.outbox[-1], "whsec_x", fake.now())
    event = Webhook.construct_event(body, headers["Stripe-Signature"], "whsec_x")
    assert event.type == "checkout.session.completed"
    with pytest.raises(stripe.SignatureVerificationError):
        Webhook.construct_event(body, headers["Stripe-Signature"], "whsec_y")


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


def test_an_idempotency_key_answers_again_and_refuses_another_body(
    client: StripeClient,
) -> None:
    options: stripe.RequestOptions = {"idempotency_key": "customer-1"}
    first = client.v1.customers.create({"name": "A"}, options)
    assert client.v1.customers.create({"name": "A"}, options).id == first.id
    with pytest.raises(stripe.IdempotencyError):
        client.v1.customers.create({"name": "B"}, options)


def test_lists_come_in_pages(client: StripeClient) -> None:
    made = [client.v1.customers.create({"name": str(number)}).id for number in range(5)]
    found = [each.id for each in client.v1.customers.list({"limit": 2}).auto_paging_iter()]
    assert found == made[::-1]


def test_a_lookup_key_belongs_to_one_price(client: StripeClient, price: stripe.Price) -> None:
    wish: stripe.params.PriceCreateParams = {
        "product": "carnet_starter",
        "currency": "eur",
        "unit_amount": 2100,
        "recurring": {"interval": "month"},
        "lookup_key": "carnet_starter_month",
    }
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.prices.create(wish)
    new = client.v1.prices.create({**wish, "transfer_lookup_key": True})
    found = client.v1.prices.list({"lookup_keys": ["carnet_starter_month"]}).data
    assert [each.id for each in found] == [new.id]


def test_ways_to_fail(fake: FakeStripe, client: StripeClient) -> None:
    fake.fail_next(1, 503)
    with pytest.raises(stripe.APIError):
        client.v1.customers.list()
    fake.drop_connections(1)
    with pytest.raises(stripe.APIConnectionError):
        client.v1.customers.create({"name": "never heard of"})
    fake.lose_answers()
    with pytest.raises(stripe.APIConnectionError):
        client.v1.customers.create({"name": "heard"})
    assert [each.name for each in client.v1.customers.list().data] == ["heard"]
    with pytest.raises(stripe.AuthenticationError):
        StripeClient("sk_other", base_addresses={"api": fake.url}).v1.customers.list()
