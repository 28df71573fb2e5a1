"""Taking the file in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from tempfile import SpooledTemporaryFile
from typing import IO

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core import audit, jobs
from api.core.audit import Actor
from api.core.clock import now
from api.core.errors import Problem
from api.imports.models import Import, ImportChunk
from api.imports.schemas import Encoding

LARGEST = 50 << 20
"""Bytes of a file: 100,000 customers take about 15 MB."""
CHUNK = 256 << 10
KEPT = timedelta(days=30)
"""How long an import can be undone; then file, samples and before-images go."""
OPEN_AT_MOST = 10

_IN_MEMORY = 1 << 20
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
"""Excel before 2007, and any workbook with a password."""
_NO_TABLE = (_OLD_OFFICE, b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!")


class EmptyFile(Problem):
    status, code, title = 422, "EMPTY_FILE", "The file is empty"


class UnsupportedFile(Problem):
    status, code, title = 415, "UNSUPPORTED_FILE", "Send CSV, or XLSX without a password"


class TooManyImports(Problem):
    status, code, title = 409, "TOO_MANY_IMPORTS", "Run or cancel the imports under way first"


async def spool(stream: AsyncIterator[bytes]) -> IO[bytes]:
    """What arrives, put aside on disk: while a slow sender sends, no database connection waits."""
    file: IO[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  # the caller closes it
    try:
        async for part in stream:
            file.write(part)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


async def take_in(
    db: AsyncSession, actor: Actor, file: IO[bytes], filename: str | None, encoding: Encoding | None
) -> Import:
    """Keep the file and have it read. Raises :class:`EmptyFile`, :class:`UnsupportedFile`,
    :class:`TooManyImports`."""
    head = file.read(8)
    if not head:
        raise EmptyFile
    if head.startswith(_NO_TABLE):
        raise UnsupportedFile
    waiting = select(func.count(Import.id)).where(
        Import.status.in_(("reading", "uploaded", "checking", "checked"))
    )
    if (await db.scalar(waiting) or 0) >= OPEN_AT_MOST:
        raise TooManyImports(most=OPEN_AT_MOST)
    size = file.seek(0, 2)
    file.seek(0)
    row = Import(
        filename=filename,
        format="xlsx" if head.startswith(b"PK\x03\x04") else "csv",
        encoding=encoding,
        size=size,
        actor_kind=actor.kind,
        actor_id=actor.id,
        kept_until=now() + KEPT,
    )
    db.add(row)
    await db.flush()
    number = 0
    while body := file.read(CHUNK):
        await db.execute(
            insert(ImportChunk), [{"import_id": row.id, "number": number, "body": body}]
        )
        number += 1
    audit.record(db, actor, "import.uploaded", "import", row.id, size=size, format=row.format)
    await jobs.enqueue(db, "imports.read", import_id=row.id)
    return row
