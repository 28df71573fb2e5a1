"""Text fields as people may fill them: trimmed, bounded, without control characters."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints


def _clean(text: str, allowed: str) -> str:
    if any(unicodedata.category(char) == "Cc" and char not in allowed for char in text):
        raise ValueError("control characters are not allowed")
    return unicodedata.normalize("NFC", text)


def line(text: str) -> str:
    """One line of text in its composed form; raises :class:`ValueError` for control characters."""
    return _clean(text, "")


def paragraph(text: str) -> str:
    """A text of several lines, checked and in one form."""
    return _clean(text.replace("\r\n", "\n"), "\n\t")


_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
"""What Unicode does not take apart, and people type so."""


def plain(text: str) -> str:
    """Without accents and case, spaces folded: the form in which names are searched."""
    decomposed = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    return " ".join("".join(char for char in decomposed if not unicodedata.combining(char)).split())


Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=80),
    AfterValidator(line),
]
Reason = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(line),
]
Notes = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=2000), AfterValidator(paragraph)
]
Search = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=100), AfterValidator(line)
]
