"""The fake speaks as Stripe does, fails as it does, and hosts its pages."""

from __future__ import annotations

import httpx
import pytest
import stripe
from stripe import StripeClient, Webhook

from tests.stripe_fake.deliveries import signed
from tests.stripe_fake.fake import FakeStripe
from tests.stripe_fake.shopping import checkout

pytestmark = pytest.mark.xdist_group("stripe_fake")


def test_a_delivery_is_verified_by_the_library(
    fake: FakeStripe, client: StripeClient, price: stripe.Price
) -> None:
    fake.pay(checkout(client, price).id)
    body, headers = signed(fake.outbox[-1], "whsec_x", fake.now())
    event = Webhook.construct_event(body, headers["Stripe-Signature"], "whsec_x")
    assert event.type == "checkout.session.completed"
    with pytest.raises(stripe.SignatureVerificationError):
        Webhook.construct_event(body, headers["Stripe-Signature"], "whsec_y")


def test_the_hosted_pages_take_payment_and_lead_back(
    fake: FakeStripe, client: StripeClient, price: stripe.Price
) -> None:
    session = checkout(client, price)
    with httpx.Client() as browser:
        assert "€19.00 per month" in browser.get(str(session.url)).text
        declined = browser.post(str(session.url), data={"do": "decline"})
        assert "Your card was declined." in declined.text
        paid = browser.post(str(session.url), data={"do": "pay", "method": "card"})
        assert (paid.status_code, paid.headers["Location"]) == (303, "https://shop.example/done")
        assert browser.get(f"{fake.url}/pay/{session.id}").status_code == 410
        portal = client.v1.billing_portal.sessions.create({"customer": str(session.customer)})
        assert "Starter: active" in browser.get(portal.url).text
        [one] = client.v1.subscriptions.list().data
        browser.post(portal.url, data={"do": "cancel", "of": one.id})
        assert client.v1.subscriptions.retrieve(one.id).cancel_at_period_end
        [invoice] = client.v1.invoices.list().data
        assert browser.get(str(invoice.invoice_pdf)).content.startswith(b"%PDF")
        assert "Payments fail from now on" in browser.get(f"{fake.url}/").text


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
