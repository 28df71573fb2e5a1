"""Searching a merchant's audit trail, and taking it along as a file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.models import ApiKey, Membership, User
from api.accounts.schemas.audit import AuditActorOut, AuditEventOut, AuditSubjectOut
from api.core.audit import AuditEvent
from api.core.audit.seals import AuditSeal
from api.core.db import Database
from api.core.tenancy import enter, merchant_of

PAGE = 1_000


@dataclass(frozen=True)
class Wanted:
    """What is searched for; None: anything."""

    actions: Sequence[str] | None = None
    actor: UUID | None = None
    subject: UUID | None = None
    from_: datetime | None = None
    until: datetime | None = None

    def query(self) -> Select[Any]:
        query: Any = select(AuditEvent, AuditSeal.position).outerjoin(
            AuditSeal,
            and_(AuditSeal.merchant_id == AuditEvent.merchant_id, AuditSeal.id == AuditEvent.id),
        )
        if self.actions:
            query = query.where(AuditEvent.action.in_(self.actions))
        if self.actor is not None:
            query = query.where(AuditEvent.actor_id == self.actor)
        if self.subject is not None:
            query = query.where(AuditEvent.subject_id == self.subject)
        if self.from_ is not None:
            query = query.where(AuditEvent.at >= self.from_)
        if self.until is not None:
            query = query.where(AuditEvent.at < self.until)
        found: Select[Any] = query
        return found


async def shown(db: AsyncSession, rows: Iterable[Any]) -> list[AuditEventOut]:
    """Each event with the names that its ids still lead to."""
    found = [(row[0], row[1]) for row in rows]
    ids = {event.actor_id for event, _ in found} | {event.subject_id for event, _ in found}
    names = await _names(db, {id for id in ids if id is not None})
    return [_shown(event, place, names) for event, place in found]


def _shown(event: AuditEvent, place: int | None, names: dict[UUID, str]) -> AuditEventOut:
    name = names.get(event.actor_id) if event.actor_id else None
    actor = AuditActorOut.model_validate(
        {"kind": event.actor_kind, "id": event.actor_id, "name": name}
    )
    subject = AuditSubjectOut(
        type=event.subject_type, id=event.subject_id, name=names.get(event.subject_id)
    )
    return AuditEventOut(
        id=event.id,
        at=event.at,
        action=event.action,
        actor=actor,
        subject=subject,
        facts=event.facts,
        place=place,
    )


async def _names(db: AsyncSession, ids: set[UUID]) -> dict[UUID, str]:
    members = (
        select(Membership.id, User.first_name, User.email)
        .join(User, User.id == Membership.user_id)
        .where(Membership.merchant_id == merchant_of(db), Membership.id.in_(ids))
    )
    keys = select(ApiKey.id, ApiKey.name).where(ApiKey.id.in_(ids))
    people = {row[0]: row[1] or row[2] for row in await db.execute(members)}
    return people | {row[0]: row[1] for row in await db.execute(keys)}


COLUMNS = (
    "id", "at", "action", "actor_kind", "actor_id", "actor", "subject_type", "subject_id", "facts",
    "place",
)  # fmt: skip
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _line(cells: Iterable[Any]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()


def _cells(one: AuditEventOut) -> list[Any]:
    name = one.actor.name or ""
    return [
        one.id,
        one.at.isoformat(),
        one.action,
        one.actor.kind,
        one.actor.id or "",
        # The one text that somebody has typed: no spreadsheet takes it for a formula.
        f"'{name}" if name.startswith(_STARTS_FORMULA) else name,
        one.subject.type,
        one.subject.id,
        json.dumps(one.facts, ensure_ascii=False),
        one.place or "",
    ]


async def as_csv(database: Database, merchant_id: UUID, wanted: Wanted) -> AsyncIterator[bytes]:
    """Newest first, a page in a transaction of its own: none waits for a slow reader."""
    yield ("\ufeff" + _line(COLUMNS)).encode()
    after: tuple[datetime, UUID] | None = None
    while True:
        query = wanted.query().order_by(AuditEvent.at.desc(), AuditEvent.id.desc()).limit(PAGE)
        if after is not None:
            query = query.where(tuple_(AuditEvent.at, AuditEvent.id) < after)
        async with database.session() as db:
            await enter(db, merchant_id)
            lines = await shown(db, (await db.execute(query)).all())
        if lines:
            yield "".join(_line(_cells(one)) for one in lines).encode()
        if len(lines) < PAGE:
            return
        after = lines[-1].at, lines[-1].id
