"""Rows for the benchmark, written by the database itself so that millions take minutes.

Ids are numbers in the form of a UUID, so that a client can draw one at random without asking.
"""

from __future__ import annotations

from api.core.postgres.embedded import Server
from api.core.tokens import digest

SECRET = "BENCHBENCHBENCHBENCHBENCH0"
BASE = 10_000_000
"""Added to every number, so that each has eight digits."""
_UUID = "('00000000-0000-7000-8000-0000' || ({} + {}))::uuid"


def uuid(number: int) -> str:
    """The id of a merchant, program, reward, customer or card with this number."""
    return f"00000000-0000-7000-8000-0000{BASE + number}"


def _sql(expression: str) -> str:
    return _UUID.format(BASE, expression)


_WORLD = f"""
SET session_replication_role = replica;  -- foreign keys hold by construction
INSERT INTO merchants (id, slug, name, language, time_zone, currency, require_second_factor,
    version, created_at)
SELECT {_sql("m")}, 'bench-' || m, 'Bench ' || m, 'fr', 'Europe/Paris', 'EUR', false, 1,
       now()
  FROM generate_series(0, {{merchants}} - 1) m;
INSERT INTO api_keys (merchant_id, id, name, scopes, prefix, secret_hash, created_by, created_at)
SELECT {_sql("m")}, {_sql("m")}, 'bench', '["cards:read", "cards:write"]', 'mck_', '{{secret}}',
       {_sql("m")}, now()
  FROM generate_series(0, {{merchants}} - 1) m;
INSERT INTO programs (merchant_id, id, version, name, kind, status, revision, rules, design,
                      created_at, activated_at)
SELECT {_sql("m")}, {_sql("m")}, 1, 'Bench', 'stamps', 'active', 1,
       '{{{{"units_per_visit": 1, "cooldown_minutes": 0, "daily_cap": null,
          "max_per_operation": 10}}}}',
       '{{{{"template": "plain", "background": "#1f3a34", "foreground": "#ffffff",
          "accent": "#e9b44c", "stamp": "star"}}}}', now(), now()
  FROM generate_series(0, {{merchants}} - 1) m;
INSERT INTO rewards (merchant_id, id, program_id, name, cost, position, active, given)
SELECT {_sql("m")}, {_sql("m")}, {_sql("m")}, 'Un café offert', 1, 0, true, 0
  FROM generate_series(0, {{merchants}} - 1) m;
INSERT INTO customers (merchant_id, id, version, first_name, phone_last4, search_name, tags,
                       source, created_at, last_active_at, visits, spent)
SELECT {_sql("c % {merchants}")}, {_sql("c")}, 1, 'Camille', '0102', 'camille', '[]',
       'demo', now(), now(), 0, 0
  FROM generate_series(0, {{cards}} - 1) c;
INSERT INTO cards (merchant_id, id, program_id, customer_id, code, number, page_token, status,
                   balance, seq, head_hash, earned_units, created_at, tier_units, open_holds)
SELECT {_sql("c % {merchants}")}, {_sql("c")}, {_sql("c % {merchants}")}, {_sql("c")},
       'BENCHCODE' || c, 'N' || c, sha256(c::text::bytea), 'active',
       {{units}}, {{units}}, sha256('head'), 0, now(), 0, 0
  FROM generate_series(0, {{cards}} - 1) c;
"""

_ENTRIES = f"""
SET session_replication_role = replica;
INSERT INTO entries (merchant_id, id, card_id, seq, kind, delta, balance, revision, actor_kind,
                     occurred_at, recorded_at, key, request, hash)
SELECT {_sql("c % {merchants}")}, uuidv7(), {_sql("c")}, s, 'earn', 1, s, 1, 'api_key',
       now() - (1000 - s) * interval '1 hour', now() - (1000 - s) * interval '1 hour',
       'bench-' || c || '-' || s, '\\x00', sha256('head')
  FROM generate_series({{first}}, {{last}}) c, generate_series(1, {{units}}) s;
INSERT INTO lots (merchant_id, id, card_id, entry_id, units, remaining, idle)
SELECT merchant_id, uuidv7(), card_id, id, 1, 1, false
  FROM entries e
 WHERE card_id BETWEEN {_sql("{first}")} AND {_sql("{last}")};
"""

BATCH = 20_000


def fill(server: Server, database: str, merchants: int, cards: int, units: int) -> None:
    """``cards`` cards, dealt out to ``merchants`` in turn, each with ``units`` entries and lots."""
    secret = "\\x" + digest(SECRET).hex()
    server.run(
        _WORLD.format(merchants=merchants, cards=cards, units=units, secret=secret), database
    )
    for first in range(0, cards, BATCH):
        last = min(first + BATCH, cards) - 1
        script = _ENTRIES.format(merchants=merchants, first=first, last=last, units=units)
        server.run(script, database)
    server.run("VACUUM (ANALYZE);", database)
