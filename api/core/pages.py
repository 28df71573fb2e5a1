"""Cursor pagination: lists are read page by page from where the last one ended."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends, Query, Request
from pydantic import BaseModel, Field
from sqlalchemy import Select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.errors import BadCursor

T = TypeVar("T")
R = TypeVar("R")

Sorted = tuple[Any, Callable[[str], Any]]
"""A column that a list is sorted by, and how to read its value back from a cursor."""


class Page(BaseModel, Generic[T]):
    items: list[T]
    next_cursor: str | None = Field(
        None, description="Pass it as `cursor` to read on; null: this was the last page."
    )


class PageParams:
    """``limit`` and ``cursor`` of a list. The cursor is opaque to callers: the list it belongs to
    and the sort key of the last row, as JSON in base 64."""

    def __init__(self, limit: int, cursor: str | None, of: str) -> None:
        """``of`` tells lists apart: a cursor is good for the list that gave it out."""
        self.limit = limit
        self.cursor = cursor
        self.tag = hashlib.sha256(of.encode()).hexdigest()[:8]

    def after(self, *kinds: Callable[[str], Any]) -> tuple[Any, ...] | None:
        """The sort key to go on after, each part read by its kind; None on the first page.
        Raises :class:`BadCursor`."""
        if self.cursor is None:
            return None
        try:
            found = json.loads(base64.urlsafe_b64decode(self.cursor.encode()))
            if not (isinstance(found, list) and all(isinstance(part, str) for part in found)):
                raise BadCursor
            tag, *parts = found
            if tag != self.tag:
                raise BadCursor
            return tuple(kind(part) for kind, part in zip(kinds, parts, strict=True))
        except (ValueError, OverflowError, RecursionError) as error:
            raise BadCursor from error

    async def read(
        self, db: AsyncSession, query: Select[R], *order: Sorted, ascending: bool = False
    ) -> tuple[list[R], str | None]:
        """This page of a query for one thing a row, and the cursor of the next. The columns of
        ``order`` tell any two rows apart and are never NULL."""
        rows, cursor = await self.read_rows(db, query, *order, ascending=ascending)
        return [row[0] for row in rows], cursor

    async def read_rows(
        self,
        db: AsyncSession,
        query: Select[*tuple[Any, ...]],
        *order: Sorted,
        ascending: bool = False,
    ) -> tuple[Sequence[Any], str | None]:
        """As :meth:`read`, for a query for several things a row; what the list is sorted by
        stands behind them."""
        columns = [column for column, _ in order]
        if after := self.after(*(kind for _, kind in order)):
            key = tuple_(*columns)
            query = query.where(key > after if ascending else key < after)
        sorted_by = columns if ascending else [column.desc() for column in columns]
        page = query.add_columns(*columns).order_by(*sorted_by).limit(self.limit + 1)
        found = (await db.execute(page)).all()
        return self.cut(found, lambda row: tuple(row[-len(columns) :]))

    def cut(
        self, rows: Sequence[R], key: Callable[[R], tuple[Any, ...]]
    ) -> tuple[Sequence[R], str | None]:
        """Split ``limit + 1`` rows read into this page's and the cursor of the next."""
        if len(rows) <= self.limit:
            return rows, None
        rows = rows[: self.limit]
        parts = json.dumps([self.tag, *map(str, key(rows[-1]))], ensure_ascii=False)
        return rows, base64.urlsafe_b64encode(parts.encode()).decode()


def moment(text: str) -> datetime:
    """The kind of a sort key that is a time."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("a time without its zone")
    return found.astimezone(UTC)


def number(text: str, most: int = 1 << 31) -> int:
    """The kind of a sort key that is a number of rows or revisions."""
    found = int(text)
    if not 0 <= found < most:
        raise ValueError("no number of ours")
    return found


def big_number(text: str) -> int:
    """The kind of a sort key that is an amount of money."""
    return number(text, 1 << 63)


def words(text: str) -> str:
    """The kind of a sort key that is text, as far as PostgreSQL can hold it."""
    if "\0" in text:
        raise ValueError("a text of ours has no NUL")
    return text.encode().decode()


async def _params(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=100, description="Rows in a page.")] = 50,
    cursor: Annotated[
        str | None,
        Query(max_length=8000, description="`next_cursor` of the page before, of this same list."),
    ] = None,
) -> PageParams:
    chosen = sorted(
        (name, value)
        for name, value in request.query_params.multi_items()
        if name not in ("limit", "cursor")
    )
    return PageParams(limit, cursor, repr((request.url.path, chosen)))


Paging = Annotated[PageParams, Depends(_params)]
