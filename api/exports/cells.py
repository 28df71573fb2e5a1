"""Cells of a CSV file that no spreadsheet takes for a formula (CWE-1236)."""

from __future__ import annotations

import re

BOM = b"\xef\xbb\xbf"
"""By it Excel knows that a CSV file is UTF-8."""

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_HARMLESS = re.compile(r"\+\d{4,15}|-?\d{1,15}")
"""A phone number in E.164 or a whole number: what a spreadsheet computes from it is itself."""


def safe(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would compute."""
    if text.startswith(_STARTS_FORMULA) and not _HARMLESS.fullmatch(text):
        return "'" + text
    return text


def bare(text: str) -> str:
    """The text as it was before :func:`safe`: our own exports come back unchanged."""
    if text.startswith("'") and text[1:].startswith(_STARTS_FORMULA):
        return text[1:]
    return text
