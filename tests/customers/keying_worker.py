"""A worker for a test that kills it: takes over what a dead one left after a second.

``keying_worker URL DATA``.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta

from api import app
from api.core import worker
from api.core.db import Database
from api.core.settings import Settings

url, data = sys.argv[1:]
assert app  # imported for the jobs that it registers


async def main() -> None:
    settings = Settings.model_validate({"DATABASE_URL": url, "data": data})
    print("ready", flush=True)
    await worker.run(Database(url), settings, heartbeat=timedelta(seconds=1))


asyncio.run(main())
