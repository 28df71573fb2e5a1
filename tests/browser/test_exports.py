"""A file of exactly the customers who were ticked in the list."""

from __future__ import annotations

import csv
import re

from playwright.async_api import expect

from tests.browser.conftest import OpenShop, Visit


async def test_those_selected_and_no_others(visit: Visit, open_shop: OpenShop) -> None:
    shop = await open_shop()
    program = await shop.program(10)
    cards = {
        name: await shop.card(program, customer_id=await shop.customer(name))
        for name in ("Ada", "Eve", "Zoé")
    }
    desk = await visit("/customers", shop=shop, role="manager")
    for name in ("Ada", "Zoé"):
        await desk.get_by_role("checkbox", name=name).check()
    bar = desk.get_by_role("region", name="Selection")
    await bar.get_by_role("button", name="Export").click()
    dialog = desk.get_by_role("dialog")
    await expect(dialog).to_contain_text("The customers selected: 2.")
    await dialog.get_by_role("radio", name=re.compile("^Cards")).check()
    await dialog.get_by_role("button", name="Prepare the file").click()
    await expect(desk.get_by_text("2 rows")).to_be_visible()
    async with desk.expect_download() as saved:
        await desk.get_by_role("button", name="Download: Cards").click()
    text = (await (await saved.value).path()).read_text("utf-8-sig")
    rows = csv.DictReader(text.splitlines())
    assert {row["Card number"] for row in rows} == {cards[name].number for name in ("Ada", "Zoé")}
