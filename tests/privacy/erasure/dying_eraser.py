"""Executes an erasure in children that are killed (kill -9) at every transaction's end, in turns
before and after it is committed, until one reaches the end.

``dying_eraser URL DATA MERCHANT ERASURE``; prints how many were killed.
"""

from __future__ import annotations

import asyncio
import os
import signal
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

url, data, merchant, erasure = sys.argv[1:]
assert JOBS
statements.BATCH = 3


async def erase(dies_at: int, *, committed: bool) -> None:
    settle, seen = Database.settle, 0

    async def counted(db: AsyncSession) -> None:
        nonlocal seen
        seen += 1
        if seen == dies_at and not committed:
            os.kill(os.getpid(), signal.SIGKILL)
        await settle(db)
        if seen == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)

    patched: Any = Database
    patched.settle = staticmethod(counted)
    settings = Settings.model_validate({"DATABASE_URL": url, "data": data})
    database = Database(url, 2)
    async with database.session() as db:
        await enter(db, UUID(merchant))
        await executing.erase(Work(db, database, settings), UUID(erasure))
    await database.close()


def killed(dies_at: int, *, committed: bool) -> bool:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            asyncio.run(erase(dies_at, committed=committed))
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    if os.WEXITSTATUS(status) != 0:
        raise RuntimeError("the erasure failed")
    return False


deaths = 0
while killed(deaths + 1, committed=bool(deaths % 2)):
    deaths += 1
print(deaths)
