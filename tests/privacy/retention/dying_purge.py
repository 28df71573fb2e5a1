"""Clears a step in batches, dying around each transaction, until there is nothing left.

``dying_purge URL DATA MERCHANT RULE TABLE``; prints how often it died.
"""

from __future__ import annotations

import os
import sys
from typing import Any
from uuid import UUID

from api.app import JOBS
from api.core.db import Database
from api.core.jobs import Work
from api.core.settings import Settings
from api.core.tenancy import enter
from api.privacy.retention import clear, nightly
from tests.privacy.dying import Death, deaths

url, data, merchant, rule, table = sys.argv[1:]
assert JOBS
clear.BATCH = 3
batch = clear.batch
settings = Settings.model_validate({"DATABASE_URL": url, "data": data})
databases: dict[int, Database] = {}


async def purge(death: Death) -> None:
    """As the worker does: one batch in each transaction, as long as one was full."""
    database = databases.setdefault(os.getpid(), Database(url, 2))
    more = True

    async def counted(db: Any, step: Any, at: Any, most: int = 0) -> int:
        nonlocal more
        rows = await batch(db, step, at, clear.BATCH)
        more = rows == clear.BATCH
        death.went += rows
        return rows

    clear.batch = counted
    while more:
        async with database.session() as db:
            await enter(db, UUID(merchant))
            await nightly.clear_batch(Work(db, database, settings), rule, table)
            await death.around(Database.settle(db))


print(deaths(purge, early=0))
