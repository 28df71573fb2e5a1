"""Two records that are two people after all, put aside at the desk and put back."""

from __future__ import annotations

import re

from playwright.async_api import expect

from tests.browser.conftest import OpenShop, Visit
from tests.browser.notebook_stage import proposed
from tests.browser.screen import press_enter
from tests.world import Shop

PAIR = "Anne Roy and Zoé Roy"


async def family(open_shop: OpenShop) -> Shop:
    shop = await open_shop()
    owner = await shop.client()
    for first_name in ("Anne", "Zoé"):
        who = {"first_name": first_name, "last_name": "Roy", "phone": "06 39 98 01 02"}
        answer = await owner.post("/v1/customers", json=who | {"allow_duplicate": True})
        assert answer.status_code == 201, answer.text
    await proposed(owner)
    return shop


async def test_two_people_are_put_aside_and_put_back(visit: Visit, open_shop: OpenShop) -> None:
    shop = await family(open_shop)
    desk = await visit("/customers/duplicates", shop=shop, role="manager", width=360)
    pair = desk.get_by_role("region", name=PAIR)
    await press_enter(pair.get_by_role("button", name="They are two people"))
    await expect(desk.get_by_text("Noted: they are two people")).to_be_visible()
    await expect(desk.get_by_role("heading", name="No duplicates")).to_be_visible()
    await press_enter(desk.get_by_role("button", name="Undo", exact=True))
    await expect(pair).to_be_visible()
    await press_enter(pair.get_by_role("button", name="They are two people"))

    await desk.get_by_role("tab", name="To decide").press("ArrowRight")
    await expect(desk).to_have_url(re.compile("show=dismissed"))
    await press_enter(pair.get_by_role("button", name="Put back"))
    await expect(desk.get_by_text("Put back: this pair")).to_be_visible()
    await expect(desk.get_by_role("heading", name="Nothing put aside")).to_be_visible()
    await desk.get_by_role("tab", name="Two people").press("ArrowLeft")
    await expect(pair.get_by_role("link", name="Compare and merge")).to_be_visible()


async def test_an_auditor_only_looks(visit: Visit, open_shop: OpenShop) -> None:
    shop = await family(open_shop)
    desk = await visit("/customers", shop=shop, role="auditor")
    await desk.get_by_role("link", name="Duplicates").click()
    pair = desk.get_by_role("region", name=PAIR)
    await expect(pair).to_be_visible()
    await expect(desk.get_by_text("Managers and owners decide")).to_be_visible()
    await expect(pair.get_by_role("button")).to_have_count(0)
    await expect(pair.get_by_role("link", name="Compare")).to_have_count(0)
    cashier = await visit("/customers", shop=shop, role="cashier")
    await expect(cashier.get_by_role("link", name="Anne Roy")).to_be_visible()
    await expect(cashier.get_by_role("link", name="Duplicates")).to_have_count(0)
