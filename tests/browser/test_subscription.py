"""The whole story of a paying merchant, as the desk shows it: with a Stripe of our own beside."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from api.accounts.remembered import REMEMBERED_SECONDS
from api.core.postgres.embedded import Server
from tests.browser.conftest import OpenShop, Visit, hands, service
from tests.browser.counter import balance, open_card, stamp
from tests.browser.live import Live
from tests.browser.paying_stage import owe_for_long
from tests.browser.paying_stage import subscribe as subscribed
from tests.browser.paying_stage import until as standing
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


async def add_location(desk: Page, name: str) -> None:
    await press(desk, "Add a location")
    dialog = desk.get_by_role("dialog")
    await dialog.get_by_label("Name").fill(name)
    await dialog.get_by_role("button", name="Save").click()


async def subscribe(desk: Page, method: str = "Card") -> None:
    await press(desk, "Choose Starter")
    await press(desk, "Go to payment")
    await expect(desk.get_by_role("heading", level=1)).to_have_text("Subscribe to Essentiel")
    await desk.get_by_label(method).check()
    await press(desk, "Pay")
    await expect(desk.get_by_text("Thank you: the Starter plan is open")).to_be_visible()


async def test_subscribed_full_upgraded_unpaid_closed_paid_and_open_again(
    visit: Visit, watch: Watch, open_shop: OpenShop, stripe: FakeStripe
) -> None:
    shop = await open_shop()
    card = await shop.card(await shop.program(10), anonymous=True)
    desk = await visit("/subscription", shop=shop)

    # Subscribed, after a look at what a year costs.
    await expect(plan_of(desk).get_by_text("Free", exact=True)).to_be_visible()
    await desk.get_by_text("By the year").click()
    await expect(desk.get_by_text("€38 less than twelve months")).to_be_visible()
    await desk.get_by_text("By the month").click()
    await subscribe(desk)
    await expect(desk.get_by_text("Nothing is charged before")).to_be_visible()
    await expect(plan_of(desk).get_by_text("On trial")).to_be_visible()

    # A limit is reached, which says so and leads on.
    await desk.goto("/settings/locations")
    await add_location(desk, "Rue Haute")
    await expect(desk.get_by_text("Rue Haute is added.")).to_be_visible()
    watch.allow("403 POST /v1/locations")
    await add_location(desk, "Rue Basse")
    refusal = desk.get_by_role("dialog").get_by_role("alert")
    await expect(refusal).to_contain_text("The plan has room for 1 location: it is full.")
    await refusal.get_by_role("link", name="See the plans").click()
    await expect(desk.get_by_role("heading", level=1)).to_have_text("Subscription")

    # More room: the price is shown before.
    await press(desk, "Move to Business")
    dialog = desk.get_by_role("dialog")
    await expect(dialog.get_by_text("Nothing due now")).to_be_visible()
    await expect(dialog.get_by_text(re.compile(r"^Then €\d+\.\d\d on "))).to_be_visible()
    await dialog.get_by_role("button", name="Change the plan").click()
    await expect(desk.get_by_text("You are on the Business plan.")).to_be_visible()
    await desk.goto("/settings/locations")
    await add_location(desk, "Rue Basse")
    await expect(desk.get_by_text("Rue Basse is added.")).to_be_visible()

    # The trial is over and the card declines: all goes on, with a date.
    customer = stripe.all("customer")[0]["id"]
    stripe.decline_next(customer)
    stripe.advance(timedelta(days=31))
    await until(desk, "/", "A payment did not go through")
    await expect(desk.get_by_text("the desk becomes read-only on")).to_be_visible()
    await expect(desk.get_by_role("link", name="Pay the subscription")).to_be_visible()

    # Two weeks later the office is read-only, for whoever was in the middle of something, too.
    writing = await visit("/settings/locations", shop=shop)
    await press(writing, "Add a location")
    forgotten = time.monotonic() + REMEMBERED_SECONDS
    owe_for_long(stripe, shop)
    stripe.advance(timedelta(days=5))
    await until(desk, "/settings/locations", "The desk is read-only")
    await expect(desk.get_by_role("button", name="Add a location")).to_be_hidden()
    # The other session may be remembered as it was.
    await asyncio.sleep(max(0.0, forgotten - time.monotonic()))
    dialog = writing.get_by_role("dialog")
    await dialog.get_by_label("Name").fill("Rue du Milieu")
    await dialog.get_by_role("button", name="Save").click()
    refusal = dialog.get_by_role("alert")
    await expect(refusal).to_contain_text("nothing was changed")
    await expect(refusal.get_by_role("link", name="Pay the subscription")).to_be_visible()

    # The counter goes on.
    manager = await visit("/", shop=shop, role="manager")
    await expect(manager.get_by_text("The desk is read-only")).to_be_visible()
    await expect(manager.get_by_text("Ask an owner of the shop.")).to_be_visible()
    counter = await visit("/counter", shop=shop, role="cashier", width=360)
    await open_card(counter, card)
    await stamp(counter)
    await expect(counter.get_by_text("Stamp added")).to_be_visible()
    assert await balance(shop, card) == 1

    # Paid: everything is back at once.
    await desk.get_by_role("link", name="Pay the subscription").click()
    await press(desk, "Pay now")
    await press(desk, "Give a card that works")
    await desk.get_by_role("button", name=re.compile("^Pay €")).click()
    await desk.get_by_role("link", name="Back").click()
    await until(desk, "/subscription", "Paid by the month.")
    for open_again in (desk, manager):
        await expect(open_again.get_by_text("The desk is read-only")).to_be_hidden()
    invoices = desk.get_by_role("region", name="Invoices")
    await expect(invoices.get_by_role("cell").get_by_text("Paid", exact=True).first).to_be_visible()
    await expect(invoices.get_by_role("link", name=re.compile("as PDF$")).first).to_be_visible()
    await asyncio.sleep(REMEMBERED_SECONDS)
    await desk.goto("/settings/locations")
    await add_location(desk, "Rue du Milieu")
    await expect(desk.get_by_text("Rue du Milieu is added.")).to_be_visible()


async def until(desk: Page, path: str, words: str) -> None:
    """Stripe tells in its own time: look again until the desk says so."""
    for _ in range(20):
        await desk.goto(path)
        await expect(desk.get_by_role("heading", level=1)).to_be_visible()
        try:
            await expect(desk.get_by_text(words).first).to_be_visible(timeout=1_000)
        except AssertionError:
            continue
        return
    raise AssertionError(f"{path} never said: {words}")


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


async def test_a_larger_plan_waits_for_the_bank_and_a_smaller_one_asks_what_stays(
    visit: Visit, watch: Watch, open_shop: OpenShop, stripe: FakeStripe
) -> None:
    stripe.hold(int(time.time()))  # another story may have let days pass
    stripe.hold(None)
    shop = await open_shop()
    customer = await subscribed(shop, stripe)
    stripe.cancel_behind(stripe.all("subscription", customer=customer)[0]["id"])
    await standing(shop, "free")
    await subscribed(shop, stripe, becomes="active")  # no trial any more

    stripe.require_action(customer)
    watch.allow("402 POST /v1/subscription/changes")
    desk = await visit("/subscription", shop=shop, width=360)
    dialog = desk.get_by_role("dialog")
    change = dialog.get_by_role("button", name="Change the plan")
    await press(desk, "Move to Business")
    await change.click()
    refusal = dialog.get_by_role("alert")
    await expect(refusal).to_contain_text("Your bank wants you to confirm this payment.")
    there = await dialog.get_by_role("link", name="Confirm the payment").get_attribute("href")
    bank = await desk.context.new_page()
    await bank.goto(str(there))
    await bank.get_by_role("button", name=re.compile("^Pay €")).click()
    await expect(bank.get_by_text(", paid")).to_be_visible()
    await bank.close()
    await expect(desk.get_by_text("You are on the Business plan.")).to_be_visible()
    await expect(dialog).to_be_hidden()

    owner = await shop.browser()
    for name in ("Rue Haute", "Rue Basse", "Rue du Milieu"):
        assert (await owner.post("/v1/locations", json={"name": name})).status_code == 201
    await press(desk, "Move to Starter")
    places = dialog.get_by_role("group", name="Locations")
    await expect(places.get_by_label("Rue Haute")).to_be_checked()
    await expect(places.get_by_label("Rue Basse")).not_to_be_checked()
    await places.get_by_label("Rue Basse").check()
    await expect(places.get_by_text("This is more than the plan has room for.")).to_be_visible()
    await expect(change).to_be_disabled()
    await places.get_by_label("Rue Haute").uncheck()
    await change.click()
    await expect(desk.get_by_text("You are on the Starter plan.")).to_be_visible()
    await until(desk, "/subscription", "What stays active")
    kept = desk.get_by_role("region", name="What stays active")
    await expect(kept.get_by_label("Rue Basse")).to_be_checked()
    await expect(kept.get_by_label("Rue Haute")).not_to_be_checked()
    listed = (await owner.get("/v1/locations")).json()["items"]
    assert [one["name"] for one in listed if not one["frozen"]] == ["Rue Basse"]


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
