"""Workers that are killed at each moment of what is in the queue, until nothing is left there;
prints the moments, one a line.

``dying_worker ORDER``, JSON: ``url``, ``data``, ``progress`` (SQL that tells how far the work is),
``inside`` (a pattern: what is watched inside
transactions too) and ``sizes`` (of batches, by module and name). With
``calm``, another database with the same rows and its data folder, a worker that nobody kills does
the work there first: what the others execute is then compiled already.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import make_url, text

from api.app import JOBS
from api.core import attempts, worker
from api.core.attempts import Attempts
from api.core.settings import Settings
from tests.database import Moving
from tests.dying import Moments, killed_at_each

order: dict[str, Any] = json.loads(sys.argv[1])
assert JOBS
for place, size in order["sizes"].items():
    module, _, name = place.partition(":")
    setattr(importlib.import_module(module), name, size)
attempts.PICKED_AT_MOST = 10_000  # each of these kills it on purpose
database = Moving(make_url(order["url"]).set(database="").render_as_string(hide_password=False))
SILENT = text(
    "UPDATE jobs.pgqueuer SET heartbeat = heartbeat - interval '1 hour' WHERE status = 'picked'"
).execution_options(touches_no_merchant=True)
"""Time enough for another worker to take over."""


async def work(url: str, data: str, moments: Moments | None = None) -> None:
    database.place = make_url(url).database or ""
    if moments:
        _tell(moments)
    async with database.session() as db:
        await db.execute(SILENT)
    await worker.drain(database, Settings.model_validate({"DATABASE_URL": url, "data": data}))
    await database.close()


def _tell(moments: Moments) -> None:
    """Of each job, done one at a time: else no two workers would have the same moments."""
    alone, run = asyncio.Lock(), Attempts._run

    async def told(self: Attempts, row: Any) -> None:
        async with alone:
            moments.begin(f"{row.id} {row.entrypoint}")
            await run(self, row)
            moments.end()

    jobs: Any = Attempts
    jobs._run = told


if calm := order.get("calm"):
    asyncio.run(work(*calm))
here = (order["url"], order["data"])
died = killed_at_each(
    lambda moments: asyncio.run(work(*here, moments)),
    Path(order["data"]),
    order["progress"],
    inside=order.get("inside", ""),
)
print("\n".join(died))
