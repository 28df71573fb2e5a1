"""Placing a hold on a row, and lifting it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.core import audit
from api.core.audit import Actor
from api.core.clock import now
from api.core.errors import Problem
from api.privacy.holds.models import LegalHold
from api.privacy.inventory import tables


class LegalHoldNotFound(Problem):
    status, code, title = 404, "LEGAL_HOLD_NOT_FOUND", "There is no such hold"


class HeldRowNotFound(Problem):
    status, code, title = 404, "HELD_ROW_NOT_FOUND", "There is no such row to hold"


class HoldOver(Problem):
    status, code, title = 422, "HOLD_OVER", "A hold ends in the future"


async def place(
    db: AsyncSession, actor: Actor, table: str, row_id: UUID, reason: str, until: datetime
) -> LegalHold:
    """Raises :class:`HeldRowNotFound`, :class:`HoldOver`."""
    if until <= now():
        raise HoldOver
    found = next((one for one in tables() if one.name == table and one.of_merchants), None)
    if found is None:
        raise HeldRowNotFound
    key = found.attribute("id") if "id" in found.columns else None
    if key is None or await db.scalar(select(key).where(key == row_id)) is None:
        raise HeldRowNotFound
    hold = LegalHold(
        id=uuid7(), table_name=table, row_id=row_id, reason=reason, until=until,
        placed_by=actor.id, placed_at=now(),
    )  # fmt: skip
    db.add(hold)
    audit.record(db, actor, "hold.placed", "legal_hold", hold.id, table=table, row_id=row_id)
    await db.flush()
    return hold


async def lift(db: AsyncSession, actor: Actor, hold_id: UUID) -> None:
    """Lifting it again changes nothing. Raises :class:`LegalHoldNotFound`."""
    hold = await db.scalar(select(LegalHold).where(LegalHold.id == hold_id).with_for_update())
    if hold is None:
        raise LegalHoldNotFound
    if hold.lifted_at is None:
        hold.lifted_by, hold.lifted_at = actor.id, now()
        audit.record(db, actor, "hold.lifted", "legal_hold", hold.id, table=hold.table_name)
