"""What it costs to take all of a merchant's data out and in again.

``uv run python -m tests.bench.privacy`` fills a PostgreSQL of its own with a merchant of a million
rows, writes its file, takes it into an empty merchant, and prints rows per second and the most
memory that the process had.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import IO
from uuid import UUID

from uuid_utils.compat import uuid7

from api import app
from api.core import audit, migrate
from api.core.clock import now
from api.core.db import Database
from api.core.personal import Subject
from api.core.postgres import embedded
from api.core.postgres.embedded import OWNER
from api.core.settings import Settings
from api.core.tenancy import enter
from api.privacy.access.compose import Order, compose
from api.privacy.access.opened import Opened
from api.privacy.access.take_in import take_in
from api.privacy.inventory import Person
from tests.bench import seed
from tests.bench.audit import new_merchant, resident

assert app  # imported for what the domains count
DATABASE = "bench_privacy"
UNITS = 9
ROWS_PER_CARD = 2 + 2 * UNITS
"""A customer, a card, and for each unit an entry and a lot."""


async def export(database: Database, settings: Settings, out: IO[bytes]) -> int:
    merchant_id = UUID(seed.uuid(0))

    async def put(pieces: Iterable[bytes]) -> None:
        for piece in pieces:
            out.write(piece)

    person = Person(Subject.MERCHANT, merchant_id, merchant_id)
    return await compose(database, settings, Order(uuid7(), person, "fr", now()), put)


async def bring_in(database: Database, settings: Settings, file: IO[bytes]) -> int:
    merchant_id = await new_merchant(database)
    async with database.session() as db:
        await enter(db, merchant_id)
        return await take_in(db, settings, audit.SYSTEM, Opened(file))


async def measure(url: str, data: Path) -> None:
    database = Database(url, 3)
    settings = Settings.model_validate({"DATABASE_URL": url, "data": data})
    with (data / "takeout.zip").open("w+b") as file:
        for name, work in (("out", export), ("in", bring_in)):
            before, began = resident(), time.monotonic()
            rows = await work(database, settings, file)
            took = time.monotonic() - began
            print(
                f"  {name}: {rows:,} rows in {took:.0f} s ({rows / took:,.0f} rows/s),"
                f" {file.seek(0, 2) / 2**20:.0f} MiB, memory {before:.0f} → {resident():.0f} MiB",
                flush=True,
            )
            file.seek(0)
    await database.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(embedded.running(data))
        server.create_database(DATABASE)
        asyncio.run(migrate.upgrade(server.url(OWNER, DATABASE)))
        seed.fill(server, DATABASE, 1, options.rows // ROWS_PER_CARD, UNITS)
        asyncio.run(measure(server.url(database=DATABASE), data))


if __name__ == "__main__":
    main()
