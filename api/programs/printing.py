"""Drawing on paper: lines of text, a picture, a QR. Lengths are millimetres."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass
from typing import Any

_LEADING = 1.3
_SMALLEST = 0.55
"""Of the size wished; a longer text is cut."""


@dataclass(frozen=True)
class Panel:
    """Where on the paper."""

    x: float
    y: float
    width: float
    height: float


def write(
    pdf: Any,
    colour: str,
    x: float,
    y: float,
    width: float,
    text: str,
    size: float,
    bold: bool = False,
    align: str = "L",
) -> float:
    """Lines of ``size`` from ``y`` on; returns where they end."""
    _set(pdf, colour, size, bold)
    pdf.set_xy(x, y)
    pdf.multi_cell(width, size * _LEADING, printable(text), align=align, new_x="LEFT", new_y="NEXT")
    return float(pdf.get_y())


def write_fitted(
    pdf: Any,
    colour: str,
    x: float,
    y: float,
    width: float,
    text: str,
    size: float,
    most: int,
    centred: float | None = None,
) -> float:
    """Bold, on so many lines at most: smaller where it is long, and cut where it is too long even
    then. ``centred``: several lines begin there and not at ``y``."""
    words, lines = printable(text), []
    wished = size
    while True:
        _set(pdf, colour, size, True)
        lines = pdf.multi_cell(width, size * _LEADING, words, dry_run=True, output="LINES")
        if len(lines) <= most:
            break
        if size > wished * _SMALLEST:
            size *= 0.93
            continue
        words = words[: max(1, len(words) * 9 // 10 - 1)] + "…"
    top = centred if centred is not None and len(lines) > 1 else y
    pdf.set_xy(x, top)
    pdf.multi_cell(width, size * _LEADING, words, align="L", new_x="LEFT", new_y="NEXT")
    return float(pdf.get_y())


def _set(pdf: Any, colour: str, size: float, bold: bool) -> None:
    pdf.set_text_color(colour)
    pdf.set_font("helvetica", "B" if bold else "", size / 25.4 * 72)


def picture(pdf: Any, png: bytes, place: Panel) -> None:
    """Whole, on a white tile."""
    pdf.set_fill_color("#ffffff")
    corner = place.width / 7
    where = (place.x, place.y, place.width, place.height)
    pdf.rect(*where, style="F", round_corners=True, corner_radius=corner)
    edge = place.width / 16
    pdf.image(
        io.BytesIO(png),
        place.x + edge,
        place.y + edge,
        place.width - 2 * edge,
        place.height - 2 * edge,
        keep_aspect_ratio=True,
    )


def draw_qr(pdf: Any, url: str, x: float, y: float, size: float) -> None:
    """Drawn as vectors, dark on white whatever the card's colours, with its quiet zone."""
    import segno

    matrix = [bytes(row) for row in segno.make(url, error="m", boost_error=False).matrix]
    quiet = 4
    module = size / (len(matrix) + 2 * quiet)
    pdf.set_fill_color("#ffffff")
    pdf.rect(x, y, size, size, style="F", round_corners=True, corner_radius=2 * module)
    pdf.link(x, y, size, size, url)
    pdf.set_fill_color("#000000")
    for row, modules in enumerate(matrix):
        column = 0
        while column < len(modules):
            run = 0
            while column + run < len(modules) and modules[column + run]:
                run += 1
            if run:
                left, top = x + (quiet + column) * module, y + (quiet + row) * module
                pdf.rect(left, top, run * module, module, style="F")
            column += run or 1


def printable(text: str) -> str:
    """Letters that the standard fonts lack lose their accents; others become a question mark."""
    try:
        text.encode("windows-1252")
    except UnicodeEncodeError:
        text = "".join(
            char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)
        )
    return text.encode("windows-1252", "replace").decode("windows-1252")
