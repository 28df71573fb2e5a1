"""Reading a file row by row, CSV or XLSX, whatever somebody has put into it: never more of it in
memory than a few rows (and the strings that an XLSX shares)."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import IO, Any, cast

from api.exports.cells import bare
from api.imports.packing import Row
from api.imports.reading.zip_safety import UnreadableFile, check

MOST_ROWS = 200_000
MOST_COLUMNS = 200
LONGEST_CELL = 4_000

_LAST_ROW = 1_048_576
"""Of a spreadsheet; what lies below comes from nobody's spreadsheet."""


def csv_rows(file: IO[bytes], codec: str, delimiter: str) -> Iterator[Row]:
    """Every row that is not empty; quoted cells may hold line breaks. Raises
    :class:`UnreadableFile`."""
    text = io.TextIOWrapper(cast(Any, file), codec, errors="replace", newline="")
    reader = csv.reader(text, delimiter=delimiter)
    number = 0
    try:
        for cells in reader:
            # A spreadsheet counts rows, whatever line breaks stand in them.
            number += 1
            if any(cells):
                yield Row(number, _bounded([cell.strip() for cell in cells]))
    except csv.Error:
        raise UnreadableFile("FILE_UNREADABLE") from None
    finally:
        # The file may be closed by now, where somebody stopped half-way.
        with contextlib.suppress(ValueError):
            text.detach()


def xlsx_rows(file: IO[bytes]) -> Iterator[Row]:
    """Every row that is not empty, of the first sheet that has some. Raises
    :class:`UnreadableFile`."""
    check(file)
    # Late: it takes as long to import as all the rest.
    import openpyxl

    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            if not hasattr(sheet, "reset_dimensions"):
                continue  # a sheet of charts
            sheet.reset_dimensions()
            found = False
            for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
                if number > _LAST_ROW:
                    raise UnreadableFile("TOO_MANY_ROWS")
                if any(value is not None for value in values):
                    found = True
                    yield Row(number, _bounded([_text(value) for value in values]))
            if found:
                return
    except UnreadableFile:
        raise
    except Exception:
        # openpyxl meets a broken workbook with whatever error comes first.
        raise UnreadableFile("FILE_UNREADABLE") from None


def _bounded(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        raise UnreadableFile("TOO_MANY_COLUMNS")
    return [bare(cell[:LONGEST_CELL]) for cell in cells]


def _text(value: Any) -> str:
    """A cell as somebody would have typed it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    text = str(value).strip()
    return "" if text.startswith("#") and text in _ERRORS else text


_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"}
