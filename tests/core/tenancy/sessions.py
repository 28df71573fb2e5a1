"""Two shops, and sessions with one of the two locks off.

The first lock alone: a superuser's connection, which row-level security does not bind. The second
alone: a plain session as the application's role, without the first lock's listeners.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    text,
)
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.db import Base, Database
from api.core.tenancy import (
    MerchantOwned,
    TenantSession,
    enter,
)
from tests.world import Shop

TENANTS: list[Any] = sorted(
    (mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, MerchantOwned)),
    key=lambda model: model.__name__,
)


@dataclass
class Two:
    """Our shop and another with the like rows in every table that a counter fills."""

    ours: Shop
    theirs: Shop
    customers: dict[UUID, UUID]
    """One of each shop."""


@asynccontextmanager
async def inside(pool: Database, *merchants: UUID) -> AsyncIterator[AsyncSession]:
    """A session of the first lock that has entered the merchants; rolled back at the end."""
    async with AsyncSession(
        pool.engine, expire_on_commit=False, sync_session_class=TenantSession
    ) as db:
        for merchant in merchants:
            await enter(db, merchant)
        yield db


@asynccontextmanager
async def plain(pool: Database, merchant: UUID | None = None) -> AsyncIterator[AsyncSession]:
    """A session without the first lock, as the application's role."""
    async with AsyncSession(pool.engine, expire_on_commit=False) as db:
        if merchant is not None:
            await db.execute(text("SELECT app_enter(:merchant)"), {"merchant": merchant})
        yield db
