"""What it costs to let 100,000 rows go, beside the plain statements that would do the same.

``uv run python -m tests.bench.purge`` fills a PostgreSQL of its own with pairs of equal merchants.
Once 100,000 campaign mails are over: the worker clears them as it does at night, of the other
merchant one statement deletes them. Once the whole merchant goes at the end of the contract: the
worker purges it, of the other one statement for each table. Rows per second, the ratio, and how
far the process's memory grew.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.app import JOBS
from api.campaigns.models import KEPT, CampaignMail
from api.core import audit, jobs, migrate, worker
from api.core.clock import now
from api.core.db import Database
from api.core.postgres import embedded
from api.core.postgres.embedded import OWNER, Server
from api.core.settings import Settings
from api.core.tenancy import enter
from api.privacy.ending import course
from api.privacy.ending.purging import PURGE
from api.privacy.retention import in_force
from api.privacy.retention.nightly import CLEAR
from tests.bench import seed
from tests.bench.audit import resident

DATABASE = "bench_purge"
UNITS = 9
ROWS_PER_CARD = 2 + 2 * UNITS
assert JOBS  # all jobs are known, as in a worker

MAILS = f"""
SET session_replication_role = replica;  -- without the campaign and the customers
INSERT INTO campaign_mails (merchant_id, id, campaign_id, customer_id, state, created_at)
SELECT '{{merchant}}', uuidv7(), '{{merchant}}', uuidv7(), 'sent',
       now() - interval '{KEPT.days + 10} days'
  FROM generate_series(1, {{rows}});
ANALYZE campaign_mails;
"""
PLAIN_MAILS = f"""
DELETE FROM campaign_mails
 WHERE merchant_id = '{{merchant}}' AND created_at < now() - interval '{KEPT.days + 1} days';
"""
TABLES = ("lots", "entries", "cards", "customers", "campaign_mails")
PLAIN_ALL = "".join(f"DELETE FROM {one} WHERE merchant_id = '{{merchant}}';\n" for one in TABLES)

Ask = Callable[[AsyncSession], Awaitable[None]]


async def night(db: AsyncSession) -> None:
    """As when what is over was announced."""
    steps = (await in_force.of_merchant(db, now())).steps()
    step = next(one for one in steps if one.model is CampaignMail)
    await jobs.enqueue(db, CLEAR, rule=step.rule.name, table=step.table)


async def ending(db: AsyncSession) -> None:
    """As when the time after the contract's end is over."""
    end = await course.end(db, audit.SYSTEM, "operator")
    end.state, end.begun_at = "purging", now()
    await jobs.enqueue(db, PURGE, end_id=end.id)


def left(server: Server, merchant_id: UUID) -> int:
    counts = " + ".join(f"(SELECT count(*) FROM {one} WHERE {{0}})" for one in TABLES)
    return int(server.run(f"SELECT {counts};".format(f"merchant_id = '{merchant_id}'"), DATABASE))


async def served(database: Database, settings: Settings, merchant_id: UUID, ask: Ask) -> float:
    """Seconds, from asking until the worker has nothing left to do."""
    began = time.monotonic()
    async with database.session() as db:
        await enter(db, merchant_id)
        await ask(db)
    await worker.drain(database, settings)
    return time.monotonic() - began


async def compare(
    server: Server, settings: Settings, pair: tuple[UUID, UUID], ask: Ask, plain: str
) -> float:
    """How fast it is of plain statements."""
    first, second = pair
    database = Database(server.url(database=DATABASE), 4)
    try:
        before, memory = left(server, first), resident()
        took = await served(database, settings, first, ask)
        grown = resident() - memory
        began = time.monotonic()
        server.run(plain.format(merchant=second), DATABASE)
        stated = time.monotonic() - began
        remaining = left(server, first)
        if remaining != left(server, second):
            raise RuntimeError("the service and the plain statements did not do the same")
    finally:
        await database.close()
    rows = before - remaining
    print(
        f"  {ask.__name__}: {rows:,} rows in {took:.1f} s ({rows / took:,.0f} rows/s), plain"
        f" statements {stated:.1f} s, ratio {stated / took:.2f}, memory grew by {grown:.0f} MiB",
        flush=True,
    )
    return stated / took


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
            merchants = 2 * asked.rounds
            seed.fill(server, DATABASE, merchants, merchants * asked.rows // ROWS_PER_CARD, UNITS)
            settings = Settings.model_validate({"data": data / "files"})
            everyone = [UUID(seed.uuid(number)) for number in range(merchants)]
            pairs = list(zip(everyone[::2], everyone[1::2], strict=True))
            for one in everyone:
                server.run(MAILS.format(merchant=one, rows=asked.rows), DATABASE)
            for ask, plain in ((night, PLAIN_MAILS), (ending, PLAIN_ALL)):
                ratios = []
                for pair in pairs:
                    ratios.append(asyncio.run(compare(server, settings, pair, ask, plain)))
                print(f"{ask.__name__}: {statistics.median(ratios):.2f} of plain statements")


if __name__ == "__main__":
    main()
