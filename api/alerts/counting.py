"""Counting from the ledger, and what is usual: the statements. The earn path knows nothing of it.

An hour is that in which it happened at the counter (``occurred_at``): a queue that waited for the
network is no rush of stamps when it is sent. What was taken back is not counted.
"""

from __future__ import annotations

from sqlalchemy import text

# What came since, and what was taken back since of what had come before. Each half has its own way
# into the ledger: as one join of entries with entries, a planner that knows nothing of rows written
# a moment ago (an import, a restored dump) reads all of them again for each.
TOUCHED = text("""
SELECT actor_id AS member_id, date_trunc('hour', occurred_at, :zone) AS hour
  FROM entries
 WHERE merchant_id = :merchant_id AND recorded_at >= :since AND occurred_at >= :oldest
   AND kind IN ('earn', 'adjust') AND delta > 0 AND actor_kind = 'member'
UNION
SELECT o.actor_id, date_trunc('hour', o.occurred_at, :zone)
  FROM entries r
  JOIN entries o ON o.merchant_id = :merchant_id AND o.id = r.reverses
 WHERE r.merchant_id = :merchant_id AND r.recorded_at >= :since AND o.occurred_at >= :oldest
   AND o.kind IN ('earn', 'adjust') AND o.delta > 0 AND o.actor_kind = 'member'
""")

# One pass over the ledger from the earliest hour touched, however many hours are. An hour of which
# all was taken back is touched too: its row without a card makes a group of its own.
COUNT = text("""
WITH given AS MATERIALIZED (
  SELECT e.actor_id AS member_id, date_trunc('hour', e.occurred_at, :zone) AS hour, e.card_id,
         e.delta
    FROM entries e
   WHERE e.merchant_id = :merchant_id AND e.recorded_at >= :earliest
     AND e.kind IN ('earn', 'adjust') AND e.delta > 0 AND e.actor_kind = 'member'
     AND NOT EXISTS (SELECT FROM entries r
                      WHERE r.merchant_id = :merchant_id AND r.reverses = e.id)
), counted AS (
  SELECT g.member_id, g.hour, g.card_id,
         CASE WHEN p.kind = 'stamps' THEN g.delta ELSE 1 END AS stamps
    FROM given g
    JOIN cards c ON c.merchant_id = :merchant_id AND c.id = g.card_id
    JOIN programs p ON p.merchant_id = :merchant_id AND p.id = c.program_id
   UNION ALL
  SELECT member_id, hour, NULL, NULL
    FROM unnest(CAST(:members AS uuid[]), CAST(:hours AS timestamptz[])) touched (member_id, hour)
)
INSERT INTO member_hours (merchant_id, id, member_id, hour, stamps, operations, cards)
SELECT :merchant_id, md5(concat_ws(' ', member_id, extract(epoch FROM hour)))::uuid,
       member_id, hour, coalesce(sum(stamps), 0), count(card_id), count(DISTINCT card_id)
  FROM counted
 GROUP BY member_id, hour
HAVING bool_or(card_id IS NULL)
ON CONFLICT (merchant_id, member_id, hour) DO UPDATE
   SET stamps = EXCLUDED.stamps, operations = EXCLUDED.operations, cards = EXCLUDED.cards
RETURNING member_id, hour, stamps, operations, cards
""")

# A day is held against the days before it: what came today is no measure of today.
USUAL = text("""
WITH past AS MATERIALIZED (
  SELECT member_id, stamps, hour AT TIME ZONE :zone AS local
    FROM member_hours
   WHERE merchant_id = :merchant_id AND stamps > 0
     AND hour >= :oldest AND hour < date_trunc('day', CAST(:hour AS timestamptz), :zone)
), this AS (SELECT CAST(:hour AS timestamptz) AT TIME ZONE :zone AS local)
SELECT (SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY stamps)
          FROM past WHERE member_id = :member_id) AS own,
       (SELECT count(*) FROM past WHERE member_id = :member_id) AS own_hours,
       (SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY stamps)
          FROM past, this
         WHERE extract(isodow FROM past.local) = extract(isodow FROM this.local)
           AND extract(hour FROM past.local) = extract(hour FROM this.local)) AS shop,
       (SELECT count(*) FROM past, this
         WHERE extract(isodow FROM past.local) = extract(isodow FROM this.local)
           AND extract(hour FROM past.local) = extract(hour FROM this.local)) AS shop_hours,
       (SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY stamps) FROM member_hours
         WHERE merchant_id = :merchant_id AND hour = :hour AND member_id <> :member_id
           AND stamps > 0) AS beside,
       (SELECT count(*) FROM member_hours
         WHERE merchant_id = :merchant_id AND hour = :hour AND member_id <> :member_id
           AND stamps > 0) AS besides
""")
