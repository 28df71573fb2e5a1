"""Reading in bulk leaves an event (``PROMISES``, clause 61).

What counts: the rows of lists about customers that one member or key is given on one day (UTC),
kind of list by kind of list, whether through pages, many balances in a call or the feed of
events (of which whoever begins at its beginning soon reads many). What belongs to one customer
or card, read one by one, does not. Over 1,000 of them, and again over 10,000, 100,000 …,
``list.read`` is recorded. Files (exports, rejected rows, the trail itself) are recorded one by
one, whatever their size.

Counted in the process's memory, so that a page costs nothing: with several web processes each
counts for itself, and an event may come that many times later. A restart begins anew.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import date
from typing import Literal, Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.core import audit
from api.core.clock import now

Listed = Literal["balances", "cards", "customers", "duplicates", "events", "import_rows", "merges"]

FIRST = 1_000
_MOST_COUNTED = 20_000


class Reader(audit.Actor, Protocol):
    @property
    def merchant_id(self) -> UUID: ...


_read: OrderedDict[tuple[UUID | None, Listed], tuple[date, int]] = OrderedDict()


def passed(reader: Reader, what: Listed, rows: int) -> int | None:
    """Count rows; the threshold that they have just passed, if they have."""
    key, today = (reader.id, what), now().date()
    day, before = _read.pop(key, (today, 0))
    if day != today:
        before = 0
    after = before + rows
    _read[key] = today, after
    if len(_read) > _MOST_COUNTED:
        _read.popitem(last=False)
    threshold = FIRST
    while threshold * 10 < after:
        threshold *= 10
    return threshold if before <= threshold < after else None


def note(db: AsyncSession, reader: Reader, what: Listed, rows: int) -> None:
    """Count rows that are about to be answered, and record it where they are many."""
    if (threshold := passed(reader, what, rows)) is not None:
        record(db, reader, what, threshold)


def record(db: AsyncSession, reader: Reader, what: Listed, threshold: int) -> None:
    audit.record(
        db, reader, "list.read", "merchant", reader.merchant_id, what=what, more_than=threshold
    )
