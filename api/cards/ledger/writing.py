"""The ledger: how an entry is written, once and whole.

An operation is two statements between BEGIN and COMMIT: one locks the card and reads the rules
in force, one writes the entry, its lots, the balance and the visit. They are written out, since
this is the path that a queue of customers waits on.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import TextClause
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.cards.ledger import chain, statements, tiers, visits
from api.cards.ledger.gestures import Gesture, Kind, Recorded
from api.cards.ledger.locked import Locked
from api.core.audit import SYSTEM
from api.core.clock import now
from api.core.errors import Problem
from api.core.tenancy import merchant_of
from api.programs import lasting


class NotEnoughUnits(Problem):
    status, code, title = 409, "NOT_ENOUGH_UNITS", "The card does not hold that many units"


class TooManyOnCard(Problem):
    status, code, title = 409, "TOO_MANY_ON_CARD", "A card cannot hold that many units"


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
