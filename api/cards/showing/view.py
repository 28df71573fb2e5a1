"""Showing cards, programs and entries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.cards.ledger.gestures import Recorded
from api.cards.models import Entry, Lot
from api.cards.references import Reference, merged_into, missing
from api.cards.schemas.cards import CardOut
from api.cards.schemas.entries import ActorOut, EntryOut, RewardOfEntry
from api.cards.showing import holdings
from api.cards.showing.holdings import OPEN
from api.core.clock import now
from api.core.tenancy import merchant_of
from api.programs.schemas.rules import RulesOfCard

_CARDS = f"""
SELECT c.id, c.number, c.code, c.status, c.balance, c.last_earned_at, c.earned_on, c.earned_units,
       c.created_at, c.closed_at, p.id AS program_id, p.name, p.kind, p.unit_name,
       p.status AS program_status, p.rules, p.revision, p.design, p.redeem_until, m.time_zone,
       u.id AS customer_id, u.first_name, u.last_name, u.phone_last4, u.notes,
       u.birth_month, u.birth_day, u.restricted_at, u.objected_at,
       c.merged_into, coalesce(c.frozen_at, p.frozen_at) IS NOT NULL AS frozen,
       c.tier_id, c.tier_units, c.tier_until, {OPEN},
       (SELECT json_agg(json_build_object(
                          'id', r.id, 'name', r.name, 'cost', r.cost,
                          'description', r.description,
                          'limit_per_customer', r.limit_per_customer,
                          'valid_from', r.valid_from, 'valid_until', r.valid_until,
                          'in_stock', r.stock IS NULL OR r.stock > r.given)
                        ORDER BY r.cost, r.position)
          FROM rewards r
         WHERE r.merchant_id = c.merchant_id AND r.program_id = c.program_id AND r.active)
         AS rewards
  FROM cards c
  JOIN programs p ON p.merchant_id = c.merchant_id AND p.id = c.program_id
  JOIN merchants m ON m.id = c.merchant_id
  LEFT JOIN customers u ON u.merchant_id = c.merchant_id AND u.id = c.customer_id
 WHERE c.merchant_id = :merchant_id AND c.{{by}}
"""
ONE = {
    by: text(_CARDS.format(by=f"{by} = :value AND c.status <> 'merged'"))
    for by in ("id", "code", "number")
}
"""The card page of the counter, in one statement (it is read at every scan)."""
MANY = text(_CARDS.format(by="id = ANY(:ids)"))


async def card(db: AsyncSession, reference: Reference) -> CardOut:
    """A merged card's name shows the card that it went into. Raises ``CardNotFound``,
    ``CardReplaced``."""
    row = None
    while row is None:
        values = {"merchant_id": merchant_of(db), "value": reference.value}
        row = (await db.execute(ONE[reference.by], values)).one_or_none()
        if row is None:
            into = await merged_into(db, reference)
            if into is None:
                raise await missing(db, reference)
            reference = into
    return CardOut.model_validate(_card(row._mapping))


async def cards(db: AsyncSession, ids: Sequence[UUID]) -> list[CardOut]:
    """The cards in the order asked."""
    if not ids:
        return []
    found = await db.execute(MANY, {"merchant_id": merchant_of(db), "ids": list(ids)})
    rows = {row.id: row._mapping for row in found}
    return [CardOut.model_validate(_card(rows[one])) for one in ids if one in rows]


def _card(row: RowMapping) -> dict[str, Any]:
    rules, rewards = _rules_of(row), row["rewards"] or []
    today = now().astimezone(ZoneInfo(row["time_zone"])).date()
    return {
        **{name: row[name] for name in _PLAIN},
        **holdings.of(row, rules, now()),
        "program": {
            "id": row["program_id"],
            "name": row["name"],
            "kind": row["kind"],
            "unit_name": row["unit_name"],
            "status": row["program_status"],
            "rules": rules,
            "design": row["design"],
            "slots": max((reward["cost"] for reward in rewards), default=0),
            "rewards": rewards,
            "redeem_until": row["redeem_until"],
        },
        "customer": (
            {
                "id": row["customer_id"],
                "first_name": row["first_name"],
                "last_name": row["last_name"],
                "phone_last4": row["phone_last4"],
                "notes": row["notes"],
                "birthday": (
                    {"month": row["birth_month"], "day": row["birth_day"]}
                    if row["birth_month"]
                    else None
                ),
                "restricted": row["restricted_at"] is not None,
                "objected": row["objected_at"] is not None,
            }
            if row["customer_id"]
            else None
        ),
        "earned_today": row["earned_units"] if row["earned_on"] == today else 0,
        "next_earn_at": _next_earn(row, rules.cooldown_minutes),
    }


_rules: dict[tuple[UUID, int], RulesOfCard] = {}
_RULES_KEPT = 10_000


def _rules_of(row: RowMapping) -> RulesOfCard:
    """A revision never changes, so it is read once. The holder's part of it: two hundred articles
    have no place on a card."""
    kept = _rules.get((row["program_id"], row["revision"]))
    if kept is None:
        if len(_rules) >= _RULES_KEPT:
            _rules.clear()
        kept = RulesOfCard.model_validate(row["rules"])
        _rules[row["program_id"], row["revision"]] = kept
    return kept


_PLAIN = (
    "id", "number", "code", "status", "frozen", "balance", "last_earned_at", "created_at",
    "closed_at", "merged_into",
)  # fmt: skip


def _next_earn(row: RowMapping, cooldown_minutes: int) -> Any:
    if row["last_earned_at"] is None or not cooldown_minutes:
        return None
    allowed = row["last_earned_at"] + timedelta(minutes=cooldown_minutes)
    return allowed if allowed > now() else None


def entry(row: Recorded | Entry, *, reversed_: bool = False, lot: Lot | None = None) -> EntryOut:
    """``reversed_``: a later entry takes it back. An operation's own answer says False for good,
    so that repeating the request gives the same answer. ``lot``: that of its units."""
    times = row if isinstance(row, Recorded) else lot
    reward = RewardOfEntry(id=row.reward_id, name=row.reward_name or "") if row.reward_id else None
    return EntryOut.model_validate(
        {
            **{name: getattr(row, name) for name in _OF_ENTRY},
            "reversed": reversed_,
            "reward": reward,
            "breakdown": (row.detail or {}).get("breakdown"),
            "pending_until": times.available_at if times else None,
            "expires_at": times.expires_at if times else None,
            "actor": ActorOut.model_validate({"kind": row.actor_kind, "id": row.actor_id}),
            "hash": row.hash.hex(),
        }
    )


_OF_ENTRY = (
    "id", "card_id", "seq", "kind", "delta", "balance", "revision", "reverses", "reason",
    "receipt", "occurred_at", "recorded_at", "amount", "location_id", "value",
)  # fmt: skip
