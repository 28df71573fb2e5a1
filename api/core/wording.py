"""Days and amounts as people read them, in the languages of the service."""

from __future__ import annotations

from datetime import date

_SPACE = "\N{NO-BREAK SPACE}"
_MONTHS = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
_SIGNS = {"EUR": "€", "GBP": "£", "USD": "$"}


def long_day(day: date, language: str) -> str:
    """« 1er décembre 2026 », « 1 December 2026 »."""
    month = _MONTHS[language][day.month - 1]
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return f"{number}{_SPACE}{month} {day.year}"


def money(amount: int, currency: str, language: str) -> str:
    """Of minor units: « 1 234,50 € », « €1,234.50 »."""
    whole, cents = divmod(abs(amount), 100)
    minus = "−" if amount < 0 else ""
    sign = _SIGNS.get(currency)
    if language == "fr":
        figures = f"{whole:,}".replace(",", "\N{NARROW NO-BREAK SPACE}") + f",{cents:02}"
        return f"{minus}{figures}{_SPACE}{sign or currency}"
    figures = f"{whole:,}.{cents:02}"
    return f"{minus}{sign}{figures}" if sign else f"{minus}{currency}{_SPACE}{figures}"
