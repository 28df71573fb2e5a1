"""Counting from the ledger, and what is usual: the statements. The earn path knows nothing of it.

An hour is that in which it happened at the counter (``occurred_at``): a queue that waited for the
network is no rush of stamps when it is sent. What was taken back is not counted.
"""

from __future__ import annotations

from sqlalchemy import text

# One pass over the ledger from the earliest hour touched, however many hours are.
COUNT = text("""
WITH touched AS MATERIALIZED (
  SELECT DISTINCT o.actor_id AS member_id, date_trunc('hour', o.occurred_at, :zone) AS hour
    FROM entries e
    JOIN entries o ON o.merchant_id = :merchant_id AND o.id = coalesce(e.reverses, e.id)
   WHERE e.merchant_id = :merchant_id AND e.recorded_at >= :since
     AND e.kind IN ('earn', 'adjust', 'reverse')
     AND o.kind IN ('earn', 'adjust') AND o.delta > 0 AND o.actor_kind = 'member'
     AND o.occurred_at >= :oldest
), given AS MATERIALIZED (
  SELECT e.actor_id AS member_id, date_trunc('hour', e.occurred_at, :zone) AS hour, e.card_id,
         CASE WHEN p.kind = 'stamps' THEN e.delta ELSE 1 END AS stamps
    FROM entries e
    JOIN cards c ON c.merchant_id = :merchant_id AND c.id = e.card_id
    JOIN programs p ON p.merchant_id = :merchant_id AND p.id = c.program_id
   WHERE e.merchant_id = :merchant_id AND e.recorded_at >= (SELECT min(hour) FROM touched)
     AND e.kind IN ('earn', 'adjust') AND e.delta > 0 AND e.actor_kind = 'member'
     AND NOT EXISTS (SELECT FROM entries r
                      WHERE r.merchant_id = :merchant_id AND r.reverses = e.id)
)
INSERT INTO member_hours (merchant_id, id, member_id, hour, stamps, operations, cards)
SELECT :merchant_id, md5(concat_ws(' ', t.member_id, extract(epoch FROM t.hour)))::uuid,
       t.member_id, t.hour, coalesce(sum(g.stamps), 0), count(g.card_id),
       count(DISTINCT g.card_id)
  FROM touched t
  LEFT JOIN given g ON g.member_id = t.member_id AND g.hour = t.hour
 GROUP BY t.member_id, t.hour
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
