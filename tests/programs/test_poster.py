"""The poster: a PDF that opens, on the paper asked for, whose QR leads to the join page."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pypdf
import pytest
import segno
from fpdf import FPDF

from api.programs import poster
from tests.cards.counter import refused
from tests.customers.test_photo import drawn
from tests.world import World

MILLIMETRE = 72 / 25.4
SIZES = {
    "a4": (210, 297), "a5": (148, 210), "a6": (105, 148), "tent": (210, 297),
    "stickers": (210, 297),
}  # fmt: skip
TIMES = {"tent": 2, "stickers": 6}
STICKER = {"fr": ("Scannez-moi",), "en": ("Scan me",)}


def opened(document: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(document), strict=True)


async def test_every_paper_in_both_languages(world: World) -> None:
    shop = await world.shop(name="L'Œuf à la coque", language="fr")
    program = await shop.program(1, 10, name="Le dixième offert")
    client = await shop.client("cashier")
    for paper, size in SIZES.items():
        for language, words in (
            ("fr", ("Scannez le code", "10 tampons = Récompense à 10", "1 tampon =")),
            ("en", ("Scan the code", "10 stamps = Récompense à 10", "1 stamp =")),
        ):
            answer = await client.get(
                f"/v1/programs/{program.id}/poster", params={"format": paper, "language": language}
            )
            assert answer.status_code == 200
            assert answer.headers["content-type"] == "application/pdf"
            assert f"poster-{shop.slug}-{paper}.pdf" in answer.headers["content-disposition"]
            document = opened(answer.content)
            assert len(document.pages) == 1
            page = document.pages[0]
            box = (float(page.mediabox.width), float(page.mediabox.height))
            assert box == pytest.approx([side * MILLIMETRE for side in size], abs=0.1)
            text = " ".join(page.extract_text().split())
            said = STICKER[language] if paper == "stickers" else words
            for word in (*said, "L'Œuf à la coque"):
                assert text.count(word) == TIMES.get(paper, 1), (paper, language, word)
            assert document.metadata is not None
            assert "L'Œuf à la coque" in (document.metadata.title or "")


async def test_the_unit_is_the_programs_own(world: World) -> None:
    shop = await world.shop()
    client = await shop.client()
    program = await shop.program(1, 80, kind="points")
    path = f"/v1/programs/{program.id}"
    for named, words in (
        (None, ("80 points = Récompense à 80", "1 point = Récompense à 1")),
        ({"one": "grain", "many": "grains"}, ("80 grains =", "1 grain =")),
    ):
        body = {"unit_name": named}
        await client.patch(path, json=body, headers={"If-Match": "*"})
        text = opened((await client.get(f"{path}/poster")).content).pages[0].extract_text()
        assert all(word in text for word in words), text


async def test_the_language_is_the_shops_unless_named(world: World) -> None:
    shop = await world.shop(language="en")
    program = await shop.program()
    client = await shop.client()
    answer = await client.get(f"/v1/programs/{program.id}/poster")
    assert "Scan the code" in opened(answer.content).pages[0].extract_text()


async def test_what_is_refused(world: World) -> None:
    shop, other = await world.shop(), await world.shop()
    program, theirs = await shop.program(), await other.program()
    client = await shop.client()
    for query in ("format=a3", "language=de"):
        answer = await client.get(f"/v1/programs/{program.id}/poster?{query}")
        refused(answer, 422, "VALIDATION")
    refused(await client.get(f"/v1/programs/{theirs.id}/poster"), 404, "PROGRAM_NOT_FOUND")


async def test_names_in_any_script_and_of_any_length(world: World) -> None:
    for name in (
        "Žluťoučký kůň",
        "李さんのパン屋",
        "مخبز",
        "🥐" * 20,
        "W" * 80,
        "mot " * 20,
        "(\\)",
    ):
        shop = await world.shop(name=name)
        program = await shop.program(10_000, name=name.strip())
        client = await shop.client()
        for paper in ("a6", "tent", "stickers"):
            answer = await client.get(f"/v1/programs/{program.id}/poster?format={paper}")
            assert answer.status_code == 200, name
            assert len(opened(answer.content).pages) == 1


async def test_the_logo_stands_on_it(world: World) -> None:
    shop = await world.shop()
    program = await shop.program()
    client = await shop.client()
    path = f"/v1/programs/{program.id}/poster"
    assert len(opened((await client.get(path)).content).pages[0].images) == 0
    sent = await client.put("/v1/merchant/logo", content=drawn("PNG", (300, 300)))
    assert sent.is_success, sent.text
    for paper, times in (("a4", 1), ("stickers", 1)):
        page = opened((await client.get(path, params={"format": paper})).content).pages[0]
        assert len(page.images) == times, "one picture in the file, however often it is shown"
        assert page.images[0].image is not None
        assert page.images[0].image.size == (300, 300)


def test_the_qr_holds_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its modules, read back from the drawing, are those of the join address."""
    url = "https://carnet.example/join/au-bon-pain?program=01920000-0000-7000-8000-000000000000"
    drawn: list[tuple[float, ...]] = []
    draw = FPDF.rect

    def rect(self: Any, *where: Any, **how: Any) -> None:
        if self.fill_color.serialize().startswith("0 g"):
            drawn.append(where)
        draw(self, *where, **how)

    monkeypatch.setattr(FPDF, "rect", rect)
    document = poster.draw(
        poster.Poster("Au Bon Pain", "Dix", [("Un café", 5)], "#1f3a34", "#ffffff", "#e9b44c", url),
        "a4",
        "fr",
    )
    assert document.startswith(b"%PDF-")
    module = min(height for *_, height in drawn)
    left, top = min(x for x, *_ in drawn), min(y for _, y, *_ in drawn)
    dark = {
        (round((y - top) / module), round((x - left) / module) + step)
        for x, y, width, _ in drawn
        for step in range(round(width / module))
    }
    expected = {
        (row, column)
        for row, modules in enumerate(segno.make(url, error="m", boost_error=False).matrix)
        for column, module_is_dark in enumerate(modules)
        if module_is_dark
    }
    assert dark == expected
    assert re.fullmatch(r"[\x21-\x7e]+", url)
