"""One line of time for a customer: visits and rewards, consents, changes, cards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from api.cards.models import Card, Entry, Lot
from api.cards.showing import view
from api.core.tenancy import merchant_of
from api.customers.models import Consent
from api.customers.schemas import ConsentOut
from api.programs.models import Program

_KINDS = {
    "customer.changed": "changed",
    "customer.adult_verified": "changed",
    "customer.merged": "merged",
    "customer.unmerged": "merged",
    "customer.imported": "imported",
    "card.issued": "card_issued",
    "card.closed": "card_closed",
    "card.replaced": "card_replaced",
}
"""Which of the trail's actions belong here, and as what."""

# Each part gives at most a page, so that a page costs the same however long the history is. The
# trail names who was merged, too: what happened to them is this customer's history now.
_PAGE = """
WITH RECURSIVE person AS (
  SELECT id FROM customers WHERE merchant_id = :merchant_id AND id = :customer_id
   UNION
  SELECT c.id
    FROM customers c
    JOIN person ON c.merchant_id = :merchant_id AND c.merged_into = person.id
), mine AS MATERIALIZED (
  SELECT id FROM cards WHERE merchant_id = :merchant_id AND customer_id = :customer_id
)
SELECT * FROM (
  (SELECT id, recorded_at AS at, 'entry' AS kind, NULL AS action, card_id AS subject_id,
          actor_kind, actor_id, NULL::jsonb AS data
     FROM entries
    WHERE merchant_id = :merchant_id AND card_id IN (SELECT id FROM mine)
      AND (recorded_at, id) < (:at, :id)
    ORDER BY recorded_at DESC, id DESC LIMIT :most)
  UNION ALL
  (SELECT id, created_at, 'consent', NULL, customer_id,
          CASE WHEN actor_id IS NULL THEN 'holder'
               WHEN channel = 'api' THEN 'api_key' ELSE 'member' END, actor_id, NULL
     FROM consents
    WHERE merchant_id = :merchant_id AND customer_id = :customer_id
      AND (created_at, id) < (:at, :id)
    ORDER BY created_at DESC, id DESC LIMIT :most)
  UNION ALL
  (SELECT id, created_at, 'created', NULL, id, NULL, NULL, jsonb_build_object('source', source)
     FROM customers
    WHERE merchant_id = :merchant_id AND id IN (SELECT id FROM person)
      AND (created_at, id) < (:at, :id))
  UNION ALL
  (SELECT id, at, 'audit', action, subject_id, actor_kind, actor_id, facts
     FROM audit_events
    WHERE merchant_id = :merchant_id
      AND subject_id IN (SELECT id FROM person UNION ALL SELECT id FROM mine)
      AND action = ANY (:actions) AND (at, id) < (:at, :id)
    ORDER BY at DESC, id DESC LIMIT :most)
  UNION ALL
  (SELECT id, changed_at, 'tier', NULL, card_id, 'system', NULL,
          jsonb_build_object('before', before, 'after', after, 'promoted', promoted)
     FROM tier_changes
    WHERE merchant_id = :merchant_id AND card_id IN (SELECT id FROM mine)
      AND (changed_at, id) < (:at, :id)
    ORDER BY changed_at DESC, id DESC LIMIT :most)
  {others}
) AS lines
 ORDER BY at DESC, id DESC
 LIMIT :most
"""


@dataclass(frozen=True)
class Part:
    """Lines of a domain above this one. ``sql`` gives the columns above, at most :most of them,
    those before (:at, :id), of the customers in ``person``."""

    sql: str
    told: Callable[[dict[str, Any]], dict[str, Any]]
    """From what the statement gives as ``data``."""


parts: dict[str, Part] = {}
"""By kind; domains above put theirs in."""


@dataclass(frozen=True)
class Line:
    id: UUID
    at: datetime
    kind: str
    data: dict[str, Any]
    actor_kind: str | None
    actor_id: UUID | None


async def page(
    db: AsyncSession, customer_id: UUID, before: tuple[datetime, UUID], most: int
) -> list[Line]:
    """The lines before a moment, newest first."""
    values = {
        "merchant_id": merchant_of(db),
        "customer_id": customer_id,
        "at": before[0],
        "id": before[1],
        "actions": list(_KINDS),
        "most": most,
    }
    others = "".join(f"UNION ALL ({part.sql})" for part in parts.values())
    rows = (await db.execute(text(_PAGE.format(others=others)), values)).all()

    def ids(kind: str) -> list[UUID]:
        return [row.id for row in rows if row.kind == kind]

    known = await _entries(db, ids("entry")) | await _consents(db, ids("consent"))
    cards = await _cards(db, {row.subject_id for row in rows if row.kind in ("audit", "tier")})
    lines = []
    for row in rows:
        data = known.get(row.id) or {**(row.data or {}), **cards.get(row.subject_id, {})}
        if row.kind == "tier":
            data["name"] = data.pop("tiers").get(row.data["after"])
        data.pop("tiers", None)
        if row.kind == "created" and row.id != customer_id:
            data["customer_id"] = str(row.id)
        if row.action in ("customer.merged", "customer.unmerged"):
            data["undone"] = row.action == "customer.unmerged"
        if row.kind in parts:
            data = parts[row.kind].told(data)
        kind = _KINDS.get(row.action, row.kind)
        lines.append(Line(row.id, row.at, kind, data, row.actor_kind, row.actor_id))
    return lines


async def _entries(db: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    if not ids:
        return {}
    later = aliased(Entry)
    query = (
        select(Entry, later.id, Lot)
        .outerjoin(later, (later.merchant_id == Entry.merchant_id) & (later.reverses == Entry.id))
        .outerjoin(
            Lot,
            (Lot.merchant_id == Entry.merchant_id)
            & (Lot.entry_id == Entry.id)
            & (Entry.kind != "transfer"),
        )
        .where(Entry.id.in_(ids))
    )
    return {
        row.id: view.entry(row, reversed_=reversal is not None, lot=lot).model_dump(mode="json")
        for row, reversal, lot in await db.execute(query)
    }


async def _consents(db: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    if not ids:
        return {}
    found = await db.scalars(select(Consent).where(Consent.id.in_(ids)))
    return {row.id: ConsentOut.model_validate(row).model_dump(mode="json") for row in found}


async def _cards(db: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """What tells a card to the reader, and its program's tiers by id."""
    query = (
        select(Card.id, Card.number, Program.name, Program.rules)
        .join(Program, (Program.merchant_id == Card.merchant_id) & (Program.id == Card.program_id))
        .where(Card.id.in_(list(ids)))
    )
    return {
        card_id: {
            "card_id": str(card_id),
            "number": number,
            "program_name": name,
            "tiers": {
                level["id"]: level["name"] for level in (rules.get("tiers") or {}).get("levels", ())
            },
        }
        for card_id, number, name, rules in await db.execute(query)
    }
