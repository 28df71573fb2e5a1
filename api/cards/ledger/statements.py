"""The SQL of the ledger's two statements, written out.

One locks a card and reads the rules in force; one writes an entry and all that follows from it:
lots, balance, visit. They name the merchant themselves, which the first lock checks, and place it
first, where a distributed engine looks for its shard.
"""

from __future__ import annotations

from sqlalchemy import text

_LOCK = """
SELECT c.id, c.status, c.balance, c.seq, c.head_hash, c.last_earned_at, c.earned_on,
       c.earned_units, c.customer_id, c.program_id, c.idle_expires_at, c.tier_id, c.tier_units,
       c.tier_until, c.tier_revision, c.open_holds,
       c.frozen_at, p.frozen_at AS program_frozen_at,
       p.status AS program_status, p.rules, p.revision, p.redeem_until, m.time_zone
  FROM cards c
  JOIN programs p ON p.merchant_id = c.merchant_id AND p.id = c.program_id
  JOIN merchants m ON m.id = c.merchant_id
 WHERE c.merchant_id = :merchant_id AND c.{by} = :value AND c.status <> 'merged'
"""
_NAMES = ("id", "code", "number")
PEEK = {by: text(_LOCK.format(by=by)) for by in _NAMES}
LOCK = {by: text(f"{_LOCK.format(by=by)} FOR UPDATE OF c") for by in _NAMES}

_ENTRY = """
WITH entry AS (
  INSERT INTO entries (merchant_id, id, card_id, seq, kind, delta, balance, revision, reverses,
                       reward_id, reward_name, reason, receipt, actor_kind, actor_id,
                       occurred_at, recorded_at, key, request, amount, location_id, value,
                       detail, hash)
  VALUES (:merchant_id, :id, :card_id, :seq, :kind, :delta, :balance, :revision, :reverses,
          :reward_id, :reward_name, :reason, :receipt, :actor_kind, :actor_id,
          :occurred_at, :recorded_at, :key, :request, :amount, :location_id, :worth,
          :detail, :hash)
  ON CONFLICT (merchant_id, key) DO NOTHING
  RETURNING id, card_id, seq, kind, delta, balance, reverses
), event AS (
  INSERT INTO events (merchant_id, id, type, subject_type, subject_id, data)
  SELECT :merchant_id, id, 'entry.recorded', 'entry', id,
         jsonb_build_object('card_id', card_id, 'seq', seq, 'kind', kind, 'delta', delta,
                            'balance', balance, 'reverses', reverses)
    FROM entry
), {lots}, visit AS (
  UPDATE customers SET last_visit_at = greatest(last_visit_at, :occurred_at),
                       last_active_at = greatest(last_active_at, :occurred_at),
                       visits = visits + CASE WHEN last_visit_at >= :day_start THEN 0 ELSE 1 END,
                       spent = spent + :spent
    FROM entry
   WHERE customers.merchant_id = :merchant_id AND customers.id = :visitor_id
)
UPDATE cards SET balance = :balance, seq = :seq, head_hash = :hash,
                 last_earned_at = :last_earned_at, earned_on = :earned_on,
                 earned_units = :earned_units, idle_expires_at = :idle_expires_at,
                 tier_id = :tier_id, tier_units = :tier_units, tier_until = :tier_until,
                 tier_revision = :tier_revision, open_holds = :open_holds
  FROM entry
 WHERE cards.merchant_id = :merchant_id AND cards.id = :card_id
RETURNING cards.id
"""

_NEW_LOT = """
lot AS (
  INSERT INTO lots (merchant_id, id, card_id, entry_id, units, remaining, expires_at, idle,
                    available_at)
  SELECT :merchant_id, :lot_id, :card_id, entry.id, :delta, :delta, :expires_at, :idle,
         :available_at
    FROM entry
)"""

# md5 gives each lot an id that needs no generator in the database.
_MOVED_LOTS = """
lot AS (
  INSERT INTO lots (merchant_id, id, card_id, entry_id, units, remaining, expires_at, idle,
                    available_at)
  SELECT :merchant_id, md5(entry.id::text || u.lot_id::text)::uuid, :card_id, entry.id,
         u.units, u.units, l.expires_at, l.idle, l.available_at
    FROM entry, lot_uses u
    JOIN lots l ON l.merchant_id = u.merchant_id AND l.id = u.lot_id
   WHERE u.merchant_id = :merchant_id AND u.entry_id = :moved_by
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

_EXPIRY = "CASE WHEN idle THEN :idle_expires_at ELSE expires_at END"
"""When a lot of the locked card expires."""

_SOONEST_FIRST = f"""
  SELECT id, least(remaining, -:delta - before) AS units
    FROM (SELECT id, remaining,
                 sum(remaining) OVER (ORDER BY {_EXPIRY} NULLS LAST, id) - remaining AS before
            FROM lots
           WHERE merchant_id = :merchant_id AND card_id = :card_id AND remaining > 0
             AND ({_EXPIRY} > :occurred_at) IS NOT FALSE
             AND (available_at <= :occurred_at) IS NOT FALSE) AS open
   WHERE before < -:delta"""

_THE_LOTS_OF = """
  SELECT id, remaining AS units
    FROM lots
   WHERE merchant_id = :merchant_id AND entry_id = :reverses"""

_WHAT_IT_TOOK = """
  SELECT lot_id AS id, -units AS units
    FROM lot_uses
   WHERE merchant_id = :merchant_id AND entry_id = :reverses"""

_WHAT_EXPIRED = f"""
  SELECT id, remaining AS units
    FROM lots
   WHERE merchant_id = :merchant_id AND card_id = :card_id AND remaining > 0
     AND {_EXPIRY} = :occurred_at"""

_ALL_OPEN = """
  SELECT id, remaining AS units
    FROM lots
   WHERE merchant_id = :merchant_id AND card_id = :card_id AND remaining > 0"""

EARN = text(_ENTRY.format(lots=_NEW_LOT))
"""Units come in, as a lot of their own."""
SPEND = text(_ENTRY.format(lots=_TAKE.format(taken=_SOONEST_FIRST)))
"""Units go out, from the lots that expire soonest."""
TAKE_BACK = text(_ENTRY.format(lots=_TAKE.format(taken=_THE_LOTS_OF)))
"""The reversal of units that came in: their own lots are emptied."""
GIVE_BACK = text(_ENTRY.format(lots=_TAKE.format(taken=_WHAT_IT_TOOK)))
"""The reversal of units that went out: each lot gets back what was taken from it."""
EXPIRE = text(_ENTRY.format(lots=_TAKE.format(taken=_WHAT_EXPIRED)))
"""Units that expired at one moment, the entry's own, are written off."""
MOVE_OUT = text(_ENTRY.format(lots=_TAKE.format(taken=_ALL_OPEN)))
"""Everything leaves the card for another one."""
MOVE_IN = text(_ENTRY.format(lots=_MOVED_LOTS))
"""What an entry took from another card's lots comes in, in lots that expire when those did."""

_UNAVAILABLE = f"""
  SELECT coalesce(sum(remaining), 0)
    FROM lots
   WHERE merchant_id = :merchant_id AND card_id = :card_id AND remaining > 0
     AND ({_EXPIRY} <= :occurred_at OR available_at > :occurred_at)"""

UNAVAILABLE = text(_UNAVAILABLE)
"""Units in the balance that cannot be spent: past their expiry but not written off yet, or
pending. It is asked for the very moment by which SPEND then chooses its lots."""
# Counted over all cards that the customer has had, and only where there is a limit.
_REWARDS = f"""
SELECT r.id, r.name, r.cost, r.stock, r.given, r.limit_per_customer, r.valid_from, r.valid_until,
       r.value,
       CASE WHEN r.limit_per_customer IS NULL THEN 0 ELSE (
         SELECT count(*)
           FROM cards c
           JOIN entries e ON e.merchant_id = c.merchant_id AND e.card_id = c.id
            AND e.kind = 'redeem' AND e.reward_id = r.id
           LEFT JOIN entries b ON b.merchant_id = e.merchant_id AND b.reverses = e.id
          WHERE c.merchant_id = :merchant_id
            AND (c.id = :card_id OR c.customer_id = CAST(:customer_id AS uuid))
            AND b.id IS NULL) END AS taken,
       ({_UNAVAILABLE}
       ) AS unavailable
  FROM rewards r
 WHERE r.merchant_id = :merchant_id AND r.program_id = :program_id AND r.active
"""
REWARDS = text(f"{_REWARDS} ORDER BY r.cost, r.position, r.id")
REWARD = text(f"{_REWARDS} AND r.id = :reward_id")

EXPIRED = text(f"""
SELECT {_EXPIRY} AS expires_at, sum(remaining) AS units
  FROM lots
 WHERE merchant_id = :merchant_id AND card_id = :card_id AND remaining > 0
   AND {_EXPIRY} <= :until
 GROUP BY 1
 ORDER BY 1
""")
"""What of a locked card is past its expiry, by the moment at which it expired."""

_RECORDED = """
SELECT e.id, e.card_id, e.seq, e.kind, e.delta, e.balance, e.revision, e.reverses, e.reward_id,
       e.reward_name, e.reason, e.receipt, e.actor_kind, e.actor_id, e.occurred_at, e.recorded_at,
       e.amount, e.location_id, e.value, e.detail, e.hash, e.request,
       l.expires_at, l.available_at
  FROM entries e
  LEFT JOIN lots l ON l.merchant_id = e.merchant_id AND l.entry_id = e.id AND e.kind <> 'transfer'
 WHERE e.merchant_id = :merchant_id AND e.{by}
"""
BY_KEY = text(_RECORDED.format(by="key = :key"))
BY_ID = text(_RECORDED.format(by="id = :id"))
