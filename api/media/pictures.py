"""Taking in a picture: whatever was sent, only its pixels are kept.

Drawn anew in one small form, so that no place and no camera (EXIF), no script behind the pixels
and no second file inside the first comes along.
"""

from __future__ import annotations

import asyncio
import io
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

from PIL import Image, ImageOps

from api.core.errors import Problem

LARGEST = 5 << 20
"""Bytes sent."""
MEDIA_TYPE = "image/webp"

Kind = Literal["photo", "logo", "background"]


@dataclass(frozen=True)
class Sides:
    """Pixels of the longer side."""

    most: int
    """What is kept."""
    small: int
    """What is shown in lists and on cards."""
    least: int = 1
    square: bool = False
    """With white beside what is not."""


SIDES: dict[str, Sides] = {
    "photo": Sides(512, 128),
    "logo": Sides(512, 160, 48, square=True),
    "background": Sides(1280, 832, 320),
}
_FORMATS = ("JPEG", "PNG", "WEBP")
_MOST_PIXELS = 25_000_000
_MOST_PIXELS_OF_JPEG = 110_000_000
"""A JPEG is read at an eighth of its size where that is enough, so it takes less memory."""
_AT_ONCE = ThreadPoolExecutor(2, "pictures")
"""Reading one takes up to a hundred megabytes."""


class NotAPicture(Problem):
    status, code, title = 422, "NOT_A_PICTURE", "Send a JPEG, PNG or WebP picture that can be read"


class PictureTooLarge(Problem):
    status, code, title = 422, "PICTURE_TOO_LARGE", "This picture has too many pixels"


class PictureTooSmall(Problem):
    status, code, title = 422, "PICTURE_TOO_SMALL", "This picture has too few pixels"


class PictureAnimated(Problem):
    status, code, title = 422, "PICTURE_ANIMATED", "Send a picture that does not move"


REFUSALS = (NotAPicture, PictureTooLarge, PictureTooSmall, PictureAnimated)


async def redrawn(sent: bytes, kind: Kind = "photo") -> bytes:
    """The picture as WebP, upright, small. Raises any of :data:`REFUSALS`."""
    return await asyncio.get_running_loop().run_in_executor(_AT_ONCE, _redraw, sent, SIDES[kind])


def smaller(picture: bytes, side: int) -> bytes:
    """One that was drawn here, in a size for where it is shown. Blocks."""
    with Image.open(io.BytesIO(picture), formats=_FORMATS) as kept:
        if max(kept.size) <= side:
            return picture
        kept.thumbnail((side, side))
        return _written(kept)


def as_png(picture: bytes) -> bytes:
    """For what cannot read WebP: printed paper. Blocks."""
    with Image.open(io.BytesIO(picture), formats=_FORMATS) as kept:
        made = io.BytesIO()
        kept.convert("RGB").save(made, "PNG")
        return made.getvalue()


def _redraw(sent: bytes, sides: Sides) -> bytes:
    with warnings.catch_warnings():
        # Pillow's own guard against decompression bombs; ours is stricter, and comes first.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(sent), formats=_FORMATS) as picture:
                most = _MOST_PIXELS_OF_JPEG if picture.format == "JPEG" else _MOST_PIXELS
                if picture.width * picture.height > most:
                    raise PictureTooLarge(maximum=most)
                if max(picture.size) < sides.least:
                    raise PictureTooSmall(least=sides.least)
                if getattr(picture, "n_frames", 1) > 1 and picture.format != "MPO":
                    raise PictureAnimated
                picture.draft("RGB", (sides.most, sides.most))
                small = ImageOps.exif_transpose(picture)
                small.thumbnail((sides.most, sides.most))
                return _written(_squared(small) if sides.square else small)
        except Image.DecompressionBombError:
            raise PictureTooLarge(maximum=_MOST_PIXELS) from None
        except (OSError, SyntaxError, ValueError, EOFError, ArithmeticError):
            raise NotAPicture from None


def _squared(picture: Image.Image) -> Image.Image:
    side = max(picture.size)
    ground = Image.new("RGBA", (side, side), "white")
    left, top = ((side - length) // 2 for length in picture.size)
    ground.alpha_composite(picture.convert("RGBA"), (left, top))
    return ground


def _written(picture: Image.Image) -> bytes:
    """On white where it was transparent; nothing but the pixels."""
    ground = Image.new("RGBA", picture.size, "white")
    ground.alpha_composite(picture.convert("RGBA"))
    kept = io.BytesIO()
    ground.convert("RGB").save(kept, "WEBP", quality=80)
    return kept.getvalue()
