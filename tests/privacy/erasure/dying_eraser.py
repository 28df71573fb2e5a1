"""Executes an erasure that dies around every transaction, until it reaches the end.

``dying_eraser URL DATA MERCHANT ERASURE``; prints how often it died.
"""

from __future__ import annotations

import os
import sys
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.app import JOBS
from api.core.db import Database
from api.core.jobs import Work
from api.core.settings import Settings
from api.core.tenancy import enter
from api.privacy.erasure import executing, statements
from tests.privacy.dying import Death, deaths

url, data, merchant, erasure = sys.argv[1:]
assert JOBS
statements.BATCH = 3
settle, destroy = Database.settle, statements.destroy
settings = Settings.model_validate({"DATABASE_URL": url, "data": data})
databases: dict[int, Database] = {}


async def erase(death: Death) -> None:
    async def counted(*arguments: Any, **options: Any) -> int:
        rows = await destroy(*arguments, **options)
        death.went += rows
        return rows

    async def settled(db: AsyncSession) -> None:
        await death.around(settle(db))

    patched: Any = Database
    patched.settle, statements.destroy = staticmethod(settled), counted
    database = opened()
    async with database.session() as db:
        await enter(db, UUID(merchant))
        await executing.erase(Work(db, database, settings), UUID(erasure))


def opened() -> Database:
    """One in each process."""
    return databases.setdefault(os.getpid(), Database(url, 2))


print(deaths(erase, early=2))
