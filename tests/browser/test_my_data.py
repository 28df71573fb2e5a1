"""A customer takes their data along and leaves, by the page of their card."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from playwright.async_api import expect

from tests.browser.conftest import OpenShop, Visit
from tests.browser.live import Live
from tests.browser.watch import Watch

ADDRESS = "camille.moreau@client.example"


async def test_a_holder_takes_their_data_along_and_has_it_erased(
    visit: Visit, watch: Watch, open_shop: OpenShop, live: Live, tmp_path: Path
) -> None:
    shop = await open_shop()
    customer = await shop.customer("Camille", last_name="Moreau", email=ADDRESS)
    card = await shop.card(await shop.program(), customer_id=customer)
    page = await visit(f"/c/{shop.slug}#{card.token}", width=360)
    await page.get_by_role("link", name="My data").click()
    await page.get_by_role("button", name="Get a code").click()
    await expect(page.get_by_text("Code sent to c•••@client.example")).to_be_visible()
    await page.get_by_label("Your code").fill(await live.code_mailed_to(ADDRESS))
    await page.get_by_role("button", name="See my data").click()
    await expect(page.get_by_label("Last name")).to_have_value("Moreau")

    async with page.expect_download() as downloading:
        await page.get_by_role("button", name="Download my data").click()
    file = await downloading.value
    assert file.suggested_filename == "my-data.zip"
    await file.save_as(tmp_path / "mine.zip")
    with zipfile.ZipFile(tmp_path / "mine.zip") as archive:
        assert archive.testzip() is None
        rows = archive.read("data/customers.jsonl").decode().splitlines()
        assert [json.loads(row)["email"] for row in rows] == [ADDRESS]
        assert "Moreau" in archive.read("index.html").decode()
    await expect(page.get_by_text("The file has been downloaded.")).to_be_visible()
    await expect(page.get_by_text("Access to your data")).to_be_visible()

    await page.get_by_role("button", name="Erase my data").click()
    await expect(page.get_by_text("There is no undo.")).to_be_visible()
    await page.get_by_role("button", name="Yes, erase everything").click()
    await expect(page.get_by_role("heading", name="Your data is erased")).to_be_visible()

    watch.allow("404 GET /v1/public/.*", "401 GET /v1/public/.*")
    client = await shop.client()
    await live.until(lambda: client.get(f"/v1/customers/{customer}"), 404)
    await page.goto("about:blank")
    await page.goto(f"/c/{shop.slug}#{card.token}")
    await expect(page.get_by_text("your data was erased")).to_be_visible()
