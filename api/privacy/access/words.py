"""The words of ``index.html``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

LANGUAGES = ("fr", "en")
Language = Literal["fr", "en"]


@cache
def _all() -> Mapping[str, Mapping[str, Any]]:
    text = Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def word(of: Literal["page", "tables", "columns"], name: str, language: Language) -> str:
    """What it is called; its own name where nobody has said."""
    known: list[str] | None = _all()[of].get(name)
    return known[LANGUAGES.index(language)] if known else name.replace("_", " ")


def named(column: str) -> bool:
    """Somebody has said what the column is called."""
    return column in _all()["columns"]


def reason(said: str, language: Language) -> str:
    """Why something is not in the file: declared in English, with its French beside the other
    words. A test sees to it that every declared reason has one."""
    french: str | None = _all()["reasons"].get(said)
    return french if french and language == "fr" else said
