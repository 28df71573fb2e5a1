"""Logos and backgrounds: drawn anew, seen by everybody and by name alone, counted, and gone when
nothing names them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from api.core.jobs import Work
from api.core.settings import Settings
from api.media import moving, pictures
from tests.cards.counter import done, refused
from tests.customers.test_photo import bomb, drawn, files
from tests.media import jobs
from tests.quotas.plan import counted, given
from tests.world import World

LOGO, IMAGES = "/v1/merchant/logo", "/v1/images"


def moving_picture(form: str) -> bytes:
    kept = io.BytesIO()
    frames = [Image.new("RGB", (400, 400), colour) for colour in ("red", "blue")]
    frames[0].save(kept, form, save_all=True, append_images=frames[1:], duration=100)
    return kept.getvalue()


async def test_a_logo_is_seen_wherever_the_shop_shows_itself(world: World) -> None:
    shop = await world.shop()
    owner, card = await shop.client(), await shop.card(await shop.program())
    transparent = Image.new("RGBA", (600, 400), (0, 0, 0, 0))
    kept = io.BytesIO()
    transparent.save(kept, "PNG")
    answer = await owner.put(LOGO, content=kept.getvalue() + b"<script>alert(1)</script>")
    name = done(answer, 200)["logo"]
    assert (await owner.get("/v1/merchant")).headers["etag"] == answer.headers["etag"] == '"2"'
    holder = {"Authorization": f"Bearer {card.token}"}
    anybody = world.connect()
    page = await anybody.get(f"/v1/public/{shop.slug}/card", headers=holder)
    assert done(page, 200)["merchant"]["logo"] == name
    assert done(await anybody.get(f"/v1/public/{shop.slug}"), 200)["logo"] == name
    browser = await shop.browser("cashier")
    assert done(await browser.get("/v1/me"), 200)["memberships"][0]["merchant_logo"] == name

    shown = await anybody.get(f"/v1/public/{shop.slug}/images/{name}")
    assert shown.headers["cache-control"].startswith("public")
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert b"script" not in shown.content
    with Image.open(io.BytesIO(shown.content)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (512, 512))
        assert picture.getpixel((5, 5)) == (255, 255, 255)
    small = await anybody.get(f"/v1/public/{shop.slug}/images/{name}?size=small")
    with Image.open(io.BytesIO(small.content)) as picture:
        assert picture.size == (160, 160)


@pytest.mark.parametrize(
    ("path", "sent", "code"),
    [
        (LOGO, b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "NOT_A_PICTURE"),
        (LOGO, b"GIF89a" + drawn("PNG"), "NOT_A_PICTURE"),
        (LOGO, b"<html>" + drawn("JPEG"), "NOT_A_PICTURE"),
        (LOGO, drawn("JPEG")[:900], "NOT_A_PICTURE"),
        (LOGO, bomb(), "PICTURE_TOO_LARGE"),
        (LOGO, drawn("PNG", (40, 40)), "PICTURE_TOO_SMALL"),
        (LOGO, moving_picture("WEBP"), "PICTURE_ANIMATED"),
        (IMAGES, moving_picture("PNG"), "PICTURE_ANIMATED"),
        (IMAGES, drawn("PNG", (300, 200)), "PICTURE_TOO_SMALL"),
        (IMAGES, b"", "NOT_A_PICTURE"),
    ],
)
async def test_what_is_refused(world: World, path: str, sent: bytes, code: str) -> None:
    shop = await world.shop()
    owner = await shop.client()
    call = owner.put(path, content=sent) if path == LOGO else owner.post(path, content=sent)
    refused(await call, 422, code)
    assert (await counted(shop)).get("image_bytes", 0) == 0
    assert files(world.settings, shop) == []


async def test_only_who_may_and_only_so_much(world: World) -> None:
    shop = await world.shop()
    owner = await shop.client()
    for path, send in ((LOGO, "put"), (IMAGES, "post")):
        cashier: Any = await shop.client("cashier")
        refused(await getattr(cashier, send)(path, content=drawn("PNG")), 403, "FORBIDDEN_SCOPE")
        too_large = await getattr(owner, send)(path, content=bytes(pictures.LARGEST + 1))
        refused(too_large, 413, "TOO_LARGE")
    refused(await owner.delete(LOGO), 404, "LOGO_NOT_FOUND")
    await given(shop, image_bytes=10)
    refused(await owner.put(LOGO, content=drawn("PNG")), 403, "PLAN_LIMIT")
    assert files(world.settings, shop) == []


async def test_nobody_sees_a_photo_or_anothers_picture(world: World) -> None:
    shop, other = await world.shop(), await world.shop()
    owner = await shop.client()
    customer = f"/v1/customers/{await shop.customer()}/photo"
    done(await owner.put(customer, content=drawn("PNG")), 200)
    (photo,) = files(world.settings, shop)
    name = done(await owner.put(LOGO, content=drawn("PNG")), 200)["logo"]
    anybody = world.connect()
    for slug, one in ((shop.slug, photo.name), (other.slug, name), ("no-such-shop", name)):
        refused(await anybody.get(f"/v1/public/{slug}/images/{one}"), 404, "IMAGE_NOT_FOUND")
    refused(await anybody.get(f"/v1/public/{shop.slug}/images/..%2fx"), 404, "NOT_FOUND")
    # Nor can a program of another shop show it.
    theirs = await other.program()
    design = {"design": {"image": done(await owner.post(IMAGES, content=drawn("PNG")))["name"]}}
    call = (await other.client()).patch(
        f"/v1/programs/{theirs.id}", json=design, headers={"If-Match": "*"}
    )
    refused(await call, 422, "UNKNOWN_IMAGE")
    design = {"design": {"image": name}}
    own = await shop.program()
    call = owner.patch(f"/v1/programs/{own.id}", json=design, headers={"If-Match": "*"})
    refused(await call, 422, "UNKNOWN_IMAGE")


async def test_a_background_goes_with_the_last_card_that_shows_it(
    world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = await world.shop()
    owner = await shop.client()
    first, second = await shop.program(), await shop.program()
    name = done(await owner.post(IMAGES, content=drawn("JPEG")))["name"]
    unnamed = done(await owner.post(IMAGES, content=drawn("JPEG", (900, 900))))["name"]

    async def dressed(program: Any, **design: Any) -> dict[str, Any]:
        path = f"/v1/programs/{program.id}"
        answer = await owner.patch(path, json={"design": design}, headers={"If-Match": "*"})
        shown: dict[str, Any] = done(answer, 200)["design"]
        return shown

    def there() -> set[str]:
        return {path.name for path in files(settings, shop) if isinstance(path, Path)}

    shown = await dressed(first, image=name, background="#1f3a34", foreground="#ffffff", veil=0)
    assert shown["image"] == name
    assert 50 < shown["veil"] < 80, "as thin as white on dark green allows"
    assert (await dressed(second, image=name, background="#000000"))["veil"] < shown["veil"]
    await dressed(first)
    await jobs.run(shop)
    assert there() == {name, unnamed}, "the other card shows it still"
    assert (await dressed(second))["veil"] == 0
    await jobs.run(shop)
    assert there() == {unnamed}
    monkeypatch.setattr(moving, "UNNAMED_AFTER", -moving.UNNAMED_AFTER)
    async with shop.db() as db:
        await moving.sweep(Work(db, world.database, settings))
    await jobs.run(shop)
    assert there() == set()
    assert (await counted(shop))["image_bytes"] == 0
