"""Lets all of a merchant go, killed by kill -9 with every batch, until it reaches the end.

``dying_purger URL DATA MERCHANT CONTRACT_END``; prints how often it died.
"""

from __future__ import annotations

import sys
from typing import Any, cast
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.app import JOBS
from api.core.db import Database
from api.core.settings import Settings
from api.core.tenancy import enter
from api.privacy.ending import purging
from tests.privacy.dying import Death, killed_with_each

url, data, merchant, end = sys.argv[1:]
assert JOBS
purging.BATCH = 12
BEFORE_ROWS = 6
"""Transactions: the mark, the files, Stripe and the trail."""
settle, batch = Database.settle, purging._batch
settings = Settings.model_validate({"DATABASE_URL": url, "data": data})
database = Database(url, 2)


async def purge(death: Death) -> None:
    async def counted(*arguments: Any) -> tuple[int, int]:
        rows, loosened = await batch(*arguments)
        death.went += rows + loosened
        return rows, loosened

    async def settled(db: AsyncSession) -> None:
        await death.around(settle(db))

    service, steps = cast("tuple[Any, Any]", (Database, purging))
    service.settle, steps._batch = staticmethod(settled), counted
    async with database.session() as db:
        await enter(db, UUID(merchant))
        await purging.execute(db, settings, UUID(end))
        death.went += 1
        await death.around(settle(db))


print(killed_with_each(purge, BEFORE_ROWS))
