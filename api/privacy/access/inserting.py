"""Putting rows of JSON into a table as they are. PostgreSQL itself reads the values, so they are
the same bit by bit; the merchant is the one that takes them in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Column, LargeBinary, TextClause, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

from api.core import moving
from api.core.confinement import MERCHANT
from api.core.db import Base
from api.core.tenancy import merchant_of
from api.privacy.access.rows import BATCH
from api.privacy.access.spool import Spool

_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy's own
_quoted = _DIALECT.identifier_preparer.quote


async def insert(db: AsyncSession, model: type[Base], batches: Iterable[Sequence[bytes]]) -> int:
    """How many rows. Those that name another row of the same table wait until that one is there;
    what names each other in a circle goes in together."""
    rows = 0
    waiting = Spool()
    try:
        for batch in batches:
            rows += await _insert(db, model, batch, waiting)
        while waiting.size:
            before, waiting = waiting, Spool()
            with before:
                size = before.size
                for batch in _again(before):
                    rows += await _insert(db, model, batch, waiting)
                if waiting.size == size:
                    lines = [line for batch in _again(before) for line in batch]
                    return rows + await _insert(db, model, lines, None)
    finally:
        waiting.close()
    return rows


def _again(spool: Spool) -> Iterator[Sequence[bytes]]:
    batch: list[bytes] = []
    for line in spool.lines():
        batch.append(line)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


async def _insert(
    db: AsyncSession, model: type[Base], lines: Sequence[bytes], waiting: Spool | None
) -> int:
    """``waiting`` takes the rows that have to wait; None: none may."""
    waits = waiting is not None and bool(_own_references(model))
    values = {MERCHANT: merchant_of(db), "rows": f"[{','.join(line.decode() for line in lines)}]"}
    found = [*await db.scalars(_statement(model, waits), values)]
    if waits and waiting is not None and len(found) < len(lines):
        there = {*map(str, found)}
        for line in lines:
            if json.loads(line)["id"] not in there:
                waiting.write(line.decode())
    return len(found)


@cache
def _statement(model: type[Base], waits: bool) -> TextClause:
    columns = moving.columns(model)
    names = ", ".join(_quoted(column.name) for column in columns)
    table = _quoted(model.__tablename__)
    there = " AND ".join(
        f"(r.{one} IS NULL OR EXISTS (SELECT FROM {table} o"
        f" WHERE o.merchant_id = :merchant_id AND o.id = r.{one}))"
        for one in map(_quoted, _own_references(model) if waits else ())
    )
    return text(
        f"INSERT INTO {table} (merchant_id, {names})"  # names of our own models
        f" SELECT CAST(:merchant_id AS uuid), {', '.join(map(_value, columns))}"
        f" FROM json_to_recordset(CAST(:rows AS json)) AS r({', '.join(map(_typed, columns))})"
        f" WHERE {there or 'true'} RETURNING {names.partition(',')[0]}"
    )


def _typed(column: Column[Any]) -> str:
    binary = isinstance(column.type, LargeBinary)
    kind = "text" if binary else column.type.compile(dialect=_DIALECT)
    return f"{_quoted(column.name)} {kind}"


def _value(column: Column[Any]) -> str:
    name = f"r.{_quoted(column.name)}"
    return f"decode({name}, 'base64')" if isinstance(column.type, LargeBinary) else name


@cache
def _own_references(model: type[Base]) -> tuple[str, ...]:
    """The columns that name a row of the same table."""
    table: Any = model.__table__
    return tuple(
        column.name
        for key in table.foreign_key_constraints
        if key.referred_table is table
        for column in key.columns
        if column.name != MERCHANT
    )
