"""Programs of points: written at the desk, used at the counter, seen by the customer."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from playwright.async_api import Page, expect

from tests.browser.conftest import OpenShop, Visit
from tests.browser.counter import balance, entries, go_home, in_bar, open_card
from tests.browser.live import Live
from tests.browser.watch import Watch
from tests.world import GivenProgram, Shop

EURO: dict[str, Any] = {"per_amount": {"units": 1, "per": 100}}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def around_now() -> set[str]:
    """Today, and tomorrow: the day may end before the sale."""
    now = datetime.now(ZoneInfo("Europe/Paris"))
    return {DAYS[(now.weekday() + after) % 7] for after in (0, 1)}


async def save(desk: Page) -> None:
    await desk.get_by_role("button", name="Save", exact=True).click()
    await expect(desk.get_by_text("Saved.")).to_be_visible()


async def write_points_program(desk: Page) -> None:
    """Points by the euro, doubled in quiet hours: said in a sentence, tried before saving."""
    await desk.goto("/programs/new")
    await desk.get_by_role("radio", name="Points").check(force=True)
    await desk.get_by_label("Programme name").fill("House points")
    await desk.get_by_label("First reward").fill("Free coffee")
    await desk.get_by_label("Points needed").fill("20")
    await desk.get_by_role("button", name="Create the draft").click()
    await desk.get_by_role("heading", name="Bonuses").click()
    await desk.get_by_role("button", name="Add a bonus").click()
    sentence = "1 point per euro, doubled on Tuesdays from 14:00 to 17:00."
    await expect(desk.get_by_text(sentence).first).to_be_visible()
    trial = desk.get_by_role("region", name="Try a sale")
    await trial.get_by_label("Amount of the purchase").fill("12.50")
    await trial.get_by_label("Day").select_option(label="Tuesday")
    await trial.get_by_label("Time").fill("15:00")
    await expect(trial).to_contain_text("earns 24 points")
    await trial.get_by_label("Time").fill("18:00")
    await expect(trial).to_contain_text("earns 12 points")


async def test_points_are_written_earned_redeemed_and_seen(
    visit: Visit, open_shop: OpenShop, live: Live
) -> None:
    shop = await open_shop()
    desk = await visit(shop=shop)
    await write_points_program(desk)
    # Nobody can wait for Tuesday: the quiet day is today.
    quiet = around_now()
    for day in {"Tuesday"} | quiet:
        await desk.get_by_role("checkbox", name=day).set_checked(day in quiet, force=True)
    for field in ("From", "To"):
        await desk.get_by_label(field, exact=True).fill("")
    await save(desk)
    await desk.get_by_role("button", name="Activate").click()
    await expect(desk.get_by_text("The programme is active.")).to_be_visible()

    api = await shop.client("owner")
    program = (await api.get("/v1/programs")).json()["items"][0]
    given = GivenProgram(program["id"], (program["rewards"][0]["id"],))
    card = await shop.card(given)
    counter = await visit("/counter", shop=shop, role="cashier", width=360)
    await open_card(counter, card)
    keys = counter.get_by_role("group", name="Keypad")
    for key in ("1", "2", "Decimal point", "5", "0"):
        await keys.get_by_role("button", name=key, exact=True).click()
    await expect(counter.get_by_label("Amount of the purchase")).to_have_value("12.50")
    await expect(counter.get_by_role("status").filter(has_text="Quiet hours")).to_contain_text(
        "+ 24 points"
    )
    await counter.get_by_role("button", name="Credit 24 points").click()
    await expect(counter.get_by_text("24 points on the card")).to_be_visible()
    await go_home(counter)

    await open_card(counter, card)
    await counter.get_by_role("button", name="Give: Free coffee").click()
    await expect(counter.get_by_text("Free coffee: given. 4 points left.")).to_be_visible()
    earned, redeemed = await entries(shop, card)
    assert (earned["amount"], earned["delta"], redeemed["delta"]) == (1250, 24, -20)

    holder = await visit(f"/c/{shop.slug}#{card.token}", width=360)
    await expect(holder.get_by_role("article")).to_contain_text("4 points")
    await expect(holder.get_by_text("16 points to go for: Free coffee").first).to_be_visible()


async def test_units_are_money_off_as_many_as_the_customer_wants(
    visit: Visit, open_shop: OpenShop
) -> None:
    shop = await open_shop()
    worth = {"units": 100, "value": 500}
    program = await shop.program(500, kind="points", **EURO, redeem_value=worth, redeem_minimum=20)
    card = await shop.stamped(program, 120)
    counter = await visit(f"/counter/card/{card.id}", shop=shop, role="cashier")
    many = counter.get_by_label("How many to use")
    await many.fill("50")
    await counter.get_by_role("button", name="Give €2.50 off").click()
    await expect(counter.get_by_text("€2.50 off: given. 70 points left.")).to_be_visible()
    (_, redeemed) = await entries(shop, card)
    assert (redeemed["delta"], redeemed["value"]) == (-50, 250)


async def test_a_sale_is_kept_without_network_and_worked_out_when_sent(
    visit: Visit, watch: Watch, open_shop: OpenShop
) -> None:
    shop = await open_shop()
    card = await shop.card(await shop.program(50, kind="points", **EURO))
    counter = await visit(f"/counter/card/{card.id}", shop=shop, role="cashier", width=360)
    await expect(counter.get_by_label("Amount of the purchase")).to_be_visible()
    watch.network_may_fail = True
    await counter.context.set_offline(True)
    await counter.get_by_label("Amount of the purchase").fill("30")
    await expect(counter.get_by_text("Offline: the sale is kept")).to_be_visible()
    await counter.get_by_role("button", name="Record €30.00").click()
    await expect(counter.get_by_text("It is kept on this device")).to_be_visible()
    await expect(in_bar(counter, "1 waiting")).to_be_visible()
    assert await balance(shop, card) == 0
    await counter.context.set_offline(False)
    await expect(in_bar(counter, "1 waiting")).to_have_count(0)
    assert await balance(shop, card) == 30


async def test_refusals_are_explained_before_anything_is_recorded(
    visit: Visit, open_shop: OpenShop
) -> None:
    shop = await open_shop()
    rewards = [{"name": "Tote bag", "cost": 5, "stock": 0}, {"name": "Mug", "cost": 10}]
    program = await shop.program(kind="points", rewards=rewards, **EURO, minimum_amount=500)
    card = await shop.stamped(program, 7)
    counter = await visit(f"/counter/card/{card.id}", shop=shop, role="cashier")
    await counter.get_by_label("Amount of the purchase").fill("3")
    await expect(counter.get_by_text("Minimum: €5.00.")).to_be_visible()
    await expect(counter.get_by_role("button", name="Record €3.00")).to_be_disabled()
    await expect(counter.get_by_text("Out of stock")).to_be_visible()
    await expect(counter.get_by_text("3 points to go", exact=True)).to_be_visible()
    await expect(counter.get_by_role("button", name="Give:")).to_have_count(0)


async def dearer(desk: Page, shop: Shop) -> None:
    await desk.get_by_label("Reward 1, price in points").fill("60")
    await desk.get_by_role("button", name="Check and publish…").click()


async def test_a_change_of_a_live_program_shows_its_effects_first(
    visit: Visit, open_shop: OpenShop
) -> None:
    shop = await open_shop()
    program = await shop.program(50, kind="points", **EURO)
    for units in (55, 70, 10):
        await shop.stamped(program, units)
    desk = await visit(f"/programs/{program.id}", shop=shop)
    await dearer(desk, shop)
    effects = desk.get_by_role("dialog", name="Effect on existing cards")
    await expect(effects).to_contain_text("135 points")
    await expect(effects).to_contain_text("2 → 1")
    await expect(effects).to_contain_text("A reward becomes dearer")
    await effects.get_by_role("button", name="Keep editing").click()
    api = await shop.client("owner")
    assert (await api.get(f"/v1/programs/{program.id}")).json()["rewards"][0]["cost"] == 50

    await desk.get_by_role("button", name="Check and publish…").click()
    await effects.get_by_role("button", name="Publish the change").click()
    await expect(desk.get_by_text("Saved.")).to_be_visible()
    await desk.get_by_role("link", name="History").click()
    await expect(desk.get_by_role("article").first).to_contain_text("60 points")


async def test_terms_are_accepted_when_joining_and_shown_on_the_card(
    visit: Visit, open_shop: OpenShop
) -> None:
    shop = await open_shop()
    await shop.program(50, kind="points", terms="One card per person.", **EURO)
    phone = await visit(f"/join/{shop.slug}", width=360)
    await phone.get_by_label("First name").fill("Camille")
    await phone.get_by_label("Phone number").fill("06 39 98 01 23")
    await phone.get_by_role("button", name="Create my card").click()
    await expect(phone.get_by_text("Accept the terms to create your card.")).to_be_visible()
    await phone.get_by_label("I accept the terms of the programme.").check()
    await phone.get_by_role("button", name="Create my card").click()
    terms = phone.get_by_role("region", name="Terms of the programme")
    await expect(terms).to_contain_text("Accepted on")
    await terms.get_by_text("Read the terms").click()
    await expect(terms.get_by_text("One card per person.")).to_be_visible()
