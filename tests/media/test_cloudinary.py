"""Pictures with Cloudinary: signed, sent by a job, shown from our own address, gone everywhere;
and a service that is slow or dead loses nothing."""

from __future__ import annotations

import io

import httpx
import pytest
from PIL import Image
from sqlalchemy import select

from api.core.jobs import Work
from api.core.settings import Misconfigured, Settings
from api.media import cloudinary, moving, store
from api.media.cloudinary import PictureStoreDown
from api.media.models import Picture, PictureRemoval, WaitingPicture
from api.media.remembered import remembered
from tests.cards.counter import done, refused
from tests.cloudinary_fake.fake import FakeCloudinary
from tests.customers.test_photo import drawn, files
from tests.media import jobs
from tests.world import Shop, World

LOGO = "/v1/merchant/logo"


async def sent(shop: Shop) -> tuple[httpx.AsyncClient, str, str]:
    """The owner, the logo's name and where everybody sees it."""
    owner = await shop.client()
    name: str = done(await owner.put(LOGO, content=drawn("PNG", (600, 600))), 200)["logo"]
    return owner, name, f"/v1/public/{shop.slug}/images/{name}"


async def one(shop: Shop, what: type[Picture | PictureRemoval | WaitingPicture]) -> object | None:
    async with shop.db() as db:
        found: object | None = await db.scalar(select(what))
        return found


def forgotten(shop: Shop, name: str) -> None:
    """As in another process, or minutes later."""
    remembered.forget(shop.id, name)


async def test_a_picture_is_shown_before_and_after_it_was_sent(
    clouded: World, configured: Settings, cloud: FakeCloudinary
) -> None:
    shop = await clouded.shop()
    _, name, address = await sent(shop)
    anybody = clouded.connect()
    before = (await anybody.get(address)).content
    assert cloud.heard == [], "no request of ours waits for it"
    assert files(configured, shop) == []

    assert await jobs.run(shop) == ["media.send"]
    assert cloud.pictures == {f"carnet/{shop.id}/{name}": before}
    kept = await one(shop, Picture)
    assert isinstance(kept, Picture)
    assert kept.sent_at is not None
    assert kept.receipt is not None
    assert await one(shop, WaitingPicture) is None
    forgotten(shop, name)
    answer = await anybody.get(address)
    assert (answer.content, answer.headers["content-type"]) == (before, "image/webp")
    small = await anybody.get(address, params={"size": "small"})
    with Image.open(io.BytesIO(small.content)) as shown:
        assert shown.size == (160, 160)
    heard = list(cloud.heard)
    await anybody.get(address)
    assert cloud.heard == heard, "a copy of ours serves the next one"


async def test_a_deletion_reaches_every_copy_and_has_a_receipt(
    clouded: World, cloud: FakeCloudinary
) -> None:
    shop = await clouded.shop()
    owner, name, address = await sent(shop)
    await jobs.run(shop)
    for size in ("small", "full"):
        assert (await owner.get(address, params={"size": size})).status_code == 200
    forgotten(shop, name)
    assert (await owner.get(address)).status_code == 200
    assert cloud.copies
    assert (await owner.delete(LOGO)).status_code == 204
    refused(await owner.get(address), 404, "IMAGE_NOT_FOUND")
    assert cloud.pictures, "that is a job's"
    assert await jobs.run(shop) == ["media.remove"]
    assert (cloud.pictures, cloud.copies) == ({}, {})
    receipt = await one(shop, PictureRemoval)
    assert isinstance(receipt, PictureRemoval)
    assert (receipt.name, receipt.done_at is not None) == (name, True)
    assert receipt.receipt is not None
    assert receipt.receipt.startswith("ok request-")


async def test_a_dead_service_loses_nothing(clouded: World, cloud: FakeCloudinary) -> None:
    shop = await clouded.shop()
    cloud.down = True
    owner, name, address = await sent(shop)
    with pytest.raises(PictureStoreDown):
        await jobs.run(shop)
    shown = (await owner.get(address)).content
    assert shown, "it is shown all the same"
    cloud.down = False
    assert await jobs.run(shop) == ["media.send"]
    assert list(cloud.pictures.values()) == [shown]

    cloud.down = True
    forgotten(shop, name)
    answer = await owner.get(address)
    refused(answer, 503, "PICTURE_STORE_DOWN")
    assert answer.headers["retry-after"] == "20"
    assert (await owner.delete(LOGO)).status_code == 204
    with pytest.raises(PictureStoreDown):
        await jobs.run(shop)
    cloud.down = False
    await jobs.run(shop)
    assert cloud.pictures == {}


async def test_a_slow_service_keeps_one_waiting_and_not_everybody(
    clouded: World, cloud: FakeCloudinary
) -> None:
    shop = await clouded.shop()
    owner, name, address = await sent(shop)
    await jobs.run(shop)
    cloud.seconds = 0.6
    refused(await owner.get(address), 503, "PICTURE_STORE_DOWN")
    heard = list(cloud.heard)
    refused(await owner.get(address), 503, "PICTURE_STORE_DOWN")
    cloud.seconds = 0
    assert cloud.heard == heard, "nobody asked again so soon"
    cloudinary.silent.clear()
    assert (await owner.get(address)).status_code == 200
    assert name in (await owner.get("/v1/merchant")).text


async def test_only_our_signature_opens_anything(
    clouded: World, configured: Settings, cloud: FakeCloudinary
) -> None:
    shop = await clouded.shop()
    _, name, _ = await sent(shop)
    await jobs.run(shop)
    wrong = cloud.address.replace(cloud.secret, "0" * 32)
    stranger = store.of(configured.model_copy(update={"cloudinary_url": wrong}), shop.id)
    for attempt in (
        lambda: stranger.get(name),
        lambda: stranger.keep(name, b"another"),
        lambda: stranger.delete(name),
    ):
        cloudinary.silent.clear()
        with pytest.raises(PictureStoreDown):
            attempt()
    assert len(cloud.pictures) == 1
    cloudinary.silent.clear()
    async with httpx.AsyncClient() as nobody:
        path = f"{cloud.url}/{cloud.cloud}/image/authenticated/v1/carnet/{shop.id}/{name}.webp"
        assert (await nobody.get(path)).status_code == 401


async def test_what_lay_on_the_disk_moves_at_night(
    world: World, clouded: World, configured: Settings, cloud: FakeCloudinary,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    shop = await world.shop()
    _, name, address = await sent(shop)
    (kept,) = files(configured, shop)
    before = kept.read_bytes()
    shop.world = clouded
    assert (await clouded.connect().get(address)).content == before
    monkeypatch.setattr(moving, "UNNAMED_AFTER", -moving.UNNAMED_AFTER)
    async with shop.db() as db:
        await moving.sweep(Work(db, clouded.database, configured))
    assert await jobs.run(shop) == ["media.send"]
    assert (files(configured, shop), list(cloud.pictures.values())) == ([], [before])
    forgotten(shop, name)
    assert (await clouded.connect().get(address)).content == before


async def test_one_given_up_on_its_way_is_not_kept(clouded: World, cloud: FakeCloudinary) -> None:
    shop = await clouded.shop()
    owner, _, _ = await sent(shop)
    assert (await owner.delete(LOGO)).status_code == 204
    assert await jobs.run(shop) == ["media.send", "media.remove"]
    assert cloud.pictures == {}
    assert await one(shop, WaitingPicture) is None


def test_an_address_without_a_secret_is_refused(settings: Settings) -> None:
    for wrong in ("https://key:secret@cloud", "cloudinary://cloud", "cloudinary://key@cloud"):
        with pytest.raises(Misconfigured):
            cloudinary.Account(settings.model_copy(update={"cloudinary_url": wrong}))
