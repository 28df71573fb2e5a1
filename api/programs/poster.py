"""The poster by the till: a PDF whose QR opens the join page."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any, Literal

from api.programs.schemas.rules import Kind

Format = Literal["a4", "a5", "tent"]
Language = Literal["fr", "en"]

_TEXTS: dict[Language, dict[str, str]] = {
    "fr": {
        "head": "Votre carte de fidélité,\nsans application",
        "steps": "1. Scannez le code avec votre téléphone\n"
        "2. Indiquez votre prénom\n"
        "3. Présentez votre carte à chaque visite",
        "stamps": "tampon tampons",
        "points": "point points",
        "note": "Aucune application à installer. Vos données restent chez votre commerçant.",
        "title": "Affiche — {merchant}",
    },
    "en": {
        "head": "Your loyalty card,\nno app needed",
        "steps": "1. Scan the code with your phone\n"
        "2. Enter your first name\n"
        "3. Show your card at every visit",
        "stamps": "stamp stamps",
        "points": "point points",
        "note": "Nothing to install. Your data stays with your shop.",
        "title": "Poster — {merchant}",
    },
}


@dataclass(frozen=True)
class Poster:
    """What stands on it. Colours are ``#rrggbb``; ``rewards`` are names and costs."""

    merchant: str
    program: str
    rewards: list[tuple[str, int]]
    background: str
    foreground: str
    accent: str
    url: str
    kind: Kind = "stamps"
    unit_name: tuple[str, str] | None = None
    """One and many, where the merchant has a name for them."""

    def price(self, cost: int, language: Language) -> str:
        one, many = self.unit_name or _TEXTS[language][self.kind].split()
        return f"{cost} {one if cost == 1 else many}"


@dataclass(frozen=True)
class _Panel:
    """Where on the paper, in millimetres."""

    x: float
    y: float
    width: float
    height: float


def draw(poster: Poster, format: Format, language: Language) -> bytes:
    """The PDF: a sheet of A4 or A5, or a tent of A4 to be folded across its middle."""
    # Slow to import, and needed by no other request.
    from fpdf import FPDF

    pdf = FPDF(format=(148, 210) if format == "a5" else "A4")
    # The standard fonts' own encoding, which unlike Latin-1 has the œ and the apostrophe.
    pdf.core_fonts_encoding = "windows-1252"
    pdf.set_auto_page_break(auto=False)
    pdf.set_title(_TEXTS[language]["title"].format(merchant=poster.merchant))
    pdf.set_lang(language)
    pdf.add_page()
    width, height = pdf.w, pdf.h
    if format == "tent":
        half = height / 2
        with pdf.rotation(180, width / 2, half / 2):
            _panel(pdf, poster, language, _Panel(0, 0, width, half))
        _panel(pdf, poster, language, _Panel(0, half, width, half))
        pdf.set_draw_color(200)
        pdf.set_dash_pattern(dash=2, gap=2)
        pdf.line(0, half, width, half)
    else:
        _panel(pdf, poster, language, _Panel(0, 0, width, height))
    return bytes(pdf.output())


def _panel(pdf: Any, poster: Poster, language: Language, panel: _Panel) -> None:
    texts = _TEXTS[language]
    wide = panel.width > panel.height
    unit = panel.height / (78 if wide else 100)
    margin = 6 * unit
    pdf.set_fill_color(poster.background)
    pdf.rect(panel.x, panel.y, panel.width, panel.height, style="F")
    pdf.set_fill_color(poster.accent)
    pdf.rect(panel.x, panel.y, panel.width, 1.6 * unit, style="F")
    left = panel.x + margin
    qr = (44 if wide else 40) * unit
    room = panel.width - 2 * margin - (qr + 8 * unit if wide else 0)
    y = panel.y + margin
    y = _write(pdf, poster.foreground, left, y, room, poster.merchant, 3.2 * unit, bold=True)
    head = texts["head"].replace("\n", " ") if wide else texts["head"]
    y = _write(pdf, poster.foreground, left, y + 2 * unit, room, head, 5.2 * unit, True)
    if wide:
        _qr(pdf, poster.url, panel.x + panel.width - margin - qr, panel.y + 14 * unit, qr)
    else:
        y += 3 * unit
        _qr(pdf, poster.url, panel.x + (panel.width - qr) / 2, y, qr)
        y += qr + 2 * unit
    for name, cost in poster.rewards[: 2 if wide else 3]:
        line = f"{poster.price(cost, language)} = {name}"
        y = _write(pdf, poster.foreground, left, y + 1.5 * unit, room, line, 3 * unit, bold=True)
    y = _write(pdf, poster.foreground, left, y + 2.5 * unit, room, texts["steps"], 2.2 * unit)
    foot = panel.y + panel.height - 5 * unit
    _write(pdf, poster.foreground, left, foot, panel.width - 2 * margin, texts["note"], 1.5 * unit)


def _write(
    pdf: Any,
    colour: str,
    x: float,
    y: float,
    width: float,
    text: str,
    size: float,
    bold: bool = False,
) -> float:
    """Lines of ``size`` millimetres from ``y`` on; returns where they end."""
    pdf.set_text_color(colour)
    pdf.set_font("helvetica", "B" if bold else "", size / 25.4 * 72)
    pdf.set_xy(x, y)
    pdf.multi_cell(width, size * 1.3, _printable(text), align="L", new_x="LEFT", new_y="NEXT")
    return float(pdf.get_y())


def _qr(pdf: Any, url: str, x: float, y: float, size: float) -> None:
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


def _printable(text: str) -> str:
    """Letters that the standard fonts lack lose their accents; others become a question mark."""
    try:
        text.encode("windows-1252")
    except UnicodeEncodeError:
        text = "".join(
            char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)
        )
    return text.encode("windows-1252", "replace").decode("windows-1252")
