"""Making the file: all of it in one transaction, so that a process that dies in the middle
leaves nothing and the next one begins again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory, gettempdir
from time import time
from typing import Any, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.models import Merchant
from api.core import audit, jobs
from api.core.clock import now
from api.core.jobs import Work, job, periodic
from api.customers.fields import Language
from api.exports import columns, lists, money
from api.exports.ask import GIVEN_UP
from api.exports.columns import What
from api.exports.files import Cell, CsvWriter, Writer, XlsxWriter
from api.exports.models import Export, ExportChunk

AT_ONCE = 50
_UNFINISHED = "carnet-export-"
_CONSENTS = {
    "consent_email": "marketing_email",
    "consent_sms": "marketing_sms",
    "consent_post": "marketing_post",
}
_AMOUNTS = frozenset({"spent", "amount", "value"})


class Form:
    """How the rows of one export are written: its columns, language, zone and currency."""

    def __init__(self, row: Export, zone: ZoneInfo, currency: str) -> None:
        self.what = cast(What, row.what)
        self.language = cast(Language, row.language)
        self.columns = row.columns or list(columns.COLUMNS[self.what])
        self.zone = zone
        self.scale = money.digits(currency)

    def header(self) -> list[str]:
        return columns.header(self.what, self.columns, self.language)

    def cells(self, row: dict[str, Any]) -> list[Cell]:
        return [self._cell(name, row) for name in self.columns]

    def _cell(self, name: str, row: dict[str, Any]) -> Cell:
        if name in _CONSENTS:
            return columns.yes(_CONSENTS[name] in row["granted"], self.language)
        if name == "birthday":
            month, day = row["birth_month"], row["birth_day"]
            return columns.day_of_year(month, day, self.language) if month else None
        value = row[name]
        if value is None:
            return None
        if name in _AMOUNTS:
            return Decimal(value).scaleb(-self.scale)
        if isinstance(value, datetime):
            return f"{value.astimezone(self.zone):%Y-%m-%d %H:%M}"
        if isinstance(value, list):
            return "; ".join(value)
        if isinstance(value, int):
            return value
        return columns.word(name, str(value), self.language)


@job("exports.make", attempts=3)
async def make(work: Work, export_id: UUID) -> None:
    """Write the file in pieces."""
    db = work.db
    row = await db.scalar(select(Export).where(Export.id == export_id).with_for_update())
    if row is None or row.status != "running":
        return
    merchant = (await db.scalars(select(Merchant).where(Merchant.id == row.merchant_id))).one()
    zone = ZoneInfo(merchant.time_zone)
    form = Form(row, zone, merchant.currency)
    sink = _Sink(db, export_id)
    rows = 0
    await asyncio.to_thread(_sweep)
    with TemporaryDirectory(prefix=_UNFINISHED) as folder:
        writer: Writer
        if row.format == "csv":
            writer = CsvWriter(form.header(), form.language)
        else:
            writer = XlsxWriter(form.header(), folder)
        async for batch in lists.batches(db, form.what, row.filter or {}, zone):
            rows += len(batch)
            cells = [form.cells(one) for one in batch]
            # In a thread: other jobs run beside it.
            await sink.put(await asyncio.to_thread(_written, writer, cells))
        await sink.put(await asyncio.to_thread(lambda: list(writer.end())))
    row.status, row.rows, row.size, row.finished_at = "ready", rows, sink.size, now()
    audit.record(db, audit.SYSTEM, "export.ready", "export", export_id, rows=rows, what=row.what)


def _sweep() -> None:
    """What a process that was killed left of a workbook: no export takes so long."""
    for left in Path(gettempdir()).glob(f"{_UNFINISHED}*"):
        with suppress(OSError):  # another worker's, or gone by now
            if left.stat().st_mtime < time() - GIVEN_UP.total_seconds():
                rmtree(left, ignore_errors=True)


def _written(writer: Writer, cells: list[list[Cell]]) -> list[bytes]:
    writer.add(cells)
    return list(writer.pieces())


class _Sink:
    """Puts pieces behind one another."""

    def __init__(self, db: AsyncSession, export_id: UUID) -> None:
        self._db = db
        self._export_id = export_id
        self._number = 0
        self.size = 0

    async def put(self, pieces: Iterable[bytes]) -> None:
        for body in pieces:
            chunk = {"export_id": self._export_id, "number": self._number, "body": body}
            await self._db.execute(insert(ExportChunk), [chunk])
            self._number += 1
            self.size += len(body)


async def withdraw(db: AsyncSession) -> None:
    """No file of the merchant's can be fetched any more, finished or not: one who stands in
    them is erased, and with them. Waits for one that is being written."""
    rows = await db.scalars(select(Export).where(Export.status != "expired").with_for_update())
    for row in rows.all():
        row.status = "expired"


@periodic("23 3 * * *", "exports.expire")
async def expire(work: Work) -> None:
    """One job for each merchant."""
    await jobs.enqueue_everywhere(work.db, "exports.expire_of", once="nightly")


@job("exports.expire_of")
async def expire_of(work: Work) -> None:
    """Delete the files whose seven days are over, and what was searched for. That somebody
    exported stays."""
    db = work.db
    over = select(Export).where(Export.status != "expired", Export.expires_at <= now())
    rows = (await db.scalars(over.limit(AT_ONCE).with_for_update())).all()
    for row in rows:
        await db.execute(delete(ExportChunk).where(ExportChunk.export_id == row.id))
        row.status, row.filter = "expired", None
    if len(rows) == AT_ONCE:
        await jobs.enqueue(db, "exports.expire_of")
