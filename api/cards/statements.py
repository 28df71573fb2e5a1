"""The SQL of the ledger's two statements, written out.

One locks a card and reads the rules in force; one writes an entry and all that follows from it:
lots, balance, visit. They name the merchant themselves, which the first lock checks, and place it
first, where a distributed engine looks for its shard.
"""

from __future__ import annotations

from sqlalchemy import text

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
           WHERE merchant_id = :merchant_id AND card_id = :card_id AND remaining > 0
             AND (expires_at IS NULL OR expires_at > :occurred_at)) AS open
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

_EXPIRED = """
  SELECT coalesce(sum(remaining), 0)
    FROM lots
   WHERE merchant_id = :merchant_id AND card_id = :card_id AND remaining > 0
     AND expires_at <= :occurred_at"""

EXPIRED = text(_EXPIRED)
"""Units past their expiry that the job has not written off yet: still in the balance, but not to
be spent. It is asked for the very moment by which SPEND then chooses its lots."""
REWARD = text(f"""
SELECT name, cost, ({_EXPIRED}
       ) AS expired
  FROM rewards
 WHERE merchant_id = :merchant_id AND id = :reward_id AND program_id = :program_id AND active
""")

BY_KEY = text("""
SELECT id, card_id, seq, kind, delta, balance, revision, reverses, reward_id, reward_name, reason,
       receipt, actor_kind, actor_id, occurred_at, recorded_at, hash, request
  FROM entries
 WHERE merchant_id = :merchant_id AND key = :key
""")
