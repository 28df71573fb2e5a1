"""`carnet billing sync`: says what it would do, does it, and finds nothing left."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.billing import catalogue, plans
from api.billing.plans import Plans
from api.billing.stripe_api import line
from api.core.settings import Settings
from tests.billing.stage import stripe_settings
from tests.conftest import make_settings
from tests.stripe_fake.fake import FakeStripe

REAL = Path(plans.__file__).with_name("plans.toml")


@pytest.fixture
def bare(stripe: FakeStripe, tmp_path: Path) -> Settings:
    """A Stripe where nothing is for sale."""
    return make_settings("postgresql://nowhere", tmp_path, **stripe_settings(stripe))


async def said(settings: Settings, declared: Plans) -> list[str]:
    async with line(settings) as stripe:
        return [step.says for step in await catalogue.steps(stripe, declared)]


async def done(settings: Settings, declared: Plans) -> None:
    async with line(settings) as stripe:
        for step in await catalogue.steps(stripe, declared):
            await catalogue.do(stripe, step)


async def test_from_nothing(bare: Settings, stripe: FakeStripe) -> None:
    declared = plans.load(REAL)
    would = await said(bare, declared)
    assert would == [
        "create product carnet_starter",
        "create price carnet_starter_month: 19.00 EUR a month",
        "create price carnet_starter_year: 190.00 EUR a year",
        "create product carnet_business",
        "create price carnet_business_month: 49.00 EUR a month",
        "create price carnet_business_year: 490.00 EUR a year",
    ]
    assert stripe.all("product") == []
    await done(bare, declared)
    assert {one["id"] for one in stripe.all("product")} == {"carnet_starter", "carnet_business"}
    assert {one["tax_behavior"] for one in stripe.all("price")} == {"exclusive"}
    assert await said(bare, declared) == []


async def test_another_price_and_name(bare: Settings, stripe: FakeStripe, tmp_path: Path) -> None:
    await done(bare, plans.load(REAL))
    path = tmp_path / "plans.toml"
    text = REAL.read_text().replace("month = 1900", "month = 2400")
    path.write_text(text.replace('fr = "Essentiel"', 'fr = "Petit commerce"'))
    declared = plans.load(path)
    (old,) = stripe.all("price", lookup_key="carnet_starter_month")
    assert await said(bare, declared) == [
        "update product carnet_starter: name",
        "create price carnet_starter_month: 24.00 EUR a month",
        f"retire price {old['id']}: 19.00",
    ]
    await done(bare, declared)
    assert await said(bare, declared) == []
    (new,) = stripe.all("price", lookup_key="carnet_starter_month")
    assert (new["unit_amount"], new["active"], old["active"]) == (2400, True, False)
    # And back again: no key of the first time answers for the second.
    await done(bare, plans.load(REAL))
    assert await said(bare, plans.load(REAL)) == []
