"""The picture behind a card, and the veil that keeps the text on it readable."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.errors import Problem
from api.media import uses
from api.media.models import Picture
from api.programs.contrast import LEAST_CONTRAST, contrast
from api.programs.schemas.programs import Design

uses.declare(
    "programs.design",
    "SELECT 1 FROM programs WHERE merchant_id = :merchant_id AND design ->> 'image' = :name",
)
_DARKEST, _LIGHTEST = "#000000", "#ffffff"
_THINNEST = 30
"""Percent; below that a picture is no ground for text, whatever its colours."""


class UnknownImage(Problem):
    status, code, title = 422, "UNKNOWN_IMAGE", "There is no such background: send it first"


async def check(db: AsyncSession, design: Design) -> None:
    """Raises :class:`UnknownImage`."""
    if design.image is None:
        return
    sent = select(Picture.id).where(Picture.name == design.image, Picture.kind == "background")
    if await db.scalar(sent) is None:
        raise UnknownImage


def document(design: Design) -> dict[str, Any]:
    """The design as it is stored."""
    thin = veil(design.background, design.foreground) if design.image else 0
    return {**design.model_dump(), "veil": thin}


def veil(ground: str, ink: str) -> int:
    """How many percent of the ground's colour have to lie over any picture for ink to be read."""
    return next(
        (
            part
            for part in range(_THINNEST, 100)
            if all(
                contrast(_over(pixel, ground, part), ink) >= LEAST_CONTRAST
                for pixel in (_DARKEST, _LIGHTEST)
            )
        ),
        100,
    )


def _over(pixel: str, ground: str, part: int) -> str:
    channels = (
        (int(ground[i : i + 2], 16) * part + int(pixel[i : i + 2], 16) * (100 - part)) // 100
        for i in (1, 3, 5)
    )
    return "#" + "".join(f"{one:02x}" for one in channels)
