"""A worker that gets stuck in a job (all but number 0), for a test that kills it.

``dying_worker URL DATA MARKER``.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from api.core import worker
from api.core.db import Database
from api.core.jobs import Work, job
from api.core.settings import Settings

url, data, marker = sys.argv[1:]


def note(line: str) -> None:
    with Path(marker).open("a") as file:
        file.write(line)


@job("test.stuck")
async def stuck(work: Work, number: int) -> None:
    note(f"begun {number}\n")
    if number:
        await asyncio.sleep(120)


async def main() -> None:
    settings = Settings.model_validate({"DATABASE_URL": url, "data": data})
    database = Database(url)
    await worker.run_until_signal(database, settings)
    await database.close()
    note("ended\n")


asyncio.run(main())
