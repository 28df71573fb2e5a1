"""The ledger: how an entry is written, once and whole.

An operation is two statements between BEGIN and COMMIT: one locks the card and reads the rules
in force, one writes the entry, its lots, the balance and the visit. They are written out, since
this is the path that a queue of customers waits on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import TextClause
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.cards import chain, statements, tiers, visits
from api.cards.locked import Locked as Locked
from api.cards.locked import lock as lock
from api.cards.locked import peek as peek
from api.core.audit import SYSTEM, Actor
from api.core.clock import now
from api.core.errors import Problem
from api.core.tenancy import merchant_of
from api.programs import lasting

Kind = Literal["earn", "redeem", "adjust", "expire", "reverse", "import", "transfer"]


class CardClosed(Problem):
    status, code, title = 409, "CARD_CLOSED", "This card is closed"


class NotEnoughUnits(Problem):
    status, code, title = 409, "NOT_ENOUGH_UNITS", "The card does not hold that many units"


class TooManyOnCard(Problem):
    status, code, title = 409, "TOO_MANY_ON_CARD", "A card cannot hold that many units"


class KeyReused(Problem):
    """The IETF draft on Idempotency-Key, section 2.7, asks for 422 here."""

    status, code, title = (
        422,
        "IDEMPOTENCY_KEY_REUSED",
        "This Idempotency-Key was used for another request",
    )


class KeyRequired(Problem):
    status, code, title = 400, "IDEMPOTENCY_KEY_REQUIRED", "Send an Idempotency-Key per gesture"


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


MOST_ON_CARD = 2_000_000_000


async def write(
    db: AsyncSession,
    card: Locked,
    gesture: Gesture,
    statement: TextClause,
    kind: Kind,
    delta: int,
    *,
    visit: bool = False,
    reverses: UUID | None = None,
    reward: tuple[UUID, str] | None = None,
    amount: int | None = None,
    location_id: UUID | None = None,
    value: int | None = None,
    detail: dict[str, Any] | None = None,
    expires_at: datetime | None = None,
    available_at: datetime | None = None,
    moved_by: UUID | None = None,
) -> Recorded | None:
    """Add an entry to a locked card, and the balance with it; ``card`` then stands as after it.

    ``card`` carries the other columns that change as they shall be. ``visit``: the holder was
    there, and ``amount`` was spent. Units that come in last as the rules say unless
    ``expires_at`` or ``available_at`` are given. ``moved_by``: the entry of the other card that
    the units of a transfer leave. Returns None when the gesture's key is in the ledger already:
    then nothing was written. Raises :class:`NotEnoughUnits`, :class:`TooManyOnCard`.
    """
    moment = gesture.occurred_at
    if visit or statement is statements.EARN:
        await _mark_time(db, card, moment, visit=visit)
    idle = statement is statements.EARN and expires_at is None and lasting.idles(card.rules)
    if statement is statements.EARN:
        if kind == "earn":
            available_at = available_at or lasting.available_from(card.rules, moment)
        if expires_at is None and not idle:
            expires_at = lasting.expiry_of(card.rules, available_at or moment, card.zone)
    change = None
    if kind == "earn" and (card.rules.tiers or card.tier_id):
        change = await tiers.follow(db, card, delta, moment)
    balance = card.balance + delta
    if balance < 0:
        raise NotEnoughUnits(balance=card.balance)
    if balance > MOST_ON_CARD:
        raise TooManyOnCard(balance=card.balance)
    entry = Recorded(
        id=uuid7(),
        card_id=card.id,
        seq=card.seq + 1,
        kind=kind,
        delta=delta,
        balance=balance,
        revision=card.revision,
        reverses=reverses,
        reward_id=reward[0] if reward else None,
        reward_name=reward[1] if reward else None,
        reason=gesture.reason,
        receipt=gesture.receipt,
        actor_kind=gesture.actor.kind,
        actor_id=gesture.actor.id,
        occurred_at=gesture.occurred_at,
        recorded_at=now(),
        amount=amount,
        location_id=location_id,
        value=value,
        detail=detail,
        expires_at=expires_at,
        available_at=available_at,
    )
    entry.hash = chain.link(card.head_hash, entry)
    values: dict[str, Any] = {name: getattr(entry, name) for name in Recorded.__slots__}
    values |= {name: getattr(card, name) for name in _OF_CARD}
    values |= {
        "merchant_id": merchant_of(db),
        "key": gesture.key,
        "request": gesture.request,
        "worth": value,
        "detail": json.dumps(detail) if detail else None,
        "visitor_id": card.customer_id if visit else None,
        "day_start": card.start_of(card.day(gesture.occurred_at)),
        "spent": amount or 0,
        "moved_by": moved_by,
    }
    if statement is statements.EARN:
        values |= {"lot_id": uuid7(), "idle": idle}
    written = (await db.execute(statement, values)).one_or_none()
    if written is None:
        return None
    card.balance, card.seq, card.head_hash = entry.balance, entry.seq, entry.hash
    tiers.record(db, card, change, gesture.actor)
    if visit and card.customer_id and card.day(moment) < card.day(entry.recorded_at):
        # It waited offline: that day may have been counted, or not have been the last.
        await visits.recount(db, card.customer_id, card.zone)
    return entry


async def _mark_time(db: AsyncSession, card: Locked, moment: datetime, *, visit: bool) -> None:
    """Let the holder's inactivity begin anew. What it had cost before is written off first, or
    it would come back."""
    until = card.idle_expires_at
    if until is not None and until <= moment:
        await write_off(db, card, moment)
        until = None
    fresh = lasting.expiry_of(card.rules, moment, card.zone) if lasting.idles(card.rules) else None
    if visit:
        card.idle_expires_at = max(until, fresh) if until and fresh else fresh
    else:
        card.idle_expires_at = until or fresh


async def write_off(db: AsyncSession, card: Locked, moment: datetime) -> list[Recorded]:
    """Take what has expired by this moment from the locked card's balance: an entry for each
    moment at which something expired."""
    values = {
        "merchant_id": merchant_of(db),
        "card_id": card.id,
        "idle_expires_at": card.idle_expires_at,
        "until": moment,
    }
    written = []
    for expired_at, units in (await db.execute(statements.EXPIRED, values)).all():
        gesture = Gesture(actor=SYSTEM, key=None, request=None, occurred_at=expired_at)
        entry = await write(db, card, gesture, statements.EXPIRE, "expire", -int(units))
        if entry:
            written.append(entry)
    return written


_OF_CARD = (
    "last_earned_at", "earned_on", "earned_units", "idle_expires_at", "tier_id", "tier_units",
    "tier_until", "tier_revision", "open_holds",
)  # fmt: skip


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
