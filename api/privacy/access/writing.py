"""Writing the tables of a file, each as JSON Lines and as CSV."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from api.privacy.access import json_form
from api.privacy.access.archive import Archive, Writing
from api.privacy.access.contents import Contents, Sheet, Shown
from api.privacy.access.page import Page
from api.privacy.access.pseudonyms import Pseudonyms
from api.privacy.access.rows import Row
from api.privacy.access.spool import CsvSpool

Read = Callable[[Sheet], AsyncIterator[Sequence[Row]]]
Put = Callable[[Iterable[bytes]], Awaitable[None]]


@dataclass
class Writer:
    archive: Archive
    put: Put
    """Takes the archive's pieces away."""
    others: Pseudonyms | None = None
    page: Page | None = None

    async def tables(self, contents: Contents, read: Read, *, empty: bool = False) -> int:
        """How many rows were written. ``empty``: tables without a row too."""
        rows = 0
        for sheet in contents.sheets:
            reading = read(sheet)
            first = await anext(reading, None)
            if first or empty:
                rows += await self._table(sheet, first, reading)
        return rows

    async def _table(
        self, sheet: Sheet, batch: Sequence[Row] | None, reading: AsyncIterator[Sequence[Row]]
    ) -> int:
        rows = 0
        with CsvSpool([*sheet.columns]) as cells:
            if self.page:
                self.page.begin(sheet)
            with self.archive.file(f"data/{sheet.name}.jsonl") as lines:
                while batch:
                    # In a thread: other jobs run beside it.
                    await asyncio.to_thread(self._add, sheet, batch, lines, cells)
                    rows += len(batch)
                    await self.put(self.archive.pieces())
                    batch = await anext(reading, None)
                lines.rows = rows
            with self.archive.file(f"csv/{sheet.name}.csv") as file:
                await self.copy(cells.read(), file)
                file.rows = rows
            if self.page:
                self.page.end()
        return rows

    def _add(self, sheet: Sheet, batch: Sequence[Row], lines: Writing, cells: CsvSpool) -> None:
        rows = [self._shown(sheet, row) for row in batch]
        lines.write(b"".join(map(json_form.line, rows)))
        cells.add(rows)
        if self.page:
            self.page.add(rows)

    def _shown(self, sheet: Sheet, row: Row) -> dict[str, Any]:
        others = self.others
        return {
            name: _renamed(others, row[name])
            if others and shown is Shown.OTHERS_RENAMED
            else json_form.value(row[name])
            for name, shown in sheet.columns.items()
        }

    async def copy(self, bodies: Iterable[bytes], file: Writing) -> None:
        for body in bodies:
            await asyncio.to_thread(file.write, body)
            await self.put(self.archive.pieces())


def _renamed(others: Pseudonyms, found: Any) -> Any:
    if isinstance(found, dict | list):
        return others.inside(found)
    return None if found is None else others.of(found)
