"""Following a merchant's events in the order of commits, without holes and without repetition.

Writers cannot number what they write without waiting for one another, and a number taken before
the commit makes holes: a slow transaction commits number 7 after somebody has read 8. So events
are written without a number, and the reader gives the next numbers to whatever is committed by
then, one reader at a time, under the lock of the merchant's head row. What commits late is
numbered late, never before what was read already.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.db import Database
from api.core.errors import BadCursor, Problem
from api.core.tenancy import enter, merchant_of

MOST_WAITING = 10
"""Requests of one merchant that wait in one process; each looks about twice a second."""
MOST_WAITING_IN_ALL = 200
NUMBERED_AT_ONCE = 2_000
"""Events; the merchant's other readers wait for so long (some ten milliseconds)."""
LOOKED_THROUGH = 20_000
"""Events that one statement may pass over in search of the types asked for."""
_ROUNDS = 20
"""Of numbering and looking in one request; then it answers with what it has."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 0.6


class CursorTooOld(Problem):
    status, code, title = 410, "CURSOR_TOO_OLD", "Events after this cursor are no longer kept"


class TooManyWaiting(Problem):
    status, code, title = 429, "TOO_MANY_WAITING", "Too many requests wait for events already"


class CatchingUp(Problem):
    status, code, title = 503, "FEED_CATCHING_UP", "The feed is being brought up to date"


@dataclass(frozen=True)
class Slice:
    """A stretch of the feed."""

    rows: Sequence[Row[Any]]
    next: int
    """Read on after this position."""
    more: bool
    """There is more already."""


# One statement, thus one moment: what was forgotten is not missed, and the head is not behind
# the rows. `forgotten` is where a reader without a cursor begins.
_SLICE = text("""
SELECT h.position AS head, h.forgotten,
       EXISTS (SELECT 1 FROM events u
                WHERE u.merchant_id = :merchant_id AND u.position IS NULL) AS due,
       e.id, e.type, e.subject_type, e.subject_id, e.data, e.at, e.position
  FROM event_heads h
  LEFT JOIN LATERAL (
       SELECT id, type, subject_type, subject_id, data, at, position
         FROM events
        WHERE merchant_id = :merchant_id
          AND position > coalesce(CAST(:after AS bigint), h.forgotten)
          AND position <= least(h.position,
                                coalesce(CAST(:after AS bigint), h.forgotten) + :far)
          AND (CAST(:types AS text[]) IS NULL OR type = ANY (CAST(:types AS text[])))
        ORDER BY position
        LIMIT :most) e ON true
 WHERE h.merchant_id = :merchant_id
 ORDER BY e.position
""")

_MAKE_HEAD = text("""
INSERT INTO event_heads (merchant_id, id, position, forgotten)
VALUES (:merchant_id, :merchant_id, 0, 0)
ON CONFLICT DO NOTHING
""")
_LOCK_HEAD = text("""
SELECT position, forgotten FROM event_heads WHERE merchant_id = :merchant_id FOR UPDATE
""")

# Rows are locked before they are counted: one that is being deleted gets no number.
_NUMBER = text("""
WITH due AS (
  SELECT id, at FROM events
   WHERE merchant_id = :merchant_id AND position IS NULL
   ORDER BY at, id LIMIT :most
     FOR UPDATE
), numbered AS (
  SELECT id, :head + row_number() OVER (ORDER BY at, id) AS position FROM due
), placed AS (
  UPDATE events SET position = numbered.position FROM numbered
   WHERE events.merchant_id = :merchant_id AND events.id = numbered.id
  RETURNING events.position
)
UPDATE event_heads SET position = greatest(position, (SELECT max(position) FROM placed))
 WHERE merchant_id = :merchant_id
RETURNING position
""")


@dataclass(frozen=True)
class Head:
    position: int
    forgotten: int


async def lock(db: AsyncSession, *, make: bool) -> Head | None:
    """Hold the merchant's feed. None when nobody has ever read it, unless ``make``."""
    asked = {"merchant_id": merchant_of(db)}
    row = (await db.execute(_LOCK_HEAD, asked)).one_or_none()
    if row is None and make:
        await db.execute(_MAKE_HEAD, asked)
        row = (await db.execute(_LOCK_HEAD, asked)).one_or_none()
    return None if row is None else Head(row.position, row.forgotten)


async def number(db: AsyncSession, head: Head, most: int = NUMBERED_AT_ONCE) -> int:
    """Give numbers to what is committed and has none; returns the new head's position. The lock
    was taken by a statement before, so that this one sees what the last holder has numbered."""
    asked = {"merchant_id": merchant_of(db), "head": head.position, "most": most}
    position: int = (await db.execute(_NUMBER, asked)).scalar_one()
    return position


async def read(
    db: AsyncSession, after: int | None, types: list[str] | None, most: int
) -> tuple[Slice, bool]:
    """The events after a position, as far as they are numbered; and whether there are some
    without a number. Raises :class:`CursorTooOld`, ``BadCursor``."""
    asked = {
        "merchant_id": merchant_of(db),
        "after": after,
        "far": LOOKED_THROUGH,
        "types": types,
        "most": most,
    }
    found = (await db.execute(_SLICE, asked)).all()
    if not found:
        if after:
            raise BadCursor
        return Slice([], 0, True), True
    head, forgotten, due = found[0][:3]
    if after is None:
        after = forgotten
    if after < forgotten:
        raise CursorTooOld
    if after > head:
        raise BadCursor
    rows = [row for row in found if row.id is not None]
    next_ = rows[-1].position if len(rows) == most else min(head, after + LOOKED_THROUGH)
    return Slice(rows, next_, due or next_ < head), due


@asynccontextmanager
async def _at(database: Database, merchant_id: UUID) -> AsyncIterator[AsyncSession]:
    async with database.session() as db:
        await enter(db, merchant_id)
        yield db


async def _bring_up_to_date(database: Database, merchant_id: UUID) -> tuple[int, bool]:
    """Number a batch; the head's position, and whether nothing was left."""
    async with _at(database, merchant_id) as db:
        head = await lock(db, make=True)
        if head is None:
            raise RuntimeError("a head neither made nor found")
        position = await number(db, head)
        return position, position - head.position < NUMBERED_AT_ONCE


async def latest(database: Database, merchant_id: UUID) -> int:
    """The position after all that is committed by now. Raises :class:`CatchingUp` when too much
    was written since anybody has read; asking again goes on from there."""
    for _ in range(_ROUNDS):
        position, done = await _bring_up_to_date(database, merchant_id)
        if done:
            return position
    raise CatchingUp(retry_after=1)


_waiting: Counter[UUID] = Counter()


@contextmanager
def _place(merchant_id: UUID) -> Iterator[None]:
    if _waiting[merchant_id] >= MOST_WAITING or _waiting.total() >= MOST_WAITING_IN_ALL:
        raise TooManyWaiting(retry_after=5)
    _waiting[merchant_id] += 1
    try:
        yield
    finally:
        _waiting[merchant_id] -= 1
        if not _waiting[merchant_id]:
            del _waiting[merchant_id]


async def follow(
    database: Database,
    merchant_id: UUID,
    after: int | None,
    types: list[str] | None,
    most: int,
    wait: float,
    gone: Callable[[], Awaitable[bool]],
) -> Slice:
    """The events after a position; where there are none, wait for some, for so many seconds at
    most or until the caller is ``gone``. No connection is held meanwhile.

    Raises :class:`CursorTooOld`, :class:`TooManyWaiting`, ``BadCursor``.
    """
    deadline = time.monotonic() + wait
    found = await _look(database, merchant_id, after, types, most)
    if found.rows or found.more or not wait:
        return found
    with _place(merchant_id):
        pause = _FIRST_PAUSE
        while not (found.rows or found.more):
            left = deadline - time.monotonic()
            if left <= 0 or await gone():
                break
            await asyncio.sleep(min(pause, left))
            pause = min(pause * 1.5, _LONGEST_PAUSE)
            found = await _look(database, merchant_id, found.next, types, most)
    return found


async def _look(
    database: Database, merchant_id: UUID, after: int | None, types: list[str] | None, most: int
) -> Slice:
    found = Slice([], after or 0, True)
    for _ in range(_ROUNDS):
        async with _at(database, merchant_id) as db:
            found, due = await read(db, after, types, most)
        if found.rows and not (due and len(found.rows) < most):
            return found
        if due:
            await _bring_up_to_date(database, merchant_id)
        elif found.more:
            after = found.next
        else:
            return found
    return found
