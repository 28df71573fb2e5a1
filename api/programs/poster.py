"""What a shop prints: a poster, a stand for the counter, a tent for tables, stickers. PDFs whose QR
opens the join page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from api.programs.printing import Panel, draw_qr, picture, write, write_fitted
from api.programs.schemas.rules import Kind

Format = Literal["a4", "a5", "a6", "tent", "stickers"]
Language = Literal["fr", "en"]

_SIZES = {"a5": (148, 210), "a6": (105, 148)}
_STICKER = 90
"""Millimetres; six on a sheet of A4."""

_TEXTS: dict[Language, dict[str, str]] = {
    "fr": {
        "head": "Votre carte de fidélité,\nsans application",
        "short": "Votre carte de fidélité",
        "steps": "1. Scannez le code avec votre téléphone\n"
        "2. Indiquez votre prénom\n"
        "3. Présentez votre carte à chaque visite",
        "scan": "Scannez-moi",
        "stamps": "tampon tampons",
        "points": "point points",
        "note": "Aucune application à installer. Vos données restent chez votre commerçant.",
        "title": "Affiche — {merchant}",
    },
    "en": {
        "head": "Your loyalty card,\nno app needed",
        "short": "Your loyalty card",
        "steps": "1. Scan the code with your phone\n"
        "2. Enter your first name\n"
        "3. Show your card at every visit",
        "scan": "Scan me",
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
    logo: bytes | None = None
    """As PNG."""

    def price(self, cost: int, language: Language) -> str:
        one, many = self.unit_name or _TEXTS[language][self.kind].split()
        return f"{cost} {one if cost == 1 else many}"


def draw(poster: Poster, format: Format, language: Language) -> bytes:
    """The PDF: a sheet with one panel, a tent of A4 to be folded across its middle, or A4 with six
    stickers to cut out."""
    # Slow to import, and needed by no other request.
    from fpdf import FPDF

    pdf = FPDF(format=_SIZES.get(format, "A4"))
    # The standard fonts' own encoding, which unlike Latin-1 has the œ and the apostrophe.
    pdf.core_fonts_encoding = "windows-1252"
    pdf.set_auto_page_break(auto=False)
    pdf.set_title(_TEXTS[language]["title"].format(merchant=poster.merchant))
    pdf.set_lang(language)
    pdf.add_page()
    lay = _LAID.get(format, _sheet)
    lay(pdf, poster, language)
    return bytes(pdf.output())


def _sheet(pdf: Any, poster: Poster, language: Language) -> None:
    _panel(pdf, poster, language, Panel(0, 0, pdf.w, pdf.h))


def _tent(pdf: Any, poster: Poster, language: Language) -> None:
    half = pdf.h / 2
    with pdf.rotation(180, pdf.w / 2, half / 2):
        _panel(pdf, poster, language, Panel(0, 0, pdf.w, half))
    _panel(pdf, poster, language, Panel(0, half, pdf.w, half))
    _cut(pdf, 0, half, pdf.w, half)


def _stickers(pdf: Any, poster: Poster, language: Language) -> None:
    left, top = (pdf.w - 2 * _STICKER) / 2, (pdf.h - 3 * _STICKER) / 2
    for row in range(3):
        for column in range(2):
            place = (left + column * _STICKER, top + row * _STICKER)
            _sticker(pdf, poster, language, Panel(*place, _STICKER, _STICKER))
    for row in range(4):
        y = top + row * _STICKER
        _cut(pdf, 0, y, pdf.w, y)
    for column in range(3):
        x = left + column * _STICKER
        _cut(pdf, x, 0, x, pdf.h)


_LAID: dict[str, Callable[[Any, Poster, Language], None]] = {"tent": _tent, "stickers": _stickers}


def _cut(pdf: Any, x: float, y: float, to_x: float, to_y: float) -> None:
    pdf.set_draw_color(200)
    pdf.set_dash_pattern(dash=2, gap=2)
    pdf.line(x, y, to_x, to_y)
    pdf.set_dash_pattern()


def _ground(pdf: Any, poster: Poster, panel: Panel, band: float) -> None:
    pdf.set_fill_color(poster.background)
    pdf.rect(panel.x, panel.y, panel.width, panel.height, style="F")
    pdf.set_fill_color(poster.accent)
    pdf.rect(panel.x, panel.y, panel.width, band, style="F")


def _panel(pdf: Any, poster: Poster, language: Language, panel: Panel) -> None:
    texts, ink = _TEXTS[language], poster.foreground
    wide = panel.width > panel.height
    unit = panel.height / (78 if wide else 100)
    margin = 6 * unit
    _ground(pdf, poster, panel, 1.6 * unit)
    left = panel.x + margin
    qr = (44 if wide else 36) * unit
    room = panel.width - 2 * margin - (qr + 8 * unit if wide else 0)
    y = _whose(pdf, poster, Panel(left, panel.y + margin, room, 10 * unit), 3.4 * unit)
    head = texts["head"].replace("\n", " ") if wide else texts["head"]
    y = write(pdf, ink, left, y + 2.5 * unit, room, head, 5.2 * unit, bold=True)
    if wide:
        draw_qr(pdf, poster.url, panel.x + panel.width - margin - qr, panel.y + 14 * unit, qr)
    else:
        y += 2.5 * unit
        draw_qr(pdf, poster.url, panel.x + (panel.width - qr) / 2, y, qr)
        y += qr + 1.5 * unit
    for name, cost in poster.rewards[: 2 if wide else 3]:
        y += 1.2 * unit
        pdf.set_fill_color(poster.accent)
        pdf.ellipse(left, y + 1 * unit, 1.9 * unit, 1.9 * unit, style="F")
        line = f"{poster.price(cost, language)} = {name}"
        indent = 3.4 * unit
        y = write_fitted(
            pdf, ink, left + indent, y, room - indent, line, 2.9 * unit, 2 if wide else 1
        )
    foot = panel.y + panel.height - 5 * unit
    if y + 10.2 * unit < foot:  # three lines, which long names leave no room for
        write(pdf, ink, left, y + 1.6 * unit, room, texts["steps"], 2.1 * unit)
    write(pdf, ink, left, foot, panel.width - 2 * margin, texts["note"], 1.5 * unit)


def _whose(pdf: Any, poster: Poster, place: Panel, size: float) -> float:
    """The logo with the shop's name beside it, or the name alone; returns where they end."""
    x, room = place.x, place.width
    if poster.logo is not None:
        picture(pdf, poster.logo, Panel(place.x, place.y, place.height, place.height))
        x, room = x + place.height * 1.25, room - place.height * 1.25
    # A name of one line stands in the middle of the logo.
    y = place.y if poster.logo is None else place.y + (place.height - size * 1.3) / 2
    end = write_fitted(
        pdf, poster.foreground, x, y, room, poster.merchant, size, 2, centred=place.y
    )
    return max(end, place.y + place.height) if poster.logo is not None else end


def _sticker(pdf: Any, poster: Poster, language: Language, panel: Panel) -> None:
    texts, ink = _TEXTS[language], poster.foreground
    _ground(pdf, poster, panel, 2)
    left, room = panel.x + 7, panel.width - 14
    y = _whose(pdf, poster, Panel(left, panel.y + 7, room, 13), 4.4)
    qr = 46.0
    top = max(y + 3, panel.y + 23)
    draw_qr(pdf, poster.url, panel.x + (panel.width - qr) / 2, top, qr)
    pdf.set_text_color(ink)
    for words, size in ((texts["scan"], 4.6), (texts["short"], 3.2)):
        y = top + qr + (2 if size > 4 else 8)
        write(pdf, ink, left, y, room, words, size, bold=size > 4, align="C")
