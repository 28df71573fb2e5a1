"""Pages of rows, packed: a hundred rows in a few kilobytes."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

PAGE_ROWS = 100
"""Rows in a page, which is also what one transaction of a run writes: short enough that nobody
at the counter waits for it."""

LETTERS = {"new": "n", "changed": "c", "skipped": "s", "rejected": "r"}
OUTCOMES = {letter: outcome for outcome, letter in LETTERS.items()}


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    """In the file, as a spreadsheet shows it: the header counts."""
    cells: list[str] | None
    """None once they are written."""


def pack(rows: Sequence[Row]) -> bytes:
    text = json.dumps([[row.number, row.cells] for row in rows], ensure_ascii=False)
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def unpack(body: bytes) -> list[Row]:
    found = json.loads(zlib.decompress(body).decode("utf-8", "surrogatepass"))
    return [Row(number, cells) for number, cells in found]
