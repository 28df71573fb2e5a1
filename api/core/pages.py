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

from api.core.errors import BadCursor

T = TypeVar("T")
R = TypeVar("R")


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


def number(text: str) -> int:
    """The kind of a sort key that is a number of rows or revisions."""
    found = int(text)
    if not 0 <= found < 1 << 31:
        raise ValueError("no number of ours")
    return found


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
