"""The owner handles rights of a person in the desk, from request to answer."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import OpenShop, Visit
from tests.browser.watch import Watch
from tests.world import Shop


async def asked(desk: Page, right: str) -> None:
    """From the customer's page to the plan that waits for a yes."""
    await desk.get_by_role("button", name="Exercise a right").click()
    dialog = desk.get_by_role("dialog")
    await dialog.get_by_label("Right").select_option(label=right)
    await dialog.get_by_role("button", name="Take in the request").click()
    await expect(desk.get_by_role("heading", level=1)).to_contain_text(right)
    for step in ("Identity seen at the counter", "Confirm this right", "Lay down the plan"):
        await desk.get_by_role("button", name=step).click()
    await expect(desk.get_by_text("This is what will happen.")).to_be_visible()


async def answered(desk: Page) -> None:
    send = desk.get_by_role("button", name="Send the answer")
    await expect(send).to_be_visible(timeout=60_000)  # the work is a job's
    await desk.get_by_label("To add to the answer").fill("As you wished.")
    await send.click()
    await expect(desk.get_by_text("This request is closed.")).to_be_visible()


async def customer_of(shop: Shop) -> str:
    return f"/customers/{await shop.customer('Camille', email='camille@client.example')}"


@pytest.mark.parametrize("right", ["Access to the data", "Objection"])
async def test_a_right_is_exercised_and_answered(
    visit: Visit, open_shop: OpenShop, right: str
) -> None:
    shop = await open_shop()
    desk = await visit(await customer_of(shop), shop=shop)
    await asked(desk, right)
    await desk.get_by_role("button", name="Approve and begin").click()
    await answered(desk)


async def test_an_erasure_is_handled_to_its_end(visit: Visit, open_shop: OpenShop) -> None:
    shop = await open_shop()
    page = await customer_of(shop)
    desk = await visit(page, shop=shop)
    await asked(desk, "Erasure")
    await expect(desk.get_by_text("An erasure cannot be undone.")).to_be_visible()
    await desk.get_by_role("button", name="Approve and erase").click()
    await answered(desk)
    await expect(desk.get_by_role("heading", level=1)).to_contain_text("Erased customer")
    await desk.goto("/customers")
    await expect(desk.get_by_text("Your notebook is still empty")).to_be_visible()


async def test_a_correction_is_seen_before_it_is_written(
    visit: Visit, watch: Watch, open_shop: OpenShop
) -> None:
    watch.allow("422 POST /v1/privacy/requests/.*")  # a phone number that is none
    shop = await open_shop()
    page = await customer_of(shop)
    desk = await visit(page, shop=shop)
    await desk.get_by_role("button", name="Exercise a right").click()
    dialog = desk.get_by_role("dialog")
    await dialog.get_by_label("Right").select_option(label="Rectification")
    await dialog.get_by_role("button", name="Take in the request").click()
    await desk.get_by_role("button", name="Identity seen at the counter").click()
    confirm = desk.get_by_role("button", name="Confirm this right")
    await confirm.click()
    await expect(desk.get_by_text("Nothing is changed.")).to_be_visible()
    await desk.get_by_label("Phone").fill("123")
    await confirm.click()
    await expect(desk.get_by_text("This number is not valid.")).to_be_visible()
    await desk.get_by_label("Phone").fill("06 39 98 01 66")
    await desk.get_by_label("Last name").fill("Moreau")
    await confirm.click()
    await desk.get_by_role("button", name="Lay down the plan").click()
    row = desk.get_by_role("row", name="Last name")
    await expect(row).to_contain_text("(empty)")
    await desk.get_by_role("button", name="Correct the request").click()
    await expect(desk.get_by_label("Last name")).to_have_value("Moreau")
    await desk.get_by_label("Last name").fill("Morel")
    await confirm.click()
    await desk.get_by_role("button", name="Lay down the plan").click()
    await expect(row).to_contain_text("Morel")
    await desk.get_by_role("button", name="Approve and begin").click()
    await answered(desk)
    await desk.goto(page)
    await expect(desk.get_by_role("heading", level=1)).to_contain_text("Camille Morel")


async def test_what_a_restriction_forbids_is_not_offered(visit: Visit, open_shop: OpenShop) -> None:
    shop = await open_shop()
    await shop.program(5)
    page = await customer_of(shop)
    desk = await visit(page, shop=shop)
    give = desk.get_by_role("button", name="Record consent: News by e-mail")
    await expect(give).to_be_enabled()
    await desk.get_by_role("button", name="Exercise a right").click()
    dialog = desk.get_by_role("dialog")
    await dialog.get_by_label("Right").select_option(label="Restriction")
    await dialog.get_by_role("button", name="Take in the request").click()
    await desk.get_by_role("button", name="Identity seen at the counter").click()
    await desk.get_by_label("The use was unlawful").click()
    for step in ("Confirm this right", "Lay down the plan", "Approve and begin"):
        await desk.get_by_role("button", name=step).click()
    await answered(desk)
    await desk.goto(page)
    await expect(give).to_be_disabled()
    await expect(give).to_have_accessible_description("Not possible while this data is restricted.")
    await expect(desk.get_by_role("button", name="Give a card")).to_be_disabled()
    await expect(desk.get_by_role("textbox", name="Notes about this customer")).to_have_count(0)
    await desk.get_by_role("button", name="Exercise a right").click()
    await dialog.get_by_label("Right").select_option(label="Restriction")
    await dialog.get_by_role("button", name="Take in the request").click()
    await desk.get_by_role("button", name="Identity seen at the counter").click()
    await expect(desk.get_by_label("Lift the restriction")).to_be_checked()
