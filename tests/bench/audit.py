"""What sealing and verifying the audit trail cost.

``uv run python -m tests.bench.audit`` fills a PostgreSQL of its own with 100,000 audit events of
one merchant, seals them, verifies them, and prints events per second and how far the process's
memory grew. Then it lets eight tills stamp cards, in turns alone and beside a sealer that has
work without end, in another merchant: the ratio is what a stamp pays for sealing.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import multiprocessing
import os
import resource
import statistics
import tempfile
import time
from pathlib import Path
from uuid import UUID

from sqlalchemy import insert
from uuid_utils.compat import uuid7

from api.accounts.models import Merchant
from api.cli.running import NICE
from api.core import migrate
from api.core.audit import AuditEvent, AuditWaiting, sealer
from api.core.audit.verify import Report, verify
from api.core.clock import now
from api.core.db import Database
from api.core.postgres import embedded
from api.core.postgres.embedded import OWNER, Server
from api.core.tenancy import enter
from tests.bench.__main__ import SMALL, _load, prepare, service

DATABASE = "bench_audit"
AT_ONCE = 1_000


def resident() -> float:
    """MiB at most so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def fill(database: Database, merchant_id: UUID, number: int) -> None:
    for _ in range(number // AT_ONCE):
        at = now()
        rows = [
            {
                "id": uuid7(),
                "at": at,
                "actor_kind": "member",
                "actor_id": uuid7(),
                "action": "customer.changed",
                "subject_type": "customer",
                "subject_id": uuid7(),
                "facts": {"fields": ["phone", "tags"]},
            }
            for _ in range(AT_ONCE)
        ]
        waiting = [{"id": row["id"], "merchant_id": merchant_id, "at": at} for row in rows]
        async with database.session() as db:
            await enter(db, merchant_id)
            await db.execute(insert(AuditEvent), rows)
            await db.execute(insert(AuditWaiting), waiting)


async def new_merchant(database: Database) -> UUID:
    id = uuid7()
    async with database.session() as db:
        db.add(
            Merchant(
                id=id,
                name="Banc",
                slug=f"banc-{id.hex[-8:]}",
                language="fr",
                time_zone="Europe/Paris",
            )
        )
    return id


async def alone(server: Server, number: int) -> None:
    database = Database(server.url(database=DATABASE), 2)
    try:
        merchant_id = await new_merchant(database)
        await fill(database, merchant_id, number)
        began = time.monotonic()
        while not await sealer.seal_merchant(database, merchant_id):
            pass
        took = time.monotonic() - began
        print(f"  sealed: {number / took:,.0f} events/s ({number:,} in {took:.1f} s)", flush=True)
        memory, report = resident(), Report()
        began = time.monotonic()
        faults = [fault async for fault in verify(database, merchant_id, report)]
        took = time.monotonic() - began
        if faults or report.seals != number:
            raise RuntimeError("the trail does not verify")
        print(
            f"  verified: {number / took:,.0f} events/s ({took:.1f} s),"
            f" memory grew by {resident() - memory:.0f} MiB",
            flush=True,
        )
    finally:
        await database.close()


def sealing(url: str, merchant_id: UUID, seconds: int) -> None:
    os.nice(NICE)  # as the service's own worker

    async def seal() -> None:
        sealer.TURN = seconds
        await sealer.seal_merchant(Database(url, 1), merchant_id)

    asyncio.run(seal())


def beside(server: Server, rounds: int, seconds: int, data: Path) -> float:
    """Stamps beside a sealer, as a share of stamps without one."""
    url = server.url(database=SMALL.database)

    async def stock() -> UUID:
        database = Database(url, 1)
        merchant_id = await new_merchant(database)
        await fill(database, merchant_id, 8_000 * seconds)
        await database.close()
        return merchant_id

    ratios = []
    with service(server, SMALL, 1, data) as port:
        _load(port, "earn", SMALL, 1)
        for _ in range(rounds):
            merchant_id = asyncio.run(stock())
            without = _load(port, "earn", SMALL, seconds)
            process = multiprocessing.get_context("spawn").Process(
                target=sealing, args=(url, merchant_id, seconds)
            )
            process.start()
            ratios.append(_load(port, "earn", SMALL, seconds) / without)
            process.join()
            print(f"  earn beside the sealer: {ratios[-1]:.2f}", flush=True)
    return statistics.median(ratios)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=5)
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(embedded.running(data))
        server.create_database(DATABASE)
        asyncio.run(migrate.upgrade(server.url(OWNER, DATABASE)))
        asyncio.run(alone(server, options.events))
        prepare(server, SMALL)
        ratio = beside(server, options.rounds, options.seconds, data)
    print(f"| earn beside the sealer | {ratio:.2f} |")


if __name__ == "__main__":
    main()
