"""Events are forgotten after :data:`api.core.events.outbox.KEPT`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from api.core import jobs
from api.core.clock import now
from api.core.events import KEPT
from api.core.events.feed import Head, lock, number
from api.core.jobs import Work, job, periodic
from api.core.tenancy import merchant_of

AT_ONCE = 5_000
"""Events that one run numbers and deletes; then it goes on in another."""


# Up to the first that is to be kept, so that what is left begins without a hole.
_UP_TO = text("""
SELECT coalesce(
         (SELECT position - 1 FROM events
           WHERE merchant_id = :merchant_id AND at >= :before
             AND position > :forgotten AND position <= :far
           ORDER BY position LIMIT 1),
         :far)
""")
_FORGET = text("""
DELETE FROM events
 WHERE merchant_id = :merchant_id AND position > :forgotten AND position <= :up_to
""")
_MOVE_ON = text("""
UPDATE event_heads SET forgotten = :up_to WHERE merchant_id = :merchant_id
""")
# No cursor was ever given out, so that nobody can miss them. The condition stands outside once
# more: a first reader may be numbering them at this moment.
_FORGET_UNREAD = text("""
DELETE FROM events
 WHERE merchant_id = :merchant_id AND position IS NULL AND at < :before
   AND id IN (SELECT id FROM events
               WHERE merchant_id = :merchant_id AND position IS NULL AND at < :before
               ORDER BY at, id LIMIT :most)
RETURNING id
""")


@periodic("29 3 * * *", "events.forget")
async def forget(work: Work) -> None:
    """One job for each merchant."""
    await jobs.enqueue_everywhere(work.db, "events.forget_of", once="nightly")


@job("events.forget_of")
async def forget_of(work: Work) -> None:
    """Delete a merchant's old events. What nobody has read is numbered first, so that a reader
    who was away for too long is told so and does not miss it unknowingly."""
    before = now() - KEPT
    head = await lock(work.db, make=False)
    if head is None:
        unfinished = await _forget_unread(work.db, before)
    else:
        unfinished = await _forget_read(work.db, head, before)
    if unfinished:
        await jobs.enqueue(work.db, "events.forget_of")


async def _forget_unread(db: AsyncSession, before: datetime) -> bool:
    asked = {"merchant_id": merchant_of(db), "before": before, "most": AT_ONCE}
    return len((await db.execute(_FORGET_UNREAD, asked)).all()) == AT_ONCE


async def _forget_read(db: AsyncSession, head: Head, before: datetime) -> bool:
    position = await number(db, head, AT_ONCE)
    asked = {
        "merchant_id": merchant_of(db),
        "before": before,
        "forgotten": head.forgotten,
        "far": min(position, head.forgotten + AT_ONCE),
    }
    up_to: int = (await db.execute(_UP_TO, asked)).scalar_one()
    if up_to > head.forgotten:
        asked |= {"up_to": up_to}
        await db.execute(_FORGET, asked)
        await db.execute(_MOVE_ON, asked)
    return position - head.position == AT_ONCE or up_to - head.forgotten == AT_ONCE
