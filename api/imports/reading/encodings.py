"""Finding out how a CSV file is written: its encoding and what parts its cells.

Old tills write Windows-1252, old Macs Mac Roman, DOS programs code page 850, and nothing in the
file says which. What tells is that only one of them makes sense as European names.
"""

from __future__ import annotations

import codecs
import csv
import unicodedata
from typing import IO

from api.imports.schemas import Encoding

_SAMPLE = 256 << 10
_PIECE = 1 << 20
_OLD: tuple[Encoding, ...] = ("cp1252", "mac_roman", "cp850")
_COMMON = frozenset("éèêëàâçîïôùûüœæäöñáíóúßøåãõÉÈÀÇÊÂÎÔ’‘“”«»€–—…°º\xa0")
_DELIMITERS = ";,\t|"


def encoding_of(file: IO[bytes]) -> Encoding:
    """The encoding of a text; the file is left at its start."""
    try:
        sample = file.read(_SAMPLE)
        if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _wide(sample):
            return "utf-16"
        file.seek(0)
        if _is_utf8(file):
            return "utf-8"
        return max(_OLD, key=lambda name: _sense(sample.decode(name, "replace")))
    finally:
        file.seek(0)


def codec(encoding: Encoding, file: IO[bytes]) -> str:
    """The name by which Python decodes it: marks are dropped, and UTF-16 without one is read in
    the order its zeros tell."""
    head = file.read(1024)
    file.seek(0)
    if encoding == "utf-8":
        return "utf-8-sig"
    if encoding == "utf-16" and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16-be" if head[::2].count(0) > head[1::2].count(0) else "utf-16-le"
    return encoding


def _wide(sample: bytes) -> bool:
    """Every other byte of a Western text in UTF-16 is zero; a text in any other has none."""
    return len(sample) > 1 and sample.count(0) > len(sample) // 4


def _is_utf8(file: IO[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while piece := file.read(_PIECE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _sense(text: str) -> int:
    """How likely people wrote this: usual letters count for it, symbols inside words and
    capitals after small letters against it."""
    points = 0
    before = " "
    for at, char in enumerate(text):
        if char > "\x7f":
            after = text[at + 1] if at + 1 < len(text) else " "
            points += _points(before, char, after)
        before = char
    return points


def _points(before: str, char: str, after: str) -> int:
    if char == "\ufffd" or unicodedata.category(char) in ("Cc", "Co", "Cn"):
        return -10
    if not char.isalpha():
        in_word = before.isalpha() and (after.isalpha() or char not in _COMMON)
        return -2 if in_word and char not in "’‘" else int(char in _COMMON)
    if char.isupper() and before.islower():
        return -2
    if char.islower() and before.isupper() and after.isupper():
        return -2
    return 2 if char in _COMMON else -1


def delimiter_of(text: str) -> str:
    """What parts the cells: whatever gives most lines the same number of several cells."""
    best, most = ";", 0.0
    for delimiter in _DELIMITERS:
        widths = _widths(text, delimiter)
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        # The more columns the likelier, but regularity decides.
        points = widths.count(usual) / len(widths) * (1 + usual / 100) if usual > 1 else 0.0
        if points > most:
            best, most = delimiter, points
    return best


def _widths(text: str, delimiter: str) -> list[int]:
    lines = text.splitlines(keepends=True)
    # The last may be cut off.
    whole = lines[:-1] if len(lines) > 1 and len(text) >= _SAMPLE // 8 else lines
    try:
        rows = list(csv.reader(whole[:200], delimiter=delimiter))
    except csv.Error:
        return [1]
    return [len(row) for row in rows if row] or [1]
