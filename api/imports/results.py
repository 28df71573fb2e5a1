"""What came of the rows of a file: page by page to look at, the rejected ones as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.db import Database
from api.core.tenancy import enter
from api.customers.fields import Language
from api.exports.cells import BOM, safe
from api.imports.causes import CAUSES, COLUMN
from api.imports.models import Import, ImportPage, ImportRow
from api.imports.packing import LETTERS, OUTCOMES, Row, unpack
from api.imports.schemas import ImportRowOut, Outcome

_PAGES_AT_ONCE = 20


async def rows(
    db: AsyncSession, import_id: UUID, outcome: Outcome | None, start: tuple[int, int], most: int
) -> list[tuple[tuple[int, int], ImportRowOut]]:
    """At most so many rows from a page and a place in it on, each with where it stands."""
    found: list[tuple[tuple[int, int], ImportRowOut]] = []
    page, place = start
    while len(found) < most:
        query = select(ImportPage).where(
            ImportPage.import_id == import_id, ImportPage.number >= page, ImportPage.outcomes != ""
        )
        if outcome:
            query = query.where(ImportPage.outcomes.contains(LETTERS[outcome]))
        pages = (await db.scalars(query.order_by(ImportPage.number).limit(2))).all()
        if not pages:
            break
        for one in pages:
            first = place if one.number == page else 0
            found += [
                ((one.number, at), shown)
                for at, shown in _shown(one)
                if at >= first and outcome in (None, shown.outcome)
            ]
        page, place = pages[-1].number + 1, 0
    found = found[:most]
    await _add_customers(db, import_id, [shown for _, shown in found])
    return found


def _shown(page: ImportPage) -> list[tuple[int, ImportRowOut]]:
    faults = {at: (code, field) for at, code, field in (page.faults or {}).get("items", [])}
    return [
        (
            at,
            ImportRowOut.model_validate(
                {
                    "row": row.number,
                    "outcome": OUTCOMES[letter],
                    "cells": row.cells,
                    "code": faults.get(at, (None, None))[0],
                    "field": faults.get(at, (None, None))[1],
                    "customer_id": None,
                    "left": None,
                }
            ),
        )
        for at, (row, letter) in enumerate(zip(unpack(page.body), page.outcomes, strict=True))
    ]


async def _add_customers(db: AsyncSession, import_id: UUID, shown: list[ImportRowOut]) -> None:
    query = select(ImportRow).where(
        ImportRow.import_id == import_id, ImportRow.number.in_([one.row for one in shown])
    )
    written = {row.number: row for row in await db.scalars(query)}
    for one in shown:
        if row := written.get(one.row):
            one.customer_id = row.customer_id if row.undo != "removed" else None
            one.left = row.undo if row.undo not in (None, "removed", "restored") else None


async def rejected_csv(
    database: Database, merchant_id: UUID, row: Import, language: Language
) -> AsyncIterator[bytes]:
    """The rejected rows as they came, with the cause beside them; a transaction per handful of
    pages, so that none waits for a slow reader."""
    columns = (row.columns or {}).get("items", [])
    headers = [column["header"] or "" for column in columns]
    yield BOM + _lines(language, [[*map(safe, headers), *COLUMN[language]]])
    page = 0
    while True:
        async with database.session() as db:
            await enter(db, merchant_id)
            query = (
                select(ImportPage)
                .where(ImportPage.import_id == row.id, ImportPage.number >= page)
                .where(ImportPage.outcomes.contains(LETTERS["rejected"]))
                .order_by(ImportPage.number)
            )
            pages = (await db.scalars(query.limit(_PAGES_AT_ONCE))).all()
        if not pages:
            return
        yield _lines(
            language, [line for one in pages for line in _rejected(one, len(headers), language)]
        )
        page = pages[-1].number + 1


def _rejected(page: ImportPage, width: int, language: Language) -> list[list[str]]:
    cells: list[Row] = unpack(page.body)
    lines = []
    for at, code, field in (page.faults or {}).get("items", []):
        row = cells[at]
        padded = [*(row.cells or []), *[""] * width][: max(width, len(row.cells or []))]
        cause = CAUSES[language][code]
        if field:
            cause = f"{cause} ({field})"
        lines.append([*map(safe, padded), str(row.number), cause])
    return lines


def _lines(language: Language, lines: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";" if language == "fr" else ",").writerows(lines)
    return text.getvalue().encode("utf-8", "replace")
