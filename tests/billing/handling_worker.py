"""A worker for a test that kills it: takes over what a dead one left after a second.

``handling_worker URL DATA STRIPE_URL``.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta

from api import app
from api.core import worker
from api.core.db import Database
from api.core.settings import Settings

url, data, stripe_url = sys.argv[1:]
assert app  # imported for the jobs that it registers


async def main() -> None:
    settings = Settings.model_validate(
        {
            "DATABASE_URL": url,
            "data": data,
            "stripe_key": "sk_test_fake",
            "stripe_url": stripe_url,
        }
    )
    print("ready", flush=True)
    await worker.run(Database(url), settings, heartbeat=timedelta(seconds=1))


asyncio.run(main())
