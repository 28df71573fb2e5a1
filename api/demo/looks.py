"""The shops' logos and the pictures behind their cards, drawn here: no photo of anybody's."""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Any

from PIL import Image, ImageDraw, ImageFilter
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.models import Merchant
from api.core.settings import Settings
from api.demo import team
from api.demo.chance import chance, code, uuid7
from api.demo.shop import Shop
from api.media import pictures, stored
from api.media.models import Picture
from api.media.pictures import Kind
from api.programs import backgrounds
from api.programs.models import Program
from api.programs.schemas.programs import Design

_SIDE = 512
_CARD = (1280, 800)
_FINER = 2
"""Drawn so many times larger: Pillow's lines have steps."""
Draw = ImageDraw.ImageDraw


async def dress(db: AsyncSession, settings: Settings, shop: Shop, at: datetime) -> None:
    """A logo for the shop; for those that have one, a picture behind the cards given out now."""
    drawing = _LOGOS.get(shop.slug)
    if drawing is not None:
        name = await _put(db, settings, shop, at, "logo", _logo(drawing))
        await db.execute(
            update(Merchant).where(Merchant.id == team.merchant_id(shop)).values(logo=name)
        )
    scene = _SCENES.get(shop.slug)
    if scene is None:
        return
    name = await _put(db, settings, shop, at, "background", scene(chance("scene", shop.slug)))
    for program in await db.scalars(select(Program).where(Program.status == "active")):
        design = Design.model_validate(program.design | {"image": name})
        program.design = backgrounds.document(design)


async def _put(
    db: AsyncSession, settings: Settings, shop: Shop, at: datetime, kind: Kind, drawn: Image.Image
) -> str:
    rng = chance("picture", shop.slug, kind)
    sent = io.BytesIO()
    drawn.save(sent, "PNG", compress_level=1)
    picture = await pictures.redrawn(sent.getvalue(), kind)
    row = Picture(id=uuid7(rng, at), name=code(rng), kind=kind, bytes=len(picture), created_at=at)
    db.add(row)
    await stored.lay(db, settings, row.name, picture)
    return row.name


# --- Logos -------------------------------------------------------------------------------------


def _logo(drawing: Callable[[Draw, float], None]) -> Image.Image:
    large = Image.new("RGB", (_SIDE * _FINER, _SIDE * _FINER), "white")
    drawing(ImageDraw.Draw(large), _SIDE * _FINER / 100)
    return large.resize((_SIDE, _SIDE), Image.Resampling.LANCZOS)


def _leaf(
    draw: Draw, at: tuple[float, float], size: tuple[float, float], turn: float, colour: str
) -> None:
    """A pointed oval: two arcs that meet, as a polygon."""
    length, width = size
    points = []
    for side in (1, -1):
        for step in range(13):
            along = step / 12 if side == 1 else 1 - step / 12
            x, y = along * length, side * width * math.sin(math.pi * along)
            points.append(
                (
                    at[0] + x * math.cos(turn) - y * math.sin(turn),
                    at[1] + x * math.sin(turn) + y * math.cos(turn),
                )
            )
    draw.polygon(points, fill=colour)


def _two_ears(draw: Draw, unit: float) -> None:
    """Two ears of wheat that lean on each other."""
    for lean, colour in ((-1, "#b9731f"), (1, "#7a3b12")):
        foot, top = (50 - lean * 6, 88), (50 + lean * 17, 26)
        draw.line([_scaled(foot, unit), _scaled(top, unit)], fill=colour, width=round(2.2 * unit))
        turn = math.atan2(top[1] - foot[1], top[0] - foot[0])
        for step in range(6):
            share = 0.38 + step * 0.125
            x, y = foot[0] + (top[0] - foot[0]) * share, foot[1] + (top[1] - foot[1]) * share
            for side in (-0.62, 0.62):
                _leaf(draw, _scaled((x, y), unit), (15 * unit, 3.4 * unit), turn + side, colour)
        _leaf(draw, _scaled(top, unit), (14 * unit, 3.4 * unit), turn, colour)


def _lock(draw: Draw, unit: float) -> None:
    """A soft strand of hair: arcs side by side."""
    for number, colour in enumerate(("#2d2a55", "#5a4a86", "#b5688f", "#e7a6b5")):
        inset = 14 + number * 9
        box = [*_scaled((inset, 12 + number * 5), unit), *_scaled((100 - inset + 8, 92), unit)]
        draw.arc(box, 150 + number * 6, 345 - number * 10, fill=colour, width=round(6.5 * unit))


def _cup(draw: Draw, unit: float) -> None:
    """A cup on the water of a canal."""
    ink, water = "#2b211c", "#4f8a9b"
    draw.chord([*_scaled((22, 4), unit), *_scaled((70, 72), unit)], 0, 180, fill=ink)
    draw.ellipse(
        [*_scaled((63, 38), unit), *_scaled((83, 58), unit)], outline=ink, width=round(4.5 * unit)
    )
    for row in range(2):
        line = [
            _scaled((14 + step, 80 + row * 9 + 2.2 * math.sin(step / 72 * 6 * math.pi)), unit)
            for step in range(73)
        ]
        draw.line(line, fill=water, width=round(3.6 * unit), joint="curve")
    for x in (36, 46, 56):
        steam = [_scaled((x + 1.6 * math.sin(s / 3), 30 - s), unit) for s in range(18)]
        draw.line(steam, fill="#d8a26b", width=round(2.6 * unit), joint="curve")


def _sprout(draw: Draw, unit: float) -> None:
    """A grain that has come up."""
    draw.line(
        [_scaled((50, 86), unit), _scaled((50, 46), unit)], fill="#2d6a43", width=round(4 * unit)
    )
    for turn, colour in ((-0.55, "#3f8f56"), (math.pi + 0.55, "#8fbf4d")):
        _leaf(draw, _scaled((50, 52), unit), (38 * unit, 10 * unit), turn, colour)
    _leaf(draw, _scaled((38, 88), unit), (24 * unit, 5 * unit), 0, "#b58a4a")


def _scaled(point: tuple[float, float], unit: float) -> tuple[float, float]:
    return point[0] * unit, point[1] * unit


# --- Behind cards ------------------------------------------------------------------------------


def _lights(ground: tuple[str, str], lights: tuple[str, ...]) -> Callable[[Random], Image.Image]:
    """A shop window in the evening, out of focus."""

    def scene(rng: Random) -> Image.Image:
        picture = _fading(*ground)
        for size, number, opacity in ((150, 14, 70), (90, 26, 110), (46, 34, 150)):
            layer = Image.new("RGBA", _CARD, (0, 0, 0, 0))
            draw = ImageDraw.Draw(layer)
            for _ in range(number):
                x, y = rng.uniform(0, _CARD[0]), rng.uniform(0, _CARD[1])
                radius = size * rng.uniform(0.6, 1.1)
                colour = _with(rng.choice(lights), round(opacity * rng.uniform(0.4, 1)))
                draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill=colour)
            picture.alpha_composite(layer.filter(ImageFilter.GaussianBlur(size / 16)))
        return picture.convert("RGB")

    return scene


def _foliage(greens: tuple[str, ...]) -> Callable[[Random], Image.Image]:
    """Leaves over leaves, the lower ones darker."""

    def scene(rng: Random) -> Image.Image:
        picture = _fading("#0e2a1b", "#1d4a30")
        for depth in range(3):
            layer = Image.new("RGBA", _CARD, (0, 0, 0, 0))
            draw = ImageDraw.Draw(layer)
            for _ in range(34):
                at = (rng.uniform(-100, _CARD[0]), rng.uniform(-60, _CARD[1]))
                size = (rng.uniform(170, 320), rng.uniform(34, 64))
                turn = rng.uniform(-0.9, 0.5)
                _leaf(draw, at, size, turn, greens[min(len(greens) - 1, depth + rng.randrange(2))])
                tip = (at[0] + size[0] * math.cos(turn), at[1] + size[0] * math.sin(turn))
                draw.line([at, tip], fill=(255, 255, 255, 50), width=2)
            picture.alpha_composite(layer.filter(ImageFilter.GaussianBlur(4 - 1.8 * depth)))
        return picture.convert("RGB")

    return scene


def _fading(top: str, bottom: str) -> Image.Image:
    fade = Image.linear_gradient("L").resize(_CARD)
    return Image.composite(Image.new("RGBA", _CARD, bottom), Image.new("RGBA", _CARD, top), fade)


def _with(colour: str, opacity: int) -> tuple[int, ...]:
    return (*(int(colour[i : i + 2], 16) for i in (1, 3, 5)), opacity)


_LOGOS: dict[str, Any] = {
    "les-deux-epis": _two_ears,
    "salon-meche-douce": _lock,
    "cafe-du-canal": _cup,
    "grain-de-sel": _sprout,
}
_SCENES: dict[str, Callable[[Random], Image.Image]] = {
    "les-deux-epis": _lights(("#2a1207", "#7a3f16"), ("#ffc773", "#ff9d3c", "#fff0c9", "#c9682a")),
    "cafe-du-canal": _lights(("#0b2023", "#1f4a47"), ("#ffd9a0", "#7fc4d6", "#e9a45a")),
    "grain-de-sel": _foliage(("#1f5a38", "#2f7a49", "#5ba15a", "#9cc86a")),
}
"""By the slug of the shop; who is not there has the pattern of its trade."""
