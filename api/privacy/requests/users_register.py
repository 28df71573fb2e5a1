"""What persons with a login have asked of the operator, who is their controller: copies of their
data, and the end of their account. Both are carried out by themselves; this is the register of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.privacy.access.models import AccountExtract
from api.privacy.erasure.models import UserErasure
from api.privacy.requests import deadlines
from api.privacy.requests.holidays import Calendar
from api.privacy.retention.in_force import OPERATORS


@dataclass(frozen=True)
class Line:
    received_at: datetime
    kind: Literal["access", "erasure"]
    user_id: UUID
    """Opaque; of an erased account it leads to nobody."""
    state: str
    due_on: date
    done: bool


async def register(db: AsyncSession, since: datetime) -> list[Line]:
    """Oldest first. Copies that an erased person had asked for went with the account."""
    copies = select(AccountExtract).where(AccountExtract.created_at >= since)
    ends = select(UserErasure).where(UserErasure.created_at >= since, UserErasure.cause == "asked")
    lines = [
        _line("access", one, one.status in ("ready", "expired"), one.status)
        for one in await db.scalars(copies)
    ]
    lines += [
        _line("erasure", one, one.state == "done", one.state) for one in await db.scalars(ends)
    ]
    return sorted(lines, key=lambda line: (line.received_at, line.user_id))


def _line(
    kind: Literal["access", "erasure"], one: AccountExtract | UserErasure, done: bool, state: str
) -> Line:
    _, zone = OPERATORS
    due = deadlines.due(one.created_at, zone, Calendar.FRANCE, deadlines.MONTHS)
    return Line(one.created_at, kind, one.user_id, state, due.on, done)
