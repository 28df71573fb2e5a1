"""Keeping the counts up to the ledger: by whoever reads them, and by a job."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.local_time import zone_of
from api.core import jobs
from api.core.clock import now
from api.core.jobs import Work, job, periodic
from api.core.tenancy import merchant_of
from api.statistics.counting import COUNT

BATCH = 500
"""Cards counted in one statement."""
FRESH = timedelta(seconds=30)
"""So long nobody looks again."""
LATE = timedelta(hours=1)
"""No transaction lasts longer: an entry that is older and was not seen does not exist. Whoever
is wrong about that is put right at night, when all cards are looked at."""
FOLLOW = "statistics.follow_of"

_MAKE = text("""
INSERT INTO statistic_heads (merchant_id, id, zone, followed_at)
VALUES (:merchant_id, :merchant_id, :zone, '-infinity')
ON CONFLICT DO NOTHING
""")
_LOCK = """
SELECT zone, followed_at = '-infinity' AS never,
       greatest(followed_at, '1970-01-01') AS followed_at
  FROM statistic_heads
 WHERE merchant_id = :merchant_id AND id = :merchant_id
   FOR UPDATE{}
"""
_THERE = text("SELECT 1 FROM statistic_heads WHERE merchant_id = :merchant_id")
_WAIT, _PASS = text(_LOCK.format("")), text(_LOCK.format(" SKIP LOCKED"))
_ADVANCE = text("""
UPDATE statistic_heads
   SET zone = :zone,
       followed_at = CASE WHEN :whole THEN CAST(:at AS timestamptz)
                          WHEN :never THEN '-infinity' ELSE followed_at END
 WHERE merchant_id = :merchant_id AND id = :merchant_id
""")
_DUE = """
SELECT c.id
  FROM cards c
  LEFT JOIN statistic_cards s ON s.merchant_id = c.merchant_id AND s.card_id = c.id
 WHERE c.merchant_id = :merchant_id AND c.seq > coalesce(s.seq, 0){}
 LIMIT :most
"""
_ANY = text(_DUE.format(""))
_LATELY = text(
    _DUE.format("""
   AND c.id IN (SELECT card_id FROM entries
                 WHERE merchant_id = :merchant_id AND recorded_at >= :since)""")
)
TABLES = ("statistic_days", "statistic_flows", "statistic_hours", "statistic_cards")
_FORGET = [text(f"DELETE FROM {table} WHERE merchant_id = :merchant_id") for table in TABLES]


@dataclass(frozen=True)
class Followed:
    cards: int
    """That were counted now."""
    whole: bool
    """Nothing is left, or somebody else is at it."""


async def follow(
    db: AsyncSession,
    *,
    batches: int = 20,
    everything: bool = False,
    wait: bool = True,
    anew: bool = False,
) -> Followed:
    """Count what came since the last time. ``everything``: look at all cards, not only at those
    with late entries; also soon after somebody else has looked. ``wait``: for whoever else is
    counting; else it is left to them. ``anew``: forget all counts before; also done when the
    merchant has moved to another time zone, whose days are others."""
    owner = {"merchant_id": merchant_of(db)}
    zone = (await zone_of(db, owner["merchant_id"])).key
    at = now()
    head = (await db.execute(_WAIT if wait else _PASS, owner)).one_or_none()
    if head is None:
        # Making it would wait for whoever is changing it.
        if not wait and await db.scalar(_THERE, owner):
            return Followed(0, whole=True)
        await db.execute(_MAKE, owner | {"zone": zone})
        head = (await db.execute(_WAIT, owner)).one()
    fresh = not head.never and head.zone == zone and at - head.followed_at < FRESH
    if fresh and not (wait or everything):
        return Followed(0, whole=True)
    never = head.never
    if anew or head.zone != zone:
        for statement in _FORGET:
            await db.execute(statement, owner)
        never = True
    find, values = _ANY, owner | {"most": BATCH}
    if not (never or everything):
        find, values = _LATELY, values | {"since": head.followed_at - LATE}
    counted, whole = 0, False
    for _ in range(batches):
        due: Sequence[UUID] = (await db.scalars(find, values)).all()
        if due:
            counted += await db.scalar(COUNT, owner | {"cards": due, "zone": zone}) or 0
        if whole := len(due) < BATCH:
            break
    how = {"zone": zone, "whole": whole, "never": never, "at": at}
    await db.execute(_ADVANCE, owner | how)
    return Followed(counted, whole)


async def catch_up(db: AsyncSession) -> None:
    """For whoever is about to read. What is too much for one answer is left to a job."""
    if not (await follow(db, batches=2, wait=False)).whole:
        await jobs.enqueue(db, FOLLOW, once="follow")


@periodic("17 * * * *", "statistics.follow")
async def follow_everywhere(work: Work) -> None:
    """One job for each merchant."""
    await jobs.enqueue_everywhere(work.db, FOLLOW, once="follow")


@job(FOLLOW)
async def follow_of(work: Work) -> None:
    followed = await follow(work.db, everything=True, wait=False)
    if not followed.whole:
        await jobs.enqueue(work.db, FOLLOW)
