"""A shop gives itself a face: a logo, cropped, and a picture behind its card; both are seen by the
customer, at the counter and on paper."""

from __future__ import annotations

import io

import pypdf
from PIL import Image
from playwright.async_api import FilePayload, Locator, Page, expect

from tests.browser.conftest import OpenShop, Visit
from tests.browser.live import Live


def halves(width: int, height: int) -> FilePayload:
    """Red on the left, blue on the right."""
    kept, picture = io.BytesIO(), Image.new("RGB", (width, height), "red")
    picture.paste("blue", (width // 2, 0, width, height))
    picture.save(kept, "PNG")
    return {"name": "halves.png", "mimeType": "image/png", "buffer": kept.getvalue()}


async def drawn(pictures: Locator) -> None:
    await expect(pictures).to_be_visible()
    await expect(pictures).to_have_js_property("complete", True)
    # One that has no address yet is complete as well.
    await expect(pictures).not_to_have_js_property("naturalWidth", 0)


async def only_blue(desk: Page) -> None:
    """With the keyboard alone: twice as large, and to the right."""
    dialog = desk.get_by_role("dialog", name="Crop the logo")
    frame = dialog.get_by_role("group", name="Frame of the picture")
    await expect(frame).to_be_focused()
    for key in ("+",) * 16 + ("ArrowRight",) * 30:
        await desk.keyboard.press(key)
    await dialog.get_by_role("button", name="Use this picture").press("Enter")
    await expect(desk.get_by_text("Logo saved.")).to_be_visible()


async def test_a_logo_and_a_background_are_seen_wherever_the_shop_is(
    visit: Visit, open_shop: OpenShop, live: Live
) -> None:
    shop = await open_shop()
    program = await shop.program(10, name="La dixième offerte")
    card = await shop.card(program)
    desk = await visit("/settings/merchant", shop=shop)
    await desk.get_by_label("Choose a logo").set_input_files([halves(800, 400)])
    await only_blue(desk)
    await drawn(desk.get_by_role("img", name="Current logo"))

    await desk.goto(f"/programs/{program.id}")
    await desk.get_by_label("Choose a picture").set_input_files([halves(2000, 1200)])
    await desk.get_by_role("slider", name="Size").press("ArrowRight")
    await desk.get_by_role("button", name="Use this picture").click()
    preview = desk.get_by_role("complementary", name="Preview")
    await expect(preview.locator("img")).to_have_count(2)
    await desk.get_by_role("button", name="Save", exact=True).click()
    await expect(desk.get_by_text("Saved.")).to_be_visible()

    counter = await visit(f"/counter/card/{card.number}", shop=shop, role="cashier", width=360)
    phone = await visit(f"/c/{shop.slug}#{card.token}", width=360)
    for page in (counter, phone):
        pictures = page.locator("article img")
        await expect(pictures).to_have_count(2)
        for one in (pictures.first, pictures.last):
            await drawn(one)

    logo = (await (await shop.client()).get("/v1/merchant")).json()["logo"]
    shown = await (await shop.client()).get(f"/v1/public/{shop.slug}/images/{logo}")
    with Image.open(io.BytesIO(shown.content)) as picture:
        assert picture.getpixel((5, 256)) == picture.getpixel((500, 256)), "what was framed: blue"
    paper = await (await shop.client()).get(f"/v1/programs/{program.id}/poster?format=a6")
    assert len(pypdf.PdfReader(io.BytesIO(paper.content)).pages[0].images) == 1
