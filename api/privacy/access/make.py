"""Making a file that was asked for, and keeping it in pieces.

All of it in one transaction: a process that dies leaves nothing, and the job begins anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core import audit
from api.core.clock import now
from api.core.jobs import Work, job
from api.core.personal import Subject
from api.core.tenancy import merchant_of
from api.privacy.access import trail
from api.privacy.access.ask import MAKE, MAKE_ACCOUNT, K
from api.privacy.access.compose import Order, compose
from api.privacy.access.models import CHUNKS, AccountExtract, AnyExtract, Extract, Takeout
from api.privacy.access.words import Language
from api.privacy.inventory import Person


@job(MAKE, attempts=3, after_end=True)
async def make(work: Work, extract_id: UUID, whole_merchant: bool) -> None:
    """A customer's file, or a merchant's."""
    here = merchant_of(work.db)
    row: Extract | Takeout | None
    if whole_merchant:
        row = await _running(work.db, Takeout, extract_id)
        person = Person(Subject.MERCHANT, here, here)
    elif row := await _running(work.db, Extract, extract_id):
        person = Person(Subject.CUSTOMER, row.customer_id, here)
    if row is None:
        return
    await _make(work, row, person)
    trail.note(work.db, audit.SYSTEM, row, "ready")


@job(MAKE_ACCOUNT, attempts=3)
async def make_account(work: Work, extract_id: UUID) -> None:
    """A user's file."""
    row = await _running(work.db, AccountExtract, extract_id)
    if row is not None:
        await _make(work, row, Person(Subject.USER, row.user_id))


async def _running(db: AsyncSession, kind: type[K], extract_id: UUID) -> K | None:
    row = await db.scalar(select(kind).where(kind.id == extract_id).with_for_update())
    return row if row is not None and row.status == "running" else None


async def _make(work: Work, row: AnyExtract, person: Person) -> None:
    pieces = _Pieces(work.db, row)
    order = Order(row.id, person, cast(Language, row.language), now())
    row.rows = await compose(work.database, work.settings, order, pieces.put)
    row.status, row.size, row.finished_at = "ready", pieces.size, now()


class _Pieces:
    """Keeps pieces behind one another."""

    def __init__(self, db: AsyncSession, row: AnyExtract) -> None:
        self._db, self._id, self._chunk = db, row.id, CHUNKS[type(row)]
        self._number = 0
        self.size = 0

    async def put(self, pieces: Iterable[bytes]) -> None:
        for body in pieces:
            chunk: dict[str, Any] = {"extract_id": self._id, "number": self._number, "body": body}
            await self._db.execute(insert(self._chunk), [chunk])
            self._number += 1
            self.size += len(body)
