"""How long statistics take, at a merchant with a million entries.

``uv run python -m tests.bench.statistics`` fills a PostgreSQL of its own with two years of one
merchant (four programs, three places), counts them, asks every question that the desk asks over
HTTP, and prints the median and the longest answer of each; beside it, on the same machine and in
turns, a plain statement that reads the same days' figures from the ledger. At last 10,000 new
entries are counted, beside the statement that writes them.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import httpx
from sqlalchemy import text

from api.accounts.merchant_tokens import key_text
from api.app import create_app
from api.core import migrate
from api.core.db import Database
from api.core.postgres import embedded
from api.core.postgres.embedded import OWNER, Server
from api.core.settings import Settings
from api.core.tenancy import enter
from api.statistics import following
from tests.bench import seed

DATABASE = "bench_statistics"
MERCHANT = UUID(seed.uuid(0))
UNITS, PROGRAMS, PLACES, YEARS = 40, 4, 3, 2
LIMIT_MS = 300.0
NEW = 10_000

_PAST = f"""
SET session_replication_role = replica;
UPDATE api_keys SET scopes = '["statistics:read"]';
INSERT INTO programs (merchant_id, id, version, name, kind, status, revision, rules, design,
                      created_at, activated_at)
SELECT merchant_id, md5('program' || n)::uuid, 1, 'Programme ' || n, kind, status, revision, rules,
       design, created_at, activated_at
  FROM programs, generate_series(1, {PROGRAMS - 1}) n;
INSERT INTO locations (merchant_id, id, name, active, version, created_at)
SELECT id, md5('place' || n)::uuid, 'Lieu ' || n, true, 1, now()
  FROM merchants, generate_series(0, {PLACES - 1}) n;
UPDATE cards c SET program_id = p.id
  FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM programs) p
 WHERE p.n = hashtext(c.code) & {PROGRAMS - 1};
UPDATE entries e
   SET occurred_at = at, recorded_at = at,
       kind = CASE WHEN seq % 10 = 0 THEN 'redeem' ELSE 'earn' END,
       value = CASE WHEN seq % 10 = 0 THEN 250 END,
       location_id = CASE WHEN n < {PLACES} THEN md5('place' || n)::uuid END
  FROM (SELECT id, date_trunc('day', now()) - (random() * {365 * YEARS})::int * interval '1 day'
               + (8 + random() * 11) * interval '1 hour' AS at,
               (random() * ({PLACES} + 0.2))::int AS n
          FROM entries) drawn
 WHERE drawn.id = e.id;
"""
_NEW = text(f"""
WITH chosen AS (
  UPDATE cards SET seq = seq + 1
   WHERE merchant_id = :merchant_id
     AND id IN (SELECT id FROM cards WHERE merchant_id = :merchant_id ORDER BY random()
                 LIMIT {NEW})
  RETURNING merchant_id, id, seq
)
INSERT INTO entries (merchant_id, id, card_id, seq, kind, delta, balance, revision, actor_kind,
                     occurred_at, recorded_at, key, request, hash)
SELECT merchant_id, uuidv7(), id, seq, 'earn', 1, 1, 1, 'api_key', now(), now(),
       'new-' || id || '-' || seq, '\\x00', sha256('head')
  FROM chosen
""")
_PLAIN = text("""
SELECT count(DISTINCT (e.card_id, e.occurred_at::date)) AS visits,
       count(DISTINCT e.card_id) AS cards,
       count(*) FILTER (WHERE e.kind = 'redeem') AS redemptions,
       sum(e.value) FILTER (WHERE e.kind = 'redeem') AS cost
  FROM entries e
  JOIN cards c ON c.merchant_id = e.merchant_id AND c.id = e.card_id
 WHERE e.merchant_id = :merchant_id AND e.kind IN ('earn', 'redeem')
   AND e.occurred_at >= :since AND e.occurred_at < :until
   AND NOT EXISTS (SELECT FROM entries r
                    WHERE r.merchant_id = e.merchant_id AND r.reverses = e.id)
""")


def questions() -> dict[str, tuple[int, str]]:
    """What the desk's screen asks: days of the ledger that it is about, and its address."""
    today = date.today()
    asked: dict[str, tuple[int, str]] = {}
    for days in (7, 30, 90, 365, 365 * YEARS):
        for compare in ("none", "previous", "year"):
            period = f"from={today - timedelta(days=days - 1)}&to={today}&compare={compare}"
            for what in ("overview", "series", "breakdown"):
                name = f"{what}, {days} days, beside {compare}"
                asked[name] = days, f"{what}?{period}"
        asked[f"hours, {days} days"] = days, f"hours?{period}"
    program, place = seed.uuid(0), "{place}"
    last = f"from={today - timedelta(days=29)}&to={today}"
    for name, part in (
        ("a program", f"program_id={program}"),
        ("a place", f"location_id={place}"),
        ("both", f"program_id={program}&location_id={place}"),
    ):
        for what in ("overview", "series", "breakdown", "hours"):
            asked[f"{what}, 30 days, {name}"] = 30, f"{what}?{last}&{part}"
        asked[f"cohorts, {name}"] = 365, f"cohorts?{part}"
    asked["cohorts, 12 months"] = 365, "cohorts"
    asked["cohorts, 36 months"] = 365 * YEARS, "cohorts?months=36"
    return asked


@asynccontextmanager
async def office(database: Database, settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        yield httpx.AsyncClient(
            transport=httpx.ASGITransport(app),
            base_url=f"{settings.public_url}/v1/statistics/",
            headers={"Authorization": f"Bearer {key_text(MERCHANT, seed.SECRET)}"},
        )


async def count(database: Database, **how: bool) -> float:
    began = time.perf_counter()
    whole = False
    while not whole:
        async with database.session() as db:
            await enter(db, MERCHANT)
            whole = (await following.follow(db, **how)).whole
    return time.perf_counter() - began


async def plain(database: Database, days: int) -> float:
    until = date.today() + timedelta(days=1)
    asked = {"merchant_id": MERCHANT, "since": until - timedelta(days=days), "until": until}
    async with database.session() as db:
        await enter(db, MERCHANT)
        began = time.perf_counter()
        (await db.execute(_PLAIN, asked)).one()
        return (time.perf_counter() - began) * 1000


async def ask(client: httpx.AsyncClient, address: str) -> float:
    began = time.perf_counter()
    answer = await client.get(address)
    took = (time.perf_counter() - began) * 1000
    answer.raise_for_status()
    return took


async def reading(database: Database, client: httpx.AsyncClient, times: int) -> bool:
    async with database.session() as db:
        await enter(db, MERCHANT)
        asked = "SELECT min(id::text) FROM locations WHERE merchant_id = :merchant_id"
        place = await db.scalar(text(asked), {"merchant_id": MERCHANT})
    await ask(client, "overview")
    gc.collect()
    gc.freeze()  # as a process of the service does when it is ready
    took: dict[str, list[float]] = {}
    reference: dict[int, list[float]] = {}
    for _ in range(times):
        for name, (days, address) in questions().items():
            took.setdefault(name, []).append(await ask(client, address.format(place=place)))
            if len(reference.setdefault(days, [])) < times:
                reference[days].append(await plain(database, days))
    against = {days: statistics.median(each) for days, each in reference.items()}
    ratios: list[float] = []
    for name, (days, _address) in questions().items():
        middle = statistics.median(took[name])
        ratios.append(middle / against[days])
        mark = "" if max(took[name]) <= LIMIT_MS else f"  OVER {LIMIT_MS:.0f} ms"
        print(
            f"  {name}: {middle:.0f} ms, at most {max(took[name]):.0f} ms,"
            f" {ratios[-1]:.2f} of the plain statement{mark}",
            flush=True,
        )
    for days, middle in against.items():
        print(f"  plain statement over {days} days: {middle:.0f} ms")
    every = sorted(one for each in took.values() for one in each)
    print(
        f"| reads | p50 {statistics.median(every):.0f} ms | p95 {every[int(len(every) * 0.95)]:.0f}"
        f" ms | most {every[-1]:.0f} ms | of the plain statement"
        f" {statistics.median(ratios):.2f} |"
    )
    return every[-1] <= LIMIT_MS


async def measure(server: Server, settings: Settings, entries: int, times: int) -> bool:
    database = Database(server.url(database=DATABASE), 2)
    try:
        took = await count(database, everything=True)
        print(f"  counted: {entries / took:,.0f} entries/s ({took:.0f} s)", flush=True)
        server.run("VACUUM (ANALYZE);", DATABASE)
        async with office(database, settings) as client:
            fast = await reading(database, client, times)
        began = time.perf_counter()
        async with database.session() as db:
            await enter(db, MERCHANT)
            await db.execute(_NEW, {"merchant_id": MERCHANT})
        wrote = time.perf_counter() - began
        took = await count(database)
        print(
            f"| {NEW:,} new entries counted | {took:.1f} s | {took / wrote:.1f} times what writing"
            " them took |"
        )
        return fast
    finally:
        await database.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(embedded.running(data))
        server.create_database(DATABASE)
        asyncio.run(migrate.upgrade(server.url(OWNER, DATABASE)))
        seed.fill(server, DATABASE, merchants=1, cards=options.entries // UNITS, units=UNITS)
        server.run(_PAST, DATABASE)
        server.run("VACUUM (ANALYZE);", DATABASE)
        settings = Settings.model_validate(
            {"DATABASE_URL": server.url(database=DATABASE), "data": data / "service"}
        )
        if not asyncio.run(measure(server, settings, options.entries, options.times)):
            raise SystemExit(1)


if __name__ == "__main__":
    main()
