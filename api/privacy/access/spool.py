"""Rows that wait for their turn: an archive takes one file at a time."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from tempfile import TemporaryFile
from types import TracebackType
from typing import Any, Self

from api.exports.cells import BOM, safe
from api.privacy.access.archive import PIECE


class Spool:
    """Text on disk in a file without a name: it is gone with the process, however that ends."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115  # close() closes it
        self.size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._file.close()

    def write(self, text: str) -> None:
        self.size += self._file.write(text.encode())

    def read(self) -> Iterator[bytes]:
        """From the beginning."""
        self._file.seek(0)
        while body := self._file.read(PIECE):
            yield body

    def lines(self) -> Iterator[bytes]:
        """From the beginning, line by line."""
        self._file.seek(0)
        yield from self._file


class CsvSpool(Spool):
    """Rows as CSV (RFC 4180, UTF-8 with a mark): texts that a spreadsheet would compute have an
    apostrophe before them."""

    def __init__(self, header: Sequence[str]) -> None:
        super().__init__()
        self.write(BOM.decode())
        self.add([dict(zip(header, header, strict=True))])

    def add(self, rows: Sequence[dict[str, Any]]) -> None:
        text = io.StringIO(newline="")
        csv.writer(text).writerows([_cell(one) for one in row.values()] for row in rows)
        self.write(text.getvalue())


def _cell(found: Any) -> str:
    if found is None:
        return ""
    if isinstance(found, str):
        return safe(found)
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, int):
        return str(found)
    return safe(json.dumps(found, ensure_ascii=False))
