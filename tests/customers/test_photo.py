"""Photos: only small pixels stay, whatever was sent; and they go when they are told to."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from api.core.jobs import Work
from api.core.settings import Settings
from api.media import moving, pictures
from tests.cards.counter import done, refused
from tests.world import Shop, World

PLACE = "Sainte-Anne-d'Auray"


def drawn(form: str, size: tuple[int, int] = (1600, 800), **how: Any) -> bytes:
    kept = io.BytesIO()
    picture = Image.linear_gradient("L").resize(size).convert(how.pop("mode", "RGB"))
    picture.save(kept, form, **how)
    return kept.getvalue()


def with_exif(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = PLACE
    return drawn("JPEG", exif=exif)


def bomb() -> bytes:
    """Two hundred kilobytes that say they are a picture of 40,000 × 40,000."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = struct.pack(">IIBBBBB", 40_000, 40_000, 1, 0, 0, 0, 0)
    pixels = zlib.compress(bytes(200_000_000 // 8), 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


async def customer(world: World) -> tuple[Shop, httpx.AsyncClient, str]:
    shop = await world.shop()
    return shop, await shop.browser("cashier"), f"/v1/customers/{await shop.customer()}"


def files(settings: Settings, shop: Shop) -> list[Path]:
    return sorted((settings.data / "media" / str(shop.id)).glob("*"))


@pytest.mark.parametrize(
    ("sent", "size"),
    [
        (drawn("JPEG"), (512, 256)),
        (drawn("PNG", mode="RGBA"), (512, 256)),
        (drawn("PNG", mode="P"), (512, 256)),
        (drawn("PNG", mode="I;16"), (512, 256)),
        (drawn("WEBP", (30, 20)), (30, 20)),
        (drawn("JPEG", mode="CMYK"), (512, 256)),
        (drawn("JPEG", mode="L"), (512, 256)),
        # Held upright, as the camera says.
        (with_exif(6), (256, 512)),
    ],
)
async def test_a_photo_is_drawn_anew(world: World, sent: bytes, size: tuple[int, int]) -> None:
    _, cashier, path = await customer(world)
    done(await cashier.put(f"{path}/photo", content=sent + b"<script>alert(1)</script>"), 200)
    assert done(await cashier.get(path), 200)["has_photo"] is True
    answer = await cashier.get(f"{path}/photo")
    assert answer.headers["content-type"] == "image/webp"
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    with Image.open(io.BytesIO(answer.content)) as kept:
        assert (kept.format, kept.size, kept.mode) == ("WEBP", size, "RGB")
        assert not kept.getexif()
    for left in (PLACE.encode(), b"script", b"EXIF", b"ICCP", b"XMP"):
        assert left not in answer.content
    assert (await world.connect().get(f"{path}/photo")).status_code == 401


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (b"", "NOT_A_PICTURE"),
        (b"GIF89a" + bytes(100), "NOT_A_PICTURE"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "NOT_A_PICTURE"),
        (b"%PDF-1.7\n" + drawn("JPEG"), "NOT_A_PICTURE"),
        (drawn("PNG")[:500], "NOT_A_PICTURE"),
        (drawn("TIFF"), "NOT_A_PICTURE"),
        (drawn("GIF"), "NOT_A_PICTURE"),
        (bomb(), "PICTURE_TOO_LARGE"),
    ],
)
async def test_what_is_no_picture_is_refused(
    world: World, settings: Settings, sent: bytes, code: str
) -> None:
    shop, cashier, path = await customer(world)
    refused(await cashier.put(f"{path}/photo", content=sent), 422, code)
    assert done(await cashier.get(path), 200)["has_photo"] is False
    assert files(settings, shop) == []


async def test_at_most_five_megabytes(world: World) -> None:
    _, cashier, path = await customer(world)
    answer = await cashier.put(f"{path}/photo", content=bytes(pictures.LARGEST + 1))
    refused(answer, 413, "TOO_LARGE")


async def test_a_photo_goes_when_it_is_told_to(world: World, settings: Settings) -> None:
    shop, cashier, path = await customer(world)
    refused(await cashier.get(f"{path}/photo"), 404, "PHOTO_NOT_FOUND")
    refused(await cashier.delete(f"{path}/photo"), 404, "PHOTO_NOT_FOUND")
    done(await cashier.put(f"{path}/photo", content=drawn("JPEG")), 200)
    (first,) = files(settings, shop)

    async def forget(name: str) -> None:
        async with shop.db() as db:
            work = Work(db, world.database, settings)
            afterwards = await moving.remove(work, name)
        if afterwards:
            await afterwards()

    # One that is in use is not deleted, whoever says so.
    await forget(first.name)
    assert files(settings, shop) == [first]
    done(await cashier.put(f"{path}/photo", content=drawn("PNG")), 200)
    await forget(first.name)
    (second,) = files(settings, shop)
    assert second != first
    assert (await cashier.delete(f"{path}/photo")).status_code == 204
    assert done(await cashier.get(path), 200)["has_photo"] is False
    refused(await cashier.get(f"{path}/photo"), 404, "PHOTO_NOT_FOUND")
    await forget(second.name)
    await forget(second.name)
    assert files(settings, shop) == []


async def test_files_that_nobody_names_are_swept_away(
    world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop, cashier, path = await customer(world)
    done(await cashier.put(f"{path}/photo", content=drawn("JPEG")), 200)
    (kept,) = files(settings, shop)
    (kept.parent / ("0" * 26)).write_bytes(b"of a crash")
    (kept.parent / ".tmpcrash").write_bytes(b"half a file")

    async def sweep() -> None:
        async with shop.db() as db:
            await moving.sweep(Work(db, world.database, settings))

    await sweep()
    assert len(files(settings, shop)) == 3, "somebody may be about to name it"
    monkeypatch.setattr(moving, "UNNAMED_AFTER", -moving.UNNAMED_AFTER)
    await sweep()
    assert files(settings, shop) == [kept]
