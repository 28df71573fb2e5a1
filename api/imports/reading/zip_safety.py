"""What a workbook may not be: an archive that unpacks without end, XML that grows by its own
declarations, or a part that has to be in memory whole and is too large for that.

All is looked through once in small pieces before openpyxl sees it. The sizes that an archive
declares can be believed: Python unpacks no more than that.
"""

from __future__ import annotations

import re
import zipfile
from typing import IO
from xml.etree import ElementTree

from api.imports.schemas import Unreadable

_LARGEST_SHEET = 400 << 20
_LARGEST_STRINGS = 48 << 20
_LARGEST_PART = 8 << 20
_LONGEST_ROW = 4 << 20
_MOST_PARTS = 2_000
_PIECE = 1 << 20

_SHEETS = "xl/worksheets/"
_STRINGS = "xl/sharedstrings.xml"
_TYPES = "[Content_Types].xml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_CELL = re.compile(rb"<(?:\w+:)?c[\s>]")
_ROW_ENDS = re.compile(rb"</(?:\w+:)?row\s*>")


class UnreadableFile(Exception):
    """``code`` says why."""

    def __init__(self, code: Unreadable) -> None:
        super().__init__(code)
        self.code: Unreadable = code


def check(file: IO[bytes]) -> None:
    """Raises :class:`UnreadableFile`; the file is left at its start."""
    try:
        with zipfile.ZipFile(file) as archive:
            _check_sizes(archive.infolist())
            for part in archive.infolist():
                if part.filename.lower().endswith((".xml", ".rels")):
                    with archive.open(part) as stream:
                        _check_xml(stream)
            _check_types(archive)
    except UnreadableFile:
        raise
    except Exception:
        # zipfile meets a broken archive with errors of many kinds.
        raise UnreadableFile("FILE_UNREADABLE") from None
    finally:
        file.seek(0)


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename for part in parts]
    if len(parts) > _MOST_PARTS or len(set(names)) < len(names):
        raise UnreadableFile("FILE_UNSAFE")
    for part in parts:
        name = part.filename.lower()
        most = (
            _LARGEST_SHEET
            if name.startswith(_SHEETS)
            else _LARGEST_STRINGS
            if name == _STRINGS
            else _LARGEST_PART
        )
        # Pictures are never unpacked.
        if name.endswith((".xml", ".rels")) and part.file_size > most:
            raise UnreadableFile("FILE_UNSAFE")
    if sum(part.file_size for part in parts) > 2 * _LARGEST_SHEET:
        raise UnreadableFile("FILE_UNSAFE")


def _check_xml(stream: IO[bytes]) -> None:
    """No declarations, in an encoding in which they would be seen; no endless value or row."""
    before = b""
    in_row = 0
    while piece := stream.read(_PIECE):
        if not before and (piece.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in piece[:200]):
            raise UnreadableFile("FILE_UNSAFE")
        if _DECLARES.search(before + piece) or (len(piece) == _PIECE and b"<" not in piece):
            raise UnreadableFile("FILE_UNSAFE")
        in_row = in_row + len(piece) if _CELL.search(piece) and not _ROW_ENDS.search(piece) else 0
        if in_row > _LONGEST_ROW:
            raise UnreadableFile("FILE_UNSAFE")
        before = piece[-16:]


def _check_types(archive: zipfile.ZipFile) -> None:
    """A sheet is read row by row, anything else at once: nothing of the size of a sheet passes
    for something else."""
    with archive.open(_TYPES) as stream:
        types = ElementTree.parse(stream).getroot()  # noqa: S314  # _check_xml has seen it
    for part in types.iter():
        name = part.get("PartName", "").lstrip("/").lower()
        if name.startswith(_SHEETS) and part.get("ContentType") != _SHEET_TYPE:
            raise UnreadableFile("FILE_UNSAFE")
