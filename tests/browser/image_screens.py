"""Screens on which a shop shows pictures of its own, and those where it chooses them."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image
from playwright.async_api import FilePayload, Page

from tests.browser.screen import Screen, Step, Words, field
from tests.cards.counter import done
from tests.world import GivenCard, GivenProgram, Shop


@dataclass(frozen=True)
class Look:
    program: GivenProgram
    card: GivenCard


def _picture(width: int, height: int) -> bytes:
    kept = io.BytesIO()
    # As hard to read on as a picture can be: black and white side by side.
    checks = Image.effect_noise((width // 16, height // 16), 200).resize((width, height), 0)
    checks.convert("RGB").save(kept, "PNG")
    return kept.getvalue()


async def set_up_look(shop: Shop) -> Look:
    """A logo for all cards of the shop, and one program with a picture behind."""
    owner = await shop.client("owner")
    done(await owner.put("/v1/merchant/logo", content=_picture(320, 320)), 200)
    program = await shop.program(8, name="La carte aux images")
    sent = done(await owner.post("/v1/images", content=_picture(960, 640)))
    design = {"template": "bakery", "image": sent["name"]}
    path = f"/v1/programs/{program.id}"
    done(await owner.patch(path, json={"design": design}, headers={"If-Match": "*"}), 200)
    return Look(program, await shop.stamped(program, 3))


def of_look(shop: Shop, look: Look) -> list[Screen]:
    path = f"/programs/{look.program.id}"
    logo, image = ("Changer le logo", "Change the logo"), ("Changer l’image", "Change the picture")
    return [
        Screen("card with a picture", f"/c/{shop.slug}#{look.card.token}"),
        Screen("program with a picture", path, shop, primary="Close…"),
        Screen("logo, cropped", "/settings/merchant", shop, then=_choose(logo)),
        Screen("background, cropped", path, shop, then=_choose(image)),
    ]


def _choose(label: Words) -> Step:
    async def step(page: Page) -> None:
        file: FilePayload = {
            "name": "picture.png",
            "mimeType": "image/png",
            "buffer": _picture(640, 480),
        }
        await field(page, label).set_input_files([file])
        await page.locator("dialog[open] canvas").wait_for()

    return step
