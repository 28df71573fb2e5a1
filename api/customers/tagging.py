"""Putting tags on many customers at once, and taking them off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.tenancy import merchant_of
from api.customers import keys
from api.customers.fields import MOST_TAGS
from api.customers.models import Customer

AT_ONCE = 10_000

_ADD = text("""
WITH fresh AS MATERIALIZED (
  SELECT c.id FROM customers c
   WHERE c.merchant_id = :merchant_id AND c.id = ANY (:ids)
     AND jsonb_array_length(c.tags) < :most
     AND NOT EXISTS (SELECT FROM customer_keys k
                      WHERE k.merchant_id = :merchant_id AND k.customer_id = c.id
                        AND k.key >= :first AND k.key < :last)
), keyed AS (
  INSERT INTO customer_keys (merchant_id, customer_id, key)
  SELECT :merchant_id, id, :key FROM fresh
)
UPDATE customers SET tags = tags || to_jsonb(CAST(:tag AS text)), version = version + 1
  FROM fresh
 WHERE customers.merchant_id = :merchant_id AND customers.id = fresh.id
RETURNING customers.id, CAST(:tag AS text) AS written
""")

# The key carries the tag as it is written in the row.
_REMOVE = text("""
WITH gone AS (
  DELETE FROM customer_keys
   WHERE merchant_id = :merchant_id AND customer_id = ANY (:ids)
     AND key >= :first AND key < :last
  RETURNING customer_id, substr(key, :written_at) AS written
)
UPDATE customers SET tags = tags - gone.written, version = version + 1
  FROM gone
 WHERE customers.merchant_id = :merchant_id AND customers.id = gone.customer_id
RETURNING customers.id, gone.written
""")


@dataclass
class Retagged:
    """Whose tags came and went, by the tag as it is written in their records."""

    added: dict[str, list[UUID]] = field(default_factory=dict)
    removed: dict[str, list[UUID]] = field(default_factory=dict)

    @property
    def customers(self) -> set[UUID]:
        return {one for part in (self.added, self.removed) for ids in part.values() for one in ids}


async def retag(
    db: AsyncSession, ids: Sequence[UUID], add: Sequence[str], remove: Sequence[str]
) -> Retagged:
    """A customer with as many tags as fit gets no other, and nobody whose data is only to be
    kept."""
    held = select(Customer.id).where(
        Customer.id.in_(ids), Customer.merged_into.is_(None), Customer.restricted_at.is_(None)
    )
    there = list(await db.scalars(held.order_by(Customer.id).with_for_update()))
    values = {"merchant_id": merchant_of(db), "ids": there, "most": MOST_TAGS}
    changed = Retagged()
    for tags, statement, into in (
        (remove, _REMOVE, changed.removed),
        (add, _ADD, changed.added),
    ):
        for tag in tags:
            first = keys.tag_beginning(tag)
            found = await db.execute(
                statement,
                values
                | {
                    "tag": tag,
                    "key": keys.tag(tag),
                    "first": first,
                    "last": first + keys.END,
                    "written_at": len(first) + 1,
                },
            )
            for customer_id, written in found:
                into.setdefault(written, []).append(customer_id)
    return changed
