"""Sealing: what waits gets the next places in its merchant's chain.

Writers do not number and do not wait; the one sealer of a merchant, under the lock of the head's
row, takes whatever is committed by then. An event, its seal and its going from the waiting ones
are all or nothing, so that a sealer which dies in the middle has done nothing, and an event
whose transaction commits late gets a later place, once.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.audit.chain import START, VERSION, digest, link
from api.core.clock import now
from api.core.db import Database
from api.core.jobs import Afterwards, Work, periodic
from api.core.tenancy import enter, merchant_of

log = logging.getLogger("carnet.audit")

SEALED_AT_ONCE = 2_000
"""Events in one transaction."""
TURN = 5.0
"""Seconds that one merchant is sealed for before it is the next one's turn."""

_WHO = text("SELECT DISTINCT merchant_id FROM audit_waiting").execution_options(
    touches_no_merchant=True
)
_MAKE_HEAD = text("""
INSERT INTO audit_heads (merchant_id, position, link) VALUES (:merchant_id, 0, :link)
ON CONFLICT DO NOTHING
""")
_LOCK_HEAD = text("""
SELECT position, link FROM audit_heads WHERE merchant_id = :merchant_id FOR UPDATE
""")
_DUE = text("""
SELECT e.id, e.at, e.actor_kind, e.actor_id, e.action, e.subject_type, e.subject_id, e.facts
  FROM audit_waiting w
  JOIN audit_events e ON e.merchant_id = :merchant_id AND e.id = w.id
 WHERE w.merchant_id = :merchant_id
   AND NOT EXISTS (SELECT 1 FROM audit_seals s
                    WHERE s.merchant_id = :merchant_id AND s.id = w.id)
 ORDER BY w.at, w.id LIMIT :most
""")
_SEAL = text("""
WITH sealed AS (
  INSERT INTO audit_seals (merchant_id, id, position, version, sealed_at, digest, link)
  SELECT :merchant_id, s.id, s.position, :version, :sealed_at, s.digest, s.link
    FROM unnest(CAST(:ids AS uuid[]), CAST(:positions AS bigint[]),
                CAST(:digests AS bytea[]), CAST(:links AS bytea[]))
      AS s (id, position, digest, link)
), gone AS (
  DELETE FROM audit_waiting WHERE merchant_id = :merchant_id AND id = ANY (CAST(:ids AS uuid[]))
)
UPDATE audit_heads SET position = :position, link = :link WHERE merchant_id = :merchant_id
""")


@dataclass(frozen=True)
class Head:
    position: int
    link: bytes


async def lock(db: AsyncSession) -> Head:
    """Hold the merchant's chain."""
    asked = {"merchant_id": merchant_of(db)}
    row = (await db.execute(_LOCK_HEAD, asked)).one_or_none()
    if row is None:
        await db.execute(_MAKE_HEAD, asked | {"link": START})
        row = (await db.execute(_LOCK_HEAD, asked)).one()
    return Head(row.position, row.link)


async def seal(db: AsyncSession, most: int = SEALED_AT_ONCE) -> int:
    """Seal what waits in the session's merchant, in the order of time; how many were sealed."""
    head = await lock(db)
    asked = {"merchant_id": merchant_of(db), "most": most}
    # After the lock, in a statement of its own: it sees what the last holder has sealed.
    due = (await db.execute(_DUE, asked)).all()
    if not due:
        return 0
    sealed_at, before = now(), head.link
    positions = range(head.position + 1, head.position + 1 + len(due))
    digests, links = [], []
    for position, event in zip(positions, due, strict=True):
        digests.append(digest(event))
        before = link(before, position, sealed_at, digests[-1])
        links.append(before)
    await db.execute(
        _SEAL,
        {
            "merchant_id": merchant_of(db),
            "version": VERSION,
            "sealed_at": sealed_at,
            "ids": [event.id for event in due],
            "positions": list(positions),
            "digests": digests,
            "links": links,
            "position": positions[-1],
            "link": before,
        },
    )
    return len(due)


async def seal_merchant(database: Database, merchant_id: UUID) -> bool:
    """Seal one merchant for at most :data:`TURN`, a transaction for each batch; whether all that
    was committed is sealed."""
    until = time.monotonic() + TURN
    while time.monotonic() < until:
        async with database.session() as db:
            await enter(db, merchant_id)
            if await seal(db) < SEALED_AT_ONCE:
                return True
    return False


async def seal_all(database: Database) -> None:
    """Seal every merchant, each in transactions of its own. One that fails does not keep the
    others from it; the job then fails too, and so is seen and tried again."""
    failed = 0
    unfinished = True
    while unfinished and not failed:
        unfinished = False
        async with database.session() as db:
            merchants = (await db.scalars(_WHO)).all()
        for merchant_id in merchants:
            try:
                unfinished |= not await seal_merchant(database, merchant_id)
            except SQLAlchemyError as error:
                failed += 1
                log.error("sealing of merchant %s: %s", merchant_id, type(error).__name__)
    if failed:
        raise RuntimeError(f"{failed} merchants could not be sealed")


@periodic("* * * * *", "audit.seal")
async def seal_everywhere(work: Work) -> Afterwards:
    """Every minute, after this job's own transaction: merchants are never mixed in one."""

    async def afterwards() -> None:
        await seal_all(work.database)

    return afterwards
