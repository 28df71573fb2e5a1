"""Cursor pagination: lists are read page by page from where the last one ended."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends, Query
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
    """``limit`` and ``cursor`` of a list. The cursor is opaque to callers: the sort key of the
    last row, as JSON in base 64."""

    def __init__(self, limit: int, cursor: str | None) -> None:
        self.limit = limit
        self.cursor = cursor

    def after(self, *kinds: Callable[[str], Any]) -> tuple[Any, ...] | None:
        """The sort key to go on after, each part read by its kind; None on the first page.
        Raises :class:`BadCursor`."""
        if self.cursor is None:
            return None
        try:
            parts = json.loads(base64.urlsafe_b64decode(self.cursor.encode()))
            if not isinstance(parts, list) or len(parts) != len(kinds):
                raise BadCursor
            return tuple(kind(part) for kind, part in zip(kinds, parts, strict=True))
        except (binascii.Error, ValueError, TypeError, AttributeError) as error:
            raise BadCursor from error

    def cut(
        self, rows: Sequence[R], key: Callable[[R], tuple[Any, ...]]
    ) -> tuple[Sequence[R], str | None]:
        """Split ``limit + 1`` rows read into this page's and the cursor of the next."""
        if len(rows) <= self.limit:
            return rows, None
        rows = rows[: self.limit]
        parts = json.dumps([str(part) for part in key(rows[-1])])
        return rows, base64.urlsafe_b64encode(parts.encode()).decode()


async def _params(
    limit: Annotated[int, Query(ge=1, le=100, description="Rows in a page.")] = 50,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
) -> PageParams:
    return PageParams(limit, cursor)


Paging = Annotated[PageParams, Depends(_params)]
