"""The whole story of a paying merchant, as the desk shows it: with a Stripe of our own beside."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from api.core.embedded import Server
from tests.browser.conftest import OpenShop, Visit, hands, service
from tests.browser.live import Live
from tests.browser.watch import Watch
from tests.stripe_fake.fake import FakeStripe
from tests.stripe_fake.server import running
from tests.world import World

PLANS = Path(__file__).parent / "story_plans.toml"


# A service of its own: small plans, and a Stripe whose clock runs ahead.


@pytest.fixture(scope="module")
def stripe() -> Iterator[FakeStripe]:
    with running(FakeStripe()) as fake:
        yield fake


@pytest.fixture(scope="module")
async def live(
    server: Server, stripe: FakeStripe, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Live]:
    folder = tmp_path_factory.mktemp("subscription")
    plans = {"CARNET_PLANS_FILE": str(PLANS)}
    async with service(server, "subscription", folder, stripe, **plans) as live:
        yield live


@pytest.fixture(scope="module")
async def live_world(live: Live) -> AsyncIterator[World]:
    async with hands(live) as world:
        yield world


@pytest.fixture(autouse=True)
def sent_to_stripe(watch: Watch, stripe: FakeStripe) -> None:
    watch.allow_going_to(stripe.url)


async def press(page: Page, name: str) -> None:
    await page.get_by_role("button", name=name, exact=True).click()


def plan_of(desk: Page) -> Locator:
    return desk.get_by_role("region", name="Your plan")


async def subscribe(desk: Page, method: str = "Card") -> None:
    await press(desk, "Choose Starter")
    await press(desk, "Go to payment")
    await expect(desk.get_by_role("heading", level=1)).to_have_text("Subscribe to Essentiel")
    await desk.get_by_label(method).check()
    await press(desk, "Pay")
    await expect(desk.get_by_text("Thank you: the Starter plan is open")).to_be_visible()


async def test_by_debit_then_cancelled_and_resumed(visit: Visit, open_shop: OpenShop) -> None:
    shop = await open_shop()
    desk = await visit("/subscription", shop=shop, width=360)
    await subscribe(desk, "SEPA Direct Debit")
    await expect(plan_of(desk).get_by_text("SEPA direct debit")).to_be_visible()
    await press(desk, "Cancel the subscription")
    dialog = desk.get_by_role("dialog")
    await expect(dialog.get_by_text("you move to the free plan")).to_be_visible()
    await dialog.get_by_role("button", name="Cancel the subscription").click()
    await expect(desk.get_by_text("Subscription cancelled.")).to_be_visible()
    await expect(plan_of(desk).get_by_text("Cancelled: the plan stays open until")).to_be_visible()
    await press(desk, "Resume the subscription")
    await expect(desk.get_by_text("The subscription goes on.")).to_be_visible()
    await expect(plan_of(desk).get_by_text("The trial lasts until")).to_be_visible()


async def test_who_turns_back_has_bought_nothing_and_may_go_on(
    visit: Visit, open_shop: OpenShop
) -> None:
    desk = await visit("/subscription", shop=await open_shop())
    await press(desk, "Choose Business")
    await press(desk, "Go to payment")
    await desk.get_by_role("link", name="Back").click()
    await expect(plan_of(desk).get_by_text("Free", exact=True)).to_be_visible()
    await desk.get_by_role("link", name="Continue the payment").click()
    await press(desk, "Pay")
    await expect(desk.get_by_text("Thank you: the Business plan is open")).to_be_visible()


async def test_money_is_the_owners_and_the_use_of_it_is_not(
    visit: Visit, open_shop: OpenShop
) -> None:
    shop = await open_shop()

    # The counter goes on.
    manager = await visit("/subscription", shop=shop, role="manager")
    await expect(manager.get_by_role("region", name="Usage")).to_be_visible()
    await expect(manager.get_by_text("Only an owner of the shop")).to_be_visible()
    await expect(manager.get_by_role("region", name="Invoices")).to_be_hidden()
    await expect(manager.get_by_role("button", name=re.compile("^Choose"))).to_have_count(0)
    auditor = await visit("/subscription", shop=shop, role="auditor")
    await expect(auditor.get_by_role("region", name="Invoices")).to_be_visible()
    await expect(auditor.get_by_role("button", name=re.compile("^Choose"))).to_have_count(0)
    cashier = await visit("/subscription", shop=shop, role="cashier")
    await expect(cashier.get_by_text("Only an owner of the shop")).to_be_visible()
    await expect(cashier.get_by_role("region", name="Usage")).to_be_hidden()
