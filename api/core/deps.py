"""What every route may ask for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, cast

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.db import Database
from api.core.settings import Settings


# All are coroutines: FastAPI would send a plain function to a thread, at every request.
async def _database(request: Request) -> Database:
    return cast(Database, request.app.state.database)


async def _settings(request: Request) -> Settings:
    return cast(Settings, request.app.state.settings)


async def _session(request: Request) -> AsyncIterator[AsyncSession]:
    async with cast(Database, request.app.state.database).session() as db:
        yield db


# With the default scope the answer is sent first, and a failing commit has then said 200 already.
Db = Annotated[AsyncSession, Depends(_session, scope="function")]
Config = Annotated[Settings, Depends(_settings)]
Pool = Annotated[Database, Depends(_database)]
