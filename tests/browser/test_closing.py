"""An owner closes the account, everybody is told, the data goes out, and the shop opens again."""

from __future__ import annotations

import re

from playwright.async_api import expect

from tests.browser.conftest import OpenShop, Visit
from tests.privacy.ending.shops import PASSWORD, browser_with_password


async def test_closed_taken_out_and_opened_again(visit: Visit, open_shop: OpenShop) -> None:
    shop = await open_shop(name="Le Fournil")
    card = await shop.stamped(await shop.program(10), 4)
    await browser_with_password(shop)
    desk = await visit("/settings/closing", shop=shop)
    await desk.get_by_role("button", name="Close the account…").click()
    dialog = desk.get_by_role("dialog", name="Close Le Fournil?")
    await dialog.get_by_label("Your password").fill(PASSWORD)
    await dialog.get_by_role("button", name="Close the account").click()
    await expect(desk.get_by_role("heading", name="The account is closed")).to_be_visible()
    await desk.get_by_role("link", name="Home").first.click()
    await expect(desk.get_by_text(re.compile("nothing changed: not here"))).to_be_visible()

    counter = await visit("/counter", shop=shop, role="cashier")
    await expect(counter.get_by_text(re.compile("has closed its account"))).to_be_visible()
    holder = await visit(f"/c/{shop.slug}#{card.token}")
    await expect(holder.get_by_text("This shop has closed its account")).to_be_visible()

    await desk.get_by_role("link", name="Take out or open again").click()
    await expect(desk.get_by_text("Download all data first")).to_be_visible()
    await desk.get_by_role("button", name="Prepare the file").click()
    async with desk.expect_download() as download:
        await desk.get_by_role("button", name=re.compile("^Download the file of")).click()
    assert (await download.value).suggested_filename.endswith(".zip")
    await desk.reload()
    await expect(desk.get_by_role("button", name="Erase everything now…")).to_be_visible()
    await desk.get_by_role("button", name="Open the account again").click()
    await expect(desk.get_by_role("button", name="Close the account…")).to_be_visible()
    await expect(desk.get_by_text("The account is closed")).to_have_count(0)
