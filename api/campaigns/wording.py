"""A merchant's message with what is filled in for each reader."""

from __future__ import annotations

import re

_NAMES = {
    "first_name": "first_name",
    "prénom": "first_name",
    "shop": "shop",
    "commerce": "shop",
}
"""As they are typed in either language."""
_PLACEHOLDER = re.compile(r"(\s?)\{([^{}\n]{0,40})\}")


def known_placeholders(text: str) -> str:
    """The text; raises :class:`ValueError` for a placeholder that nothing is filled in for."""
    for _, name in _PLACEHOLDER.findall(text):
        if name.strip().casefold() not in _NAMES:
            raise ValueError(f"{{{name}}} is not known: {', '.join(_NAMES)}")
    return text


def fill(text: str, *, first_name: str | None, shop: str) -> str:
    """What is not known goes with the space before it: « Bonjour, »."""
    values = {"first_name": first_name or "", "shop": shop}

    def value(found: re.Match[str]) -> str:
        known = values[_NAMES[found[2].strip().casefold()]]
        return found[1] + known if known else ""

    return _PLACEHOLDER.sub(value, text)


def paragraphs(text: str) -> list[list[str]]:
    """The lines of each paragraph."""
    parts = (part.strip("\n") for part in re.split(r"\n\s*\n", text))
    return [part.split("\n") for part in parts if part.strip()]
