"""Writing rows as CSV or XLSX, piece by piece."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from api.customers.fields import Language
from api.exports.cells import BOM, safe

Cell = str | int | Decimal | None
PIECE = 256 << 10
_ROWS_IN_SHEET = 1_000_000
"""A sheet ends at 1,048,576."""


class Writer(Protocol):
    def add(self, rows: Sequence[Sequence[Cell]]) -> None: ...

    def pieces(self) -> Iterator[bytes]:
        """What is ready by now."""

    def end(self) -> Iterator[bytes]:
        """The rest."""


class CsvWriter:
    """RFC 4180, with the separators that a spreadsheet of that language expects."""

    def __init__(self, header: Sequence[str], language: Language) -> None:
        self._point = "," if language == "fr" else "."
        self._text = io.StringIO(newline="")
        self._text.write(BOM.decode())
        self._csv = csv.writer(self._text, delimiter=";" if language == "fr" else ",")
        self.add([header])

    def add(self, rows: Sequence[Sequence[Cell]]) -> None:
        self._csv.writerows([self._cell(cell) for cell in row] for row in rows)

    def _cell(self, cell: Cell) -> str:
        if isinstance(cell, Decimal):
            return str(cell).replace(".", self._point)
        return safe(cell) if isinstance(cell, str) else "" if cell is None else str(cell)

    def pieces(self) -> Iterator[bytes]:
        if self._text.tell() >= PIECE:
            yield from self.end()

    def end(self) -> Iterator[bytes]:
        body = self._text.getvalue().encode()
        self._text.seek(0)
        self._text.truncate()
        for start in range(0, len(body), PIECE):
            yield body[start : start + PIECE]


class XlsxWriter:
    """A workbook on disk; texts are written as texts, so that none is a formula."""

    def __init__(self, header: Sequence[str], folder: str) -> None:
        # Late: nobody else needs it.
        import xlsxwriter

        self._path = Path(folder) / "export.xlsx"
        self._book = xlsxwriter.Workbook(
            str(self._path),
            {"constant_memory": True, "tmpdir": folder},
        )
        self._bold = self._book.add_format({"bold": True})
        self._header = header
        self._rows = _ROWS_IN_SHEET

    def add(self, rows: Sequence[Sequence[Cell]]) -> None:
        for row in rows:
            if self._rows >= _ROWS_IN_SHEET:
                self._begin_sheet()
            self._rows += 1
            self._write(row)

    def _begin_sheet(self) -> None:
        self._sheet = self._book.add_worksheet()
        self._sheet.freeze_panes(1, 0)
        self._rows = 0
        for column, name in enumerate(self._header):
            self._sheet.write_string(0, column, name, self._bold)

    def _write(self, row: Sequence[Cell]) -> None:
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                if cell:
                    self._sheet.write_string(self._rows, column, cell)
            elif cell is not None:
                self._sheet.write_number(self._rows, column, float(cell))

    def pieces(self) -> Iterator[bytes]:
        yield from ()

    def end(self) -> Iterator[bytes]:
        if self._rows == _ROWS_IN_SHEET:
            self._begin_sheet()
        self._book.close()
        with self._path.open("rb") as file:
            while body := file.read(PIECE):
                yield body
