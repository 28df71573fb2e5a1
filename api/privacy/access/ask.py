"""Asking for a file. Made in the background; it is there for seven days."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.core import audit, jobs
from api.core.audit import Actor
from api.core.clock import now
from api.core.errors import Problem
from api.core.personal import Subject
from api.privacy.access import trail
from api.privacy.access.models import AccountExtract, AnyExtract, Extract, Takeout
from api.privacy.access.words import Language
from api.privacy.inventory import Person

KEPT = timedelta(days=7)
AT_ONCE = 20
"""Of one merchant: a bounded number of files lies here unasked for."""
AT_ONCE_OF_ONE = 2
"""Of a whole merchant, or of one user."""
GIVEN_UP = timedelta(hours=6)
"""By then its job has used up its attempts."""

K = TypeVar("K", Extract, Takeout, AccountExtract)

MAKE = "privacy.make_extract"
MAKE_ACCOUNT = "privacy.make_account_extract"


class TooManyExtracts(Problem):
    status, code, title = 409, "TOO_MANY_EXTRACTS", "Wait for the files under way first"


class ExtractNotFound(Problem):
    status, code, title = 404, "EXTRACT_NOT_FOUND", "There is no such file"


async def start(
    db: AsyncSession,
    caller: Actor | None,
    person: Person,
    language: Language,
    *,
    request_id: UUID | None = None,
) -> AnyExtract:
    """Have the person's data made into a file: a customer's, a user's, or for
    ``Subject.MERCHANT`` all of a merchant's. ``caller`` None: the service itself asks.

    Raises :class:`TooManyExtracts`.
    """
    actor = caller or audit.SYSTEM
    given: dict[str, Any] = {
        "language": language,
        "expires_at": now() + KEPT,
        "request_id": request_id,
    }
    row: AnyExtract
    if person.subject is Subject.USER:
        row = AccountExtract(user_id=person.id, **given)
        await _room(db, AccountExtract, AT_ONCE_OF_ONE, AccountExtract.user_id == person.id)
    else:
        given |= {"actor_kind": actor.kind, "actor_id": actor.id}
        if person.subject is Subject.CUSTOMER:
            row = Extract(customer_id=person.id, **given)
            await _room(db, Extract, AT_ONCE)
        else:
            row = Takeout(**given)
            await _room(db, Takeout, AT_ONCE_OF_ONE)
    db.add(row)
    await db.flush()
    if isinstance(row, AccountExtract):
        await jobs.enqueue(db, MAKE_ACCOUNT, extract_id=row.id)
        return row
    trail.note(db, actor, row, "created")
    await jobs.enqueue(db, MAKE, extract_id=row.id, whole_merchant=isinstance(row, Takeout))
    return row


async def _room(
    db: AsyncSession, kind: type[AnyExtract], most: int, *whose: ColumnElement[bool]
) -> None:
    stuck = (kind.status == "running", kind.created_at < now() - GIVEN_UP, *whose)
    await db.execute(update(kind).where(*stuck).values(status="failed", finished_at=now()))
    running = select(func.count(kind.id)).where(kind.status == "running", *whose)
    if (await db.scalar(running) or 0) >= most:
        raise TooManyExtracts(most=most)


async def load(db: AsyncSession, kind: type[K], extract_id: UUID) -> K:
    """Raises :class:`ExtractNotFound`."""
    row = await db.scalar(select(kind).where(kind.id == extract_id))
    if row is None:
        raise ExtractNotFound
    return row
