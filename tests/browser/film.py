"""What the fake camera sees: a film in which a picture is held up and taken away, over and over."""

from __future__ import annotations

import io
from pathlib import Path

import segno
from PIL import Image

WIDTH, HEIGHT = 640, 480
FRAMES_PER_SECOND = 5
TABLE = 90
"""The grey of the counter behind the picture."""


class Film:
    """YUV4MPEG2, which Chromium plays in place of a camera: a line, then raw frames."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.show(None)

    def show(self, png: bytes | None, seconds: float = 1.6, away: float = 2.4) -> None:
        """Hold a picture up for some seconds, then take it away: a code that never leaves the view
        is read once only, as it should."""
        empty = Image.new("L", (WIDTH, HEIGHT), TABLE)
        held = empty.copy()
        if png is not None:
            picture = Image.open(io.BytesIO(png)).convert("L")
            side = HEIGHT - 60
            picture = picture.resize((side, side * picture.height // picture.width))
            held.paste(picture, ((WIDTH - side) // 2, max(0, (HEIGHT - picture.height) // 2)))
        frames = [held] * round(seconds * FRAMES_PER_SECOND)
        frames += [empty] * round(away * FRAMES_PER_SECOND)
        no_colour = bytes([128]) * (WIDTH * HEIGHT // 2)
        # Whoever is looking at the film before goes on looking at that one.
        unfinished = self.path.with_suffix(".part")
        with unfinished.open("wb") as file:
            file.write(
                b"YUV4MPEG2 W%d H%d F%d:1 Ip A1:1 C420jpeg\n" % (WIDTH, HEIGHT, FRAMES_PER_SECOND)
            )
            for frame in frames:
                file.write(b"FRAME\n" + frame.tobytes() + no_colour)
        unfinished.replace(self.path)


def qr(text: str) -> bytes:
    png = io.BytesIO()
    segno.make(text).save(png, kind="png", scale=8, border=4)
    return png.getvalue()
