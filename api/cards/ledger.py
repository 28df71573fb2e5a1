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
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.cards import chain
from api.cards.references import Reference, missing
from api.cards.schemas import Rules
from api.core.audit import Actor
from api.core.clock import now
from api.core.errors import Problem
from api.core.tenancy import merchant_of

Kind = Literal["earn", "redeem", "adjust", "expire", "reverse", "import"]


class CardClosed(Problem):
    status, code, title = 409, "CARD_CLOSED", "This card is closed"


class NotEnoughUnits(Problem):
    status, code, title = 409, "NOT_ENOUGH_UNITS", "The card does not hold that many units"


class KeyReused(Problem):
    """The IETF draft on Idempotency-Key, section 2.7, asks for 422 here."""

    status, code, title = (
        422,
        "IDEMPOTENCY_KEY_REUSED",
        "This Idempotency-Key was used for another request",
    )


class KeyRequired(Problem):
    status, code, title = 400, "IDEMPOTENCY_KEY_REQUIRED", "Send an Idempotency-Key per gesture"


@dataclass(slots=True)
class Locked:
    """A card held for this transaction, with the rules in force."""

    id: UUID
    status: str
    balance: int
    seq: int
    head_hash: bytes
    last_earned_at: datetime | None
    earned_on: date | None
    earned_units: int
    customer_id: UUID | None
    program_id: UUID
    program_status: str
    rules: Rules
    revision: int
    redeem_until: date | None
    zone: ZoneInfo

    def day(self, moment: datetime) -> date:
        """The calendar day of a moment in the merchant's time zone."""
        return moment.astimezone(self.zone).date()


@dataclass(slots=True, kw_only=True)
class Gesture:
    """What the caller wants, in the form that makes it repeatable: ``key`` is its
    Idempotency-Key, ``request`` the digest of what was asked."""

    actor: Actor
    key: str
    request: bytes
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
    hash: bytes = b""


_LOCK = """
SELECT c.id, c.status, c.balance, c.seq, c.head_hash, c.last_earned_at, c.earned_on,
       c.earned_units, c.customer_id, c.program_id,
       p.status AS program_status, p.rules, p.revision, p.redeem_until, m.time_zone
  FROM cards c
  JOIN programs p ON p.merchant_id = c.merchant_id AND p.id = c.program_id
  JOIN merchants m ON m.id = c.merchant_id
 WHERE c.merchant_id = :merchant_id AND c.{by} = :value
   FOR UPDATE OF c
"""
LOCK = {by: text(_LOCK.format(by=by)) for by in ("id", "code", "number")}

_ENTRY = """
WITH entry AS (
  INSERT INTO entries (merchant_id, id, card_id, seq, kind, delta, balance, revision, reverses,
                       reward_id, reward_name, reason, receipt, actor_kind, actor_id,
                       occurred_at, recorded_at, key, request, hash)
  VALUES (:merchant_id, :id, :card_id, :seq, :kind, :delta, :balance, :revision, :reverses,
          :reward_id, :reward_name, :reason, :receipt, :actor_kind, :actor_id,
          :occurred_at, :recorded_at, :key, :request, :hash)
  ON CONFLICT (merchant_id, key) DO NOTHING
  RETURNING id
), {lots}, visit AS (
  UPDATE customers SET last_visit_at = greatest(last_visit_at, :occurred_at),
                       last_active_at = greatest(last_active_at, :occurred_at)
    FROM entry
   WHERE customers.merchant_id = :merchant_id AND customers.id = :visitor_id
)
UPDATE cards SET balance = :balance, seq = :seq, head_hash = :hash,
                 last_earned_at = :last_earned_at, earned_on = :earned_on,
                 earned_units = :earned_units
  FROM entry
 WHERE cards.merchant_id = :merchant_id AND cards.id = :card_id
RETURNING cards.id
"""

_NEW_LOT = """
lot AS (
  INSERT INTO lots (merchant_id, id, card_id, entry_id, units, remaining)
  SELECT :merchant_id, :lot_id, :card_id, entry.id, :delta, :delta FROM entry
)"""

# md5 gives each use an id that needs no generator in the database.
_TAKE = """
taken AS ({taken}
), used AS (
  INSERT INTO lot_uses (merchant_id, id, entry_id, lot_id, units)
  SELECT :merchant_id, md5(entry.id::text || taken.id::text)::uuid, entry.id, taken.id, taken.units
    FROM taken, entry
), lot AS (
  UPDATE lots SET remaining = lots.remaining - taken.units
    FROM taken, entry
   WHERE lots.merchant_id = :merchant_id AND lots.id = taken.id
)"""

_SOONEST_FIRST = """
  SELECT id, least(remaining, -:delta - before) AS units
    FROM (SELECT id, remaining,
                 sum(remaining) OVER (ORDER BY expires_at NULLS LAST, id) - remaining AS before
            FROM lots
           WHERE merchant_id = :merchant_id AND card_id = :card_id AND remaining > 0) AS open
   WHERE before < -:delta"""

_THE_LOT_OF = """
  SELECT id, remaining AS units
    FROM lots
   WHERE merchant_id = :merchant_id AND entry_id = :reverses"""

_WHAT_IT_TOOK = """
  SELECT lot_id AS id, -units AS units
    FROM lot_uses
   WHERE merchant_id = :merchant_id AND entry_id = :reverses"""

EARN = text(_ENTRY.format(lots=_NEW_LOT))
"""Units come in, as a lot of their own."""
SPEND = text(_ENTRY.format(lots=_TAKE.format(taken=_SOONEST_FIRST)))
"""Units go out, from the lots that expire soonest."""
TAKE_BACK = text(_ENTRY.format(lots=_TAKE.format(taken=_THE_LOT_OF)))
"""The reversal of units that came in: their own lot is emptied."""
GIVE_BACK = text(_ENTRY.format(lots=_TAKE.format(taken=_WHAT_IT_TOOK)))
"""The reversal of units that went out: each lot gets back what was taken from it."""

_BY_KEY = text("""
SELECT id, card_id, seq, kind, delta, balance, revision, reverses, reward_id, reward_name, reason,
       receipt, actor_kind, actor_id, occurred_at, recorded_at, hash, request
  FROM entries
 WHERE merchant_id = :merchant_id AND key = :key
""")

_zones: dict[str, ZoneInfo] = {}
_rules: dict[tuple[UUID, int], Rules] = {}
_RULES_KEPT = 10_000


def _rules_of(program_id: UUID, revision: int, document: dict[str, Any]) -> Rules:
    """A revision never changes, so it is read once."""
    kept = _rules.get((program_id, revision))
    if kept is None:
        if len(_rules) >= _RULES_KEPT:
            _rules.clear()
        kept = _rules[program_id, revision] = Rules.model_validate(document)
    return kept


async def lock(db: AsyncSession, reference: Reference) -> Locked:
    """Hold the card until the transaction ends. Raises ``CardNotFound``, ``CardReplaced``."""
    found = await db.execute(
        LOCK[reference.by], {"merchant_id": merchant_of(db), "value": reference.value}
    )
    row = found.one_or_none()
    if row is None:
        raise await missing(db, reference)
    values = dict(row._mapping)
    name = values.pop("time_zone")
    zone = _zones.get(name) or _zones.setdefault(name, ZoneInfo(name))
    rules = _rules_of(row.program_id, row.revision, values.pop("rules"))
    return Locked(**values, rules=rules, zone=zone)


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
) -> Recorded | None:
    """Add an entry to a locked card, and the balance with it.

    ``card`` carries the last-earned columns as they shall be. Returns None when the gesture's
    key is in the ledger already: then nothing was written. Raises :class:`NotEnoughUnits`.
    """
    balance = card.balance + delta
    if balance < 0:
        raise NotEnoughUnits(balance=card.balance)
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
    )
    entry.hash = chain.link(card.head_hash, entry)
    values: dict[str, Any] = {name: getattr(entry, name) for name in Recorded.__slots__}
    values |= {
        "merchant_id": merchant_of(db),
        "key": gesture.key,
        "request": gesture.request,
        "visitor_id": card.customer_id if visit else None,
        "last_earned_at": card.last_earned_at,
        "earned_on": card.earned_on,
        "earned_units": card.earned_units,
    }
    if statement is EARN:
        values["lot_id"] = uuid7()
    written = (await db.execute(statement, values)).one_or_none()
    return entry if written else None


def request_digest(operation: str, body: dict[str, Any]) -> bytes:
    """What makes two requests the same: the operation and its body."""
    document = json.dumps([operation, body], sort_keys=True, default=str)
    return hashlib.sha256(document.encode()).digest()


async def _recorded(db: AsyncSession, gesture: Gesture) -> Recorded | None:
    found = await db.execute(_BY_KEY, {"merchant_id": merchant_of(db), "key": gesture.key})
    row = found.one_or_none()
    if row is None:
        return None
    values = dict(row._mapping)
    if values.pop("request") != gesture.request:
        raise KeyReused
    return Recorded(**values)


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
        first = await _recorded(db, gesture)
        if first is None:
            raise
        return first, True
    if entry is not None:
        return entry, False
    first = await _recorded(db, gesture)
    if first is None:
        raise RuntimeError("an entry neither written nor found")
    return first, True
