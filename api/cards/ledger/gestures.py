"""A gesture and the entry that it became: asked again, it gives the first answer again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.cards.ledger import statements
from api.core.audit import Actor
from api.core.clock import now
from api.core.errors import Problem
from api.core.http.idempotency import KeyReused
from api.core.tenancy import merchant_of

Kind = Literal["earn", "redeem", "adjust", "expire", "reverse", "import", "transfer"]


@dataclass(slots=True, kw_only=True)
class Gesture:
    """What the caller wants, in the form that makes it repeatable: ``key`` is its
    Idempotency-Key, ``request`` the digest of what was asked (None where nobody asked)."""

    actor: Actor
    key: str | None
    request: bytes | None
    occurred_at: datetime = field(default_factory=now)
    reason: str | None = None
    receipt: str | None = None


@dataclass(slots=True, kw_only=True)
class Recorded:
    """An entry as it stands in the ledger."""

    id: UUID
    card_id: UUID
    seq: int
    kind: Kind
    delta: int
    balance: int
    revision: int
    reverses: UUID | None
    reward_id: UUID | None
    reward_name: str | None
    reason: str | None
    receipt: str | None
    actor_kind: str
    actor_id: UUID | None
    occurred_at: datetime
    recorded_at: datetime
    amount: int | None = None
    location_id: UUID | None = None
    value: int | None = None
    detail: dict[str, Any] | None = None
    expires_at: datetime | None = None
    """Of the units that came in."""
    available_at: datetime | None = None
    hash: bytes = b""


def request_digest(operation: str, body: dict[str, Any]) -> bytes:
    """What makes two requests the same: the operation and its body."""
    document = json.dumps([operation, body], sort_keys=True, default=str)
    return hashlib.sha256(document.encode()).digest()


async def recorded(db: AsyncSession, gesture: Gesture) -> Recorded | None:
    """The entry that was written for the gesture's key. Raises :class:`KeyReused`."""
    found = await db.execute(
        statements.BY_KEY, {"merchant_id": merchant_of(db), "key": gesture.key}
    )
    row = found.one_or_none()
    if row is None:
        return None
    values = dict(row._mapping)
    if values.pop("request") != gesture.request:
        raise KeyReused
    return Recorded(**values)


async def by_id(db: AsyncSession, entry_id: UUID) -> Recorded:
    """The entry with this id, as it was answered first."""
    values = {"merchant_id": merchant_of(db), "id": entry_id}
    found = dict((await db.execute(statements.BY_ID, values)).one()._mapping)
    del found["request"]
    return Recorded(**found)


async def once(
    db: AsyncSession, gesture: Gesture, operate: Callable[[], Awaitable[Recorded | None]]
) -> tuple[Recorded, bool]:
    """Run an operation so that repeating it gives the first answer again (then True).

    The key is looked up only when the operation does not go through: a repeated stamp is refused
    by its own cooldown, or meets its own entry. Raises :class:`KeyReused` and what the operation
    raises.
    """
    try:
        entry = await operate()
    except Problem:
        first = await recorded(db, gesture)
        if first is None:
            raise
        return first, True
    if entry is not None:
        return entry, False
    first = await recorded(db, gesture)
    if first is None:
        raise RuntimeError("an entry neither written nor found")
    return first, True
