"""A fake of each test's own, and Stripe's library talking to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import stripe
from stripe import StripeClient

from tests.stripe_fake.fake import FakeStripe
from tests.stripe_fake.server import running


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
