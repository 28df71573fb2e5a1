"""What erasing a person costs beside the plain statements that would do the same.

``uv run python -m tests.bench.erasure`` fills a PostgreSQL of its own with pairs of customers who
have 100,000 rows each: half of them consents, which are deleted, half entries of a card, whose
free text is emptied. Of each pair one is erased by the service, with its batches, notes, ledger
outside, statistics and verification; the other by two statements in psql. Only the ratio means
something. It prints how far the process's memory grew, too.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from uuid_utils.compat import uuid7

from api.accounts.models import Merchant
from api.app import JOBS
from api.core import migrate
from api.core.db import Database
from api.core.jobs import Work
from api.core.personal import Subject
from api.core.postgres import embedded
from api.core.postgres.embedded import OWNER, Server
from api.core.settings import Settings
from api.core.tenancy import enter
from api.privacy.erasure import asking, executing, verifying
from api.privacy.inventory import Person
from api.programs import life
from api.programs.schemas.programs import ProgramIn
from tests.bench.audit import resident

DATABASE = "bench_erasure"
assert JOBS  # all jobs are known, as in a worker

FILL = """
SET app.merchant_id = '{merchant}';
INSERT INTO customers (merchant_id, id, version, first_name, tags, search_name, source,
    created_at, last_active_at, visits, spent)
VALUES ('{merchant}', '{customer}', 1, 'Camille', '[]', '', 'desk', now(), now(), 0, 0);
INSERT INTO cards (merchant_id, id, program_id, customer_id, code, number, page_token, status,
    balance, seq, head_hash, earned_units, created_at, tier_units, open_holds)
VALUES ('{merchant}', '{card}', '{program}', '{customer}', '{card}', '{card}', '{card}', 'active',
    {rows}, {rows}, '', 0, now(), 0, 0);
INSERT INTO consents (merchant_id, id, customer_id, purpose, granted, basis, text_version,
    channel, created_at)
SELECT '{merchant}', gen_random_uuid(), '{customer}', 'marketing_email', true, 'consent', '1',
    'desk', now() FROM generate_series(1, {rows});
INSERT INTO entries (merchant_id, id, card_id, seq, kind, delta, balance, revision, reason,
    receipt, actor_kind, occurred_at, recorded_at, hash)
SELECT '{merchant}', gen_random_uuid(), '{card}', number, 'earn', 1, number, 1, 'a reason',
    'receipt ' || number, 'system', now(), now(), '' FROM generate_series(1, {rows}) AS number;
ANALYZE customers, cards, consents, entries;
"""
PLAIN = """
BEGIN;
DELETE FROM consents WHERE merchant_id = '{merchant}' AND customer_id = '{customer}';
UPDATE entries SET reason = NULL, receipt = NULL
 WHERE merchant_id = '{merchant}' AND card_id IN (
       SELECT id FROM cards WHERE merchant_id = '{merchant}' AND customer_id = '{customer}');
COMMIT;
"""


@dataclass(frozen=True)
class Shop:
    merchant: UUID
    program: UUID


async def opened(database: Database) -> Shop:
    id = uuid7()
    async with database.session() as db:
        db.add(Merchant(id=id, name="Banc", slug="banc", language="fr", time_zone="Europe/Paris"))
        await db.flush()
        await enter(db, id)
        rewards = [{"name": "Un café", "cost": 10}]
        wish = ProgramIn.model_validate({"name": "Banc", "kind": "stamps", "rewards": rewards})
        program = await life.create(db, wish, uuid7())
        return Shop(id, program.id)


def fill(server: Server, shop: Shop, rows: int) -> dict[str, UUID]:
    one = {"merchant": shop.merchant, "program": shop.program, "customer": uuid7(), "card": uuid7()}
    server.run(FILL.format(rows=rows // 2, **one), DATABASE)
    return one


async def served(database: Database, settings: Settings, shop: Shop, customer: UUID) -> float:
    """Seconds, from the wish to the proof."""
    began = time.monotonic()
    async with database.session() as db:
        await enter(db, shop.merchant)
        person = Person(Subject.CUSTOMER, customer, shop.merchant)
        asked = await asking.start(db, None, person, plan_digest=None, cause="retention")
    async with database.session() as db:
        await enter(db, shop.merchant)
        await executing.erase(Work(db, database, settings), asked.id)
    async with database.session() as db:
        await enter(db, shop.merchant)
        await verifying.verify(Work(db, database, settings))
    took = time.monotonic() - began
    async with database.session() as db:
        await enter(db, shop.merchant)
        row = await asking.load(db, asked.id)
    if row.state != "done":
        raise RuntimeError(f"the erasure is {row.state}")
    return took


async def compare(server: Server, settings: Settings, rows: int, rounds: int) -> float:
    database = Database(server.url(database=DATABASE), 3)
    try:
        shop = await opened(database)
        ratios = []
        for _ in range(rounds):
            first, second = fill(server, shop, rows), fill(server, shop, rows)
            memory = resident()
            took = await served(database, settings, shop, first["customer"])
            grown = resident() - memory
            began = time.monotonic()
            server.run(PLAIN.format(**second), DATABASE)
            plain = time.monotonic() - began
            ratios.append(plain / took)
            print(
                f"  {rows:,} rows: {took:.1f} s, plain statements {plain:.1f} s,"
                f" ratio {ratios[-1]:.2f}, memory grew by {grown:.0f} MiB",
                flush=True,
            )
        return statistics.median(ratios)
    finally:
        await database.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="carnet-bench-") as name:
        data = Path(name)
        data.chmod(0o711)
        with embedded.running(data) as server:
            server.create_database(DATABASE)
            asyncio.run(migrate.upgrade(server.url(OWNER, DATABASE)))
            settings = Settings.model_validate({"data": data / "files"})
            ratio = asyncio.run(compare(server, settings, asked.rows, asked.rounds))
            print(f"erasure: {ratio:.2f} of plain statements")


if __name__ == "__main__":
    main()
