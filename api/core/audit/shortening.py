"""Taking the beginning of a merchant's trail away, once its time is over.

A checkpoint takes its place: up to which place the chain is gone, and the link from which it goes
on. It counts only where an event further on in the chain says the same, which is sealed and stands
in the daily roots like any other: so a beginning that somebody else takes away is missed, and so
is one whose time, by the days of the roots, cannot have been over (``verify.YOUNGEST``). From
then on the verification begins behind it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select, text, true
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.core import audit
from api.core.audit import AuditEvent, sealer
from api.core.audit.seals import AuditCheckpoint, AuditSeal
from api.core.clock import now
from api.core.tenancy import merchant_of

BATCH = 1_000

_LINK = text("""
SELECT link FROM audit_seals WHERE merchant_id = :merchant_id AND position = :position
""")
_CUT = text("SELECT app_cut_audit(:most) WHERE CAST(:merchant_id AS uuid) IS NOT NULL")


@dataclass(frozen=True)
class Checkpoint:
    position: int
    link: bytes


async def last(db: AsyncSession) -> Checkpoint | None:
    """The one that counts."""
    query = select(AuditCheckpoint).order_by(AuditCheckpoint.position.desc()).limit(1)
    found = (await db.scalars(query)).one_or_none()
    return None if found is None else Checkpoint(found.position, found.link)


async def mark(db: AsyncSession, over: ColumnElement[bool]) -> int:
    """Set a checkpoint before the first event that is not ``over`` (a condition on
    :class:`AuditEvent`); how many places the beginning that may now be cut has. Everything up to
    there has a seal: what waits for one comes behind."""
    head = await sealer.lock(db)
    before = await last(db)
    after = before.position if before else 0
    first_kept = (
        select(AuditSeal.position)
        .join(AuditEvent, AuditEvent.id == AuditSeal.id)
        .where(AuditSeal.position > after, ~over)
        .order_by(AuditSeal.position)
        .limit(1)
    )
    kept = await db.scalar(first_kept)
    position = head.position if kept is None else kept - 1
    if position <= after:
        return 0
    found = await db.scalar(_LINK, {"merchant_id": merchant_of(db), "position": position})
    if found is None:
        # A seal is gone that nobody may take away: the verification says so, and it stays.
        return 0
    db.add(AuditCheckpoint(id=uuid7(), position=position, link=found, made_at=now()))
    audit.record(
        db, audit.SYSTEM, "audit.shortened", "merchant", merchant_of(db),
        position=position, link=found.hex(), events=position - after,
    )  # fmt: skip
    return position - after


async def mark_all(db: AsyncSession) -> int:
    """The same for the whole trail, whatever its age: the contract is over."""
    while await sealer.seal(db):
        pass
    return await mark(db, true())


async def cut(db: AsyncSession, most: int | None = None) -> int:
    """Take away a batch of what lies before the last checkpoint; how much that was. The database
    itself lets nothing else go."""
    asked = {"merchant_id": merchant_of(db), "most": most or BATCH}
    found: int = (await db.execute(_CUT, asked)).scalar_one()
    return found
