"""How far an erasure is: its states, what is noted with every batch, and the receipts of others."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from api.core import audit
from api.core.clock import now
from api.core.personal import Subject
from api.privacy.erasure.models import Erasure, ErasureMark, UserErasure

Row = Erasure | UserErasure


async def locked(db: AsyncSession, subject: Subject, erasure_id: UUID) -> Row | None:
    kind: Any = Erasure if subject is Subject.CUSTOMER else UserErasure
    query = select(kind).where(kind.id == erasure_id).with_for_update()
    found: Row | None = await db.scalar(query.execution_options(populate_existing=True))
    return found


async def mark(db: AsyncSession, erasure_id: UUID) -> None:
    """This database knows of it, from before the ledger outside does."""
    row = {"id": erasure_id, "begun_at": now()}
    await db.execute(insert(ErasureMark).values(row).on_conflict_do_nothing())


async def unmark(db: AsyncSession, erasure_id: UUID) -> None:
    """The rows are gone; nothing of it has to be done again."""
    await db.execute(
        update(ErasureMark).where(ErasureMark.id == erasure_id).values(finished_at=now())
    )


def counted(erased: dict[str, Any], table: str, rows: int) -> dict[str, Any]:
    return erased if rows == 0 else {**erased, table: erased.get(table, 0) + rows}


def asked(receipts: dict[str, Any], recipient: str, reference: str, at: datetime) -> dict[str, Any]:
    """One more from whom an answer is awaited; what has been confirmed stays confirmed."""
    if reference in receipts:
        return receipts
    line = {"recipient": recipient, "asked_at": at.isoformat(), "confirmed_at": None}
    return {**receipts, reference: line}


def confirmed(receipts: dict[str, Any], reference: str, at: datetime) -> dict[str, Any]:
    if reference not in receipts:
        return receipts
    return {**receipts, reference: {**receipts[reference], "confirmed_at": at.isoformat()}}


def state_after(receipts: dict[str, Any]) -> str:
    """Of an erasure whose rows are gone and verified."""
    waiting = any(one["confirmed_at"] is None for one in receipts.values())
    return "awaiting_provider" if waiting else "done"


def conclude(db: AsyncSession, row: Row) -> None:
    """Done, or waiting for a recipient's answer."""
    row.state = state_after(row.receipts)
    if row.state != "done":
        return
    row.finished_at = now()
    if isinstance(row, Erasure):
        audit.record(
            db, audit.SYSTEM, "erasure.done", "erasure", row.id, rows=sum(row.erased.values())
        )


async def note_receipt(
    db: AsyncSession, subject: Subject, erasure_id: UUID, reference: str
) -> None:
    """A recipient was asked again and answered that it has nothing any more."""
    row = await locked(db, subject, erasure_id)
    if row is None:
        return
    row.receipts = confirmed(row.receipts, reference, now())
    if row.state == "awaiting_provider":
        conclude(db, row)
