"""A customer's photo in the desk: put there, replaced, refused where it is none, taken away."""

from __future__ import annotations

import io
from typing import Literal

from PIL import Image
from playwright.async_api import FilePayload, Locator, Page, expect

from tests.browser.conftest import OpenShop, Visit

Colour = Literal["red", "blue"]
MIDDLE = """(picture) => {
  if (!picture?.complete) return 'nothing yet';
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const at = [picture.naturalWidth / 2, picture.naturalHeight / 2, 1, 1];
  const paper = canvas.getContext('2d');
  paper.drawImage(picture, ...at, 0, 0, 1, 1);
  const [red, green, blue] = paper.getImageData(0, 0, 1, 1).data;
  return red > 200 && blue < 60 ? 'red' : blue > 200 && red < 60 ? 'blue' : [red, green, blue];
}"""


def picture(colour: Colour) -> FilePayload:
    kept = io.BytesIO()
    Image.new("RGB", (900, 600), colour).save(kept, "PNG")
    return {"name": f"{colour}.png", "mimeType": "image/png", "buffer": kept.getvalue()}


async def choose(desk: Page, label: str, file: FilePayload) -> None:
    """Take the picture as it is framed."""
    await desk.get_by_label(label).set_input_files([file])
    await desk.get_by_role("button", name="Use this picture").click()


def shown(desk: Page) -> Locator:
    return desk.get_by_role("img", name="Photo of Camille Morel")


async def expect_shown(desk: Page, colour: Colour) -> None:
    await expect(shown(desk)).to_be_visible()
    alt = "img[alt='Photo of Camille Morel']"
    shows = f'(wanted) => ({MIDDLE})(document.querySelector("{alt}")) === wanted'
    await desk.wait_for_function(shows, arg=colour)


async def test_a_photo_is_put_replaced_and_taken_away(visit: Visit, open_shop: OpenShop) -> None:
    shop = await open_shop()
    customer = await shop.customer("Camille", last_name="Morel")
    desk = await visit(f"/customers/{customer}", shop=shop, role="cashier")
    await expect(shown(desk)).to_have_count(0)
    await choose(desk, "Add a photo", picture("red"))
    await expect(desk.get_by_text("Photo saved.")).to_be_visible()
    await expect_shown(desk, "red")

    await choose(desk, "Change the photo", picture("blue"))
    await expect_shown(desk, "blue")
    await desk.reload()
    await expect_shown(desk, "blue")

    letter: FilePayload = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": b"Dear shop,"}
    await desk.get_by_label("Change the photo").set_input_files([letter])
    dialog = desk.get_by_role("dialog", name="Crop the photo")
    await expect(dialog.get_by_role("alert")).to_have_text(
        "This picture cannot be read. Choose a JPEG, PNG or WebP photo."
    )
    await dialog.get_by_role("button", name="Cancel").first.click()
    await expect_shown(desk, "blue")

    await desk.get_by_role("button", name="Remove the photo").click()
    await expect(desk.get_by_text("Photo removed.")).to_be_visible()
    await expect(shown(desk)).to_have_count(0)
    await desk.get_by_role("button", name="Put back").click()
    await expect_shown(desk, "blue")
    await desk.get_by_role("button", name="Remove the photo").click()
    await expect(shown(desk)).to_have_count(0)
    await desk.reload()
    await expect(desk.get_by_label("Add a photo")).to_be_attached()
    await expect(shown(desk)).to_have_count(0)


async def test_an_auditor_sees_a_photo_and_cannot_touch_it(
    visit: Visit, open_shop: OpenShop
) -> None:
    shop = await open_shop()
    customer = await shop.customer("Camille", last_name="Morel")
    answer = await (await shop.client()).put(
        f"/v1/customers/{customer}/photo",
        content=picture("red")["buffer"],
        headers={"Content-Type": "image/png"},
    )
    assert answer.is_success, answer.text
    desk = await visit(f"/customers/{customer}", shop=shop, role="auditor")
    await expect_shown(desk, "red")
    await expect(desk.get_by_label("Change the photo")).to_have_count(0)
    await expect(desk.get_by_role("button", name="Remove the photo")).to_have_count(0)
