"""The one statement that counts.

What a card adds to the counts follows from its entries alone. So a card is counted again by
taking away what its entries added as far as they were counted, and adding what they make now:
in any order, late or taken back, each entry counts once and on its day. A card stays what it is
when its customer is merged or erased, and so do the counts.
"""

from __future__ import annotations

from sqlalchemy import text

from api.statistics.models import EVERYWHERE

# Of `cards` and `entries` one statement sees one moment, so that the last number of a card is
# that of the last entry that is seen.
COUNT = text(f"""
WITH due AS MATERIALIZED (
  SELECT c.id AS card_id, c.program_id, coalesce(s.seq, 0) AS counted, c.seq
    FROM cards c
    LEFT JOIN statistic_cards s ON s.merchant_id = c.merchant_id AND s.card_id = c.id
   WHERE c.merchant_id = :merchant_id AND c.id = ANY (CAST(:cards AS uuid[]))
     AND c.seq > coalesce(s.seq, 0)
), versions AS (
  SELECT -1 AS sign, card_id, program_id, counted AS upto FROM due WHERE counted > 0
   UNION ALL
  SELECT 1, card_id, program_id, seq FROM due
), done AS (
  SELECT v.sign, v.program_id, v.card_id, e.kind = 'redeem' AS redeemed, e.location_id,
         e.occurred_at AT TIME ZONE :zone AS at, coalesce(e.value, 0) AS value
    FROM versions v
    JOIN entries e ON e.merchant_id = :merchant_id AND e.card_id = v.card_id AND e.seq <= v.upto
   WHERE e.kind IN ('earn', 'redeem')
     AND NOT EXISTS (SELECT FROM entries r
                      WHERE r.merchant_id = :merchant_id AND r.reverses = e.id
                        AND r.seq <= v.upto)
), days AS MATERIALIZED (
  SELECT sign, program_id, scope.location_id, card_id, at::date AS day, min(at) AS at,
         count(*) FILTER (WHERE redeemed) AS redemptions,
         coalesce(sum(value) FILTER (WHERE redeemed), 0) AS cost
    FROM done
   CROSS JOIN LATERAL (VALUES ('{EVERYWHERE}'::uuid), (done.location_id)) AS scope (location_id)
   WHERE scope.location_id IS NOT NULL
   GROUP BY sign, program_id, scope.location_id, card_id, day
), told AS MATERIALIZED (
  SELECT *, lag(day) OVER (whole ORDER BY day) AS previous, min(day) OVER whole AS began,
         min(day) FILTER (WHERE redemptions > 0) OVER whole AS rewarded
    FROM days
  WINDOW whole AS (PARTITION BY sign, location_id, card_id)
), flows AS (
  SELECT sign, program_id, location_id, 'visit' AS act, day, previous FROM told
   UNION ALL
  SELECT sign, program_id, location_id, 'redeem', day,
         lag(day) OVER (PARTITION BY sign, location_id, card_id ORDER BY day)
    FROM days WHERE redemptions > 0
   UNION ALL
  SELECT sign, program_id, location_id, 'reward', day, began FROM told WHERE day = rewarded
   UNION ALL
  SELECT sign, program_id, location_id, 'month', month, began
    FROM (SELECT DISTINCT sign, program_id, location_id, card_id,
                 date_trunc('month', day)::date AS month,
                 date_trunc('month', began)::date AS began
            FROM told) months
), hours AS (
  SELECT sign, program_id, location_id, date_trunc('month', day)::date AS month,
         extract(isodow FROM at)::int AS weekday, extract(hour FROM at)::int AS hour,
         card_id, count(*) AS visits
    FROM days
   GROUP BY sign, program_id, location_id, month, weekday, hour, card_id
), into_days AS (
  INSERT INTO statistic_days (merchant_id, id, program_id, location_id, day, visits, newcomers,
                              redeemers, redemptions, cost, first_rewards)
  SELECT :merchant_id, md5(concat_ws(' ', program_id, location_id, day))::uuid,
         program_id, location_id, day, sum(sign),
         sum(CASE WHEN previous IS NULL THEN sign ELSE 0 END),
         sum(CASE WHEN redemptions > 0 THEN sign ELSE 0 END),
         sum(sign * redemptions), sum(sign * cost),
         sum(CASE WHEN day = rewarded THEN sign ELSE 0 END)
    FROM told
   GROUP BY program_id, location_id, day
  HAVING (sum(sign), sum(CASE WHEN previous IS NULL THEN sign ELSE 0 END),
          sum(sign * redemptions), sum(sign * cost),
          sum(CASE WHEN redemptions > 0 THEN sign ELSE 0 END),
          sum(CASE WHEN day = rewarded THEN sign ELSE 0 END)) <> (0, 0, 0, 0, 0, 0)
  ON CONFLICT (merchant_id, id) DO UPDATE
     SET visits = statistic_days.visits + EXCLUDED.visits,
         newcomers = statistic_days.newcomers + EXCLUDED.newcomers,
         redeemers = statistic_days.redeemers + EXCLUDED.redeemers,
         redemptions = statistic_days.redemptions + EXCLUDED.redemptions,
         cost = statistic_days.cost + EXCLUDED.cost,
         first_rewards = statistic_days.first_rewards + EXCLUDED.first_rewards
), into_flows AS (
  INSERT INTO statistic_flows (merchant_id, id, program_id, location_id, act, day, previous,
                               cards)
  SELECT :merchant_id,
         md5(concat_ws(' ', program_id, location_id, act, day, coalesce(previous::text, '-')))
           ::uuid,
         program_id, location_id, act, day, previous, sum(sign)
    FROM flows
   GROUP BY program_id, location_id, act, day, previous
  HAVING sum(sign) <> 0
  ON CONFLICT (merchant_id, id) DO UPDATE SET cards = statistic_flows.cards + EXCLUDED.cards
), into_hours AS (
  INSERT INTO statistic_hours (merchant_id, id, program_id, location_id, month, weekday, hour,
                               visits, cards)
  SELECT :merchant_id, md5(concat_ws(' ', program_id, location_id, month, weekday, hour))::uuid,
         program_id, location_id, month, weekday, hour, sum(sign * visits), sum(sign)
    FROM hours
   GROUP BY program_id, location_id, month, weekday, hour
  HAVING (sum(sign * visits), sum(sign)) <> (0, 0)
  ON CONFLICT (merchant_id, id) DO UPDATE
     SET visits = statistic_hours.visits + EXCLUDED.visits,
         cards = statistic_hours.cards + EXCLUDED.cards
), marked AS (
  INSERT INTO statistic_cards (merchant_id, id, card_id, seq)
  SELECT :merchant_id, card_id, card_id, seq FROM due
  ON CONFLICT (merchant_id, id) DO UPDATE SET seq = EXCLUDED.seq
)
SELECT count(*) FROM due
""")
