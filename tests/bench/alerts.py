"""How long it takes to look for unusual hours, at a merchant with a million entries.

``uv run python -m tests.bench.alerts`` fills a PostgreSQL of its own with two years of one
merchant, given out by five members, and looks for the first time (eight weeks), as after an import
or a restore, when the database knows nothing of its rows; again when it knows them; and once more
after 10,000 new entries, as each hour. Beside each, a plain statement that sums the same hours.
Only the ratios mean something.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import text

from api.alerts.watching import FIRST, LATE, watch
from api.core import migrate
from api.core.clock import now
from api.core.db import Database
from api.core.postgres import embedded
from api.core.postgres.embedded import OWNER, Server
from api.core.tenancy import enter
from tests.bench import seed

DATABASE = "bench_alerts"
MERCHANT = UUID(seed.uuid(0))
UNITS, MEMBERS, DAYS = 40, 5, 730
NEW = 10_000

_PAST = f"""
SET session_replication_role = replica;  -- without users and members
UPDATE entries e
   SET occurred_at = at, recorded_at = at,
       actor_kind = 'member', actor_id = md5('member' || n)::uuid
  FROM (SELECT id, date_trunc('day', now()) - (1 + random() * {DAYS})::int * interval '1 day'
               + (8 + random() * 11) * interval '1 hour' AS at,
               (random() * {MEMBERS - 1})::int AS n
          FROM entries) drawn
 WHERE drawn.id = e.id;
"""
_NEW = f"""
SET session_replication_role = replica;
INSERT INTO entries (merchant_id, id, card_id, seq, kind, delta, balance, revision, actor_kind,
                     actor_id, occurred_at, recorded_at, key, request, hash)
SELECT merchant_id, uuidv7(), id, seq + 1, 'earn', 1, 1, 1, 'member', md5('member0')::uuid,
       now(), now(), 'new-' || id, '\\x00', sha256('head')
  FROM cards LIMIT {NEW};
"""
_UNKNOWN = """
VACUUM entries, cards;
DELETE FROM pg_statistic
 WHERE starelid IN ('entries'::regclass, 'cards'::regclass, 'programs'::regclass);
UPDATE pg_class SET reltuples = -1, relpages = 0
 WHERE oid IN ('entries'::regclass, 'cards'::regclass, 'programs'::regclass);
"""
_AGAIN = "DELETE FROM member_hours; DELETE FROM alert_heads; DELETE FROM alerts;"
_PLAIN = text("""
SELECT actor_id, date_trunc('hour', occurred_at) AS hour, sum(delta), count(DISTINCT card_id)
  FROM entries
 WHERE merchant_id = :merchant_id AND recorded_at >= :since
 GROUP BY actor_id, hour
""")


async def look(database: Database) -> float:
    async with database.session() as db:
        await enter(db, MERCHANT)
        began = time.perf_counter()
        await watch(db)
        return time.perf_counter() - began


async def plain(database: Database, back: timedelta) -> float:
    async with database.session() as db:
        await enter(db, MERCHANT)
        began = time.perf_counter()
        (await db.execute(_PLAIN, {"merchant_id": MERCHANT, "since": now() - back})).all()
        return time.perf_counter() - began


async def measure(server: Server) -> None:
    # Without the vacuum of its own accord, which would come to know the rows in between.
    server.run("ALTER TABLE entries SET (autovacuum_enabled = off);", DATABASE)
    database = Database(server.url(database=DATABASE), 1)
    try:
        server.run(_UNKNOWN, DATABASE)
        await told("first look, rows unknown", database, FIRST)
        server.run(_AGAIN + "ANALYZE;", DATABASE)
        await told("first look, rows known", database, FIRST)
        server.run(_NEW, DATABASE)
        await told(f"{NEW:,} new entries", database, LATE)
    finally:
        await database.close()


async def told(what: str, database: Database, back: timedelta) -> None:
    took = await look(database)
    beside = min([await plain(database, back) for _ in range(3)])
    print(f"| {what} | {took:.2f} s | {took / beside:.1f} times the plain statement |", flush=True)


@contextlib.contextmanager
def filled(entries: int) -> Iterator[Server]:
    with tempfile.TemporaryDirectory() as data, embedded.running(Path(data)) as server:
        server.create_database(DATABASE)
        asyncio.run(migrate.upgrade(server.url(OWNER, DATABASE)))
        seed.fill(server, DATABASE, merchants=1, cards=entries // UNITS, units=UNITS)
        server.run(_PAST, DATABASE)
        yield server


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    options = parser.parse_args()
    with filled(options.entries) as server:
        asyncio.run(measure(server))


if __name__ == "__main__":
    main()
