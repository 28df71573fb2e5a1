"""Taking in a picture: whatever was sent, only its pixels are kept.

Drawn anew in one small form, so that no place and no camera (EXIF), no script behind the pixels
and no second file inside the first comes along.
"""

from __future__ import annotations

import asyncio
import io
import warnings
from concurrent.futures import ThreadPoolExecutor

from PIL import Image, ImageOps

from api.core.errors import Problem

LARGEST = 5 << 20
"""Bytes sent."""
SIDE = 512
"""Pixels kept, at most, of the longer side."""
MEDIA_TYPE = "image/webp"
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


async def redrawn(sent: bytes) -> bytes:
    """The picture as WebP, upright, small. Raises :class:`NotAPicture`,
    :class:`PictureTooLarge`."""
    return await asyncio.get_running_loop().run_in_executor(_AT_ONCE, _redraw, sent)


def _redraw(sent: bytes) -> bytes:
    with warnings.catch_warnings():
        # Pillow's own guard against decompression bombs; ours is stricter, and comes first.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(sent), formats=_FORMATS) as picture:
                most = _MOST_PIXELS_OF_JPEG if picture.format == "JPEG" else _MOST_PIXELS
                if picture.width * picture.height > most:
                    raise PictureTooLarge(maximum=most)
                picture.draft("RGB", (SIDE, SIDE))
                small = ImageOps.exif_transpose(picture)
                small.thumbnail((SIDE, SIDE))
                return _written(small)
        except Image.DecompressionBombError:
            raise PictureTooLarge(maximum=_MOST_PIXELS) from None
        except (OSError, SyntaxError, ValueError, EOFError, ArithmeticError):
            raise NotAPicture from None


def _written(picture: Image.Image) -> bytes:
    """On white where it was transparent; nothing but the pixels."""
    ground = Image.new("RGBA", picture.size, "white")
    ground.alpha_composite(picture.convert("RGBA"))
    kept = io.BytesIO()
    ground.convert("RGB").save(kept, "WEBP", quality=80)
    return kept.getvalue()
