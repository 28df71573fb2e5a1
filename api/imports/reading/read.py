"""Reading the file: from the chunks as they came to pages of rows, once, whatever its form."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import IO, Any
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.clock import now
from api.core.jobs import Work, job
from api.imports.models import Import, ImportChunk, ImportMapping, ImportPage
from api.imports.packing import PAGE_ROWS, Row, pack
from api.imports.reading import encodings, suggest, tables
from api.imports.reading.zip_safety import UnreadableFile
from api.imports.schemas import Encoding

_FIRST_ROWS = 60
_PAGES_AT_ONCE = 20
_SAMPLE = 64 << 10


@dataclass(frozen=True)
class _Opened:
    rows: Iterator[Row]
    encoding: Encoding | None = None
    delimiter: str | None = None


@job("imports.read")
async def read(work: Work, import_id: UUID) -> None:
    """All or nothing, in one transaction: when the process dies, it begins again. The import's
    own row is written last, so that nobody who steers it waits for the reading to end."""
    row = await work.db.scalar(select(Import).where(Import.id == import_id))
    if row is None or row.status != "reading":
        return
    with TemporaryFile() as file:
        await _copy(work.db, import_id, file)
        try:
            found = await _pages(work.db, row, file)
        except UnreadableFile as error:
            await _forget(work.db, import_id, ImportPage)
            found = {"status": "failed", "problem": error.code, "finished_at": now()}
    await work.db.refresh(row, ["status"], with_for_update=True)
    if row.status != "reading":  # cancelled meanwhile
        await _forget(work.db, import_id, ImportPage)
    else:
        await _forget(work.db, import_id, ImportChunk)
        for name, value in found.items():
            setattr(row, name, value)


async def _forget(
    db: AsyncSession, import_id: UUID, kind: type[ImportPage] | type[ImportChunk]
) -> None:
    await db.execute(delete(kind).where(kind.import_id == import_id))


async def _copy(db: AsyncSession, import_id: UUID, file: IO[bytes]) -> None:
    number = 0
    query = select(ImportChunk.body).where(ImportChunk.import_id == import_id)
    while body := await db.scalar(query.where(ImportChunk.number == number)):
        file.write(body)
        number += 1
    file.seek(0)


async def _pages(db: AsyncSession, row: Import, file: IO[bytes]) -> dict[str, Any]:
    """Write the pages; what the import is to know of the file."""
    # In a thread: parsing a large file takes seconds, and other jobs run beside it.
    opened = await asyncio.to_thread(_open, row.format, row.encoding, file)
    first = await asyncio.to_thread(lambda: list(islice(opened.rows, _FIRST_ROWS)))
    head = suggest.head(first)
    if head.header is not None:
        header = head.header.number
        first = [one for one in first if one.number > header]
    if not first:
        raise UnreadableFile("NO_ROWS")
    bodies = _bodies(chain(first, opened.rows))
    number = total = 0
    while batch := await asyncio.to_thread(lambda: list(islice(bodies, _PAGES_AT_ONCE))):
        pages = [
            {"import_id": row.id, "number": number + at, "body": body}
            for at, (_, body) in enumerate(batch)
        ]
        await db.execute(insert(ImportPage), pages)
        number += len(batch)
        total += sum(count for count, _ in batch)
        if total > tables.MOST_ROWS:
            raise UnreadableFile("TOO_MANY_ROWS")
    return {
        "status": "uploaded",
        "encoding": opened.encoding,
        "delimiter": opened.delimiter,
        "rows": total,
        "pages": number,
        "columns": {"items": head.columns},
        "fingerprint": head.fingerprint,
        **await _mapping(db, head),
    }


def _open(format: str, encoding: str | None, file: IO[bytes]) -> _Opened:
    if format == "xlsx":
        return _Opened(tables.xlsx_rows(file))
    known: Any = encoding
    found: Encoding = known or encodings.encoding_of(file)
    codec = encodings.codec(found, file)
    sample = file.read(_SAMPLE).decode(codec, "replace")
    file.seek(0)
    delimiter = encodings.delimiter_of(sample)
    return _Opened(tables.csv_rows(file, codec, delimiter), found, delimiter)


def _bodies(rows: Iterator[Row]) -> Iterator[tuple[int, bytes]]:
    while page := list(islice(rows, PAGE_ROWS)):
        yield len(page), pack(page)


async def _mapping(db: AsyncSession, head: suggest.Head) -> dict[str, Any]:
    if head.fingerprint is not None:
        query = select(ImportMapping.mapping).where(ImportMapping.fingerprint == head.fingerprint)
        if remembered := await db.scalar(query):
            return {"mapping": remembered, "mapping_from": "remembered"}
    return {"mapping": head.mapping(), "mapping_from": "suggested"}
