"""The planner's statistics quote values of rows that are gone; they are made anew."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_ANEW = text("SELECT app_statistics_anew(:tables)").execution_options(touches_no_merchant=True)


async def anew(db: AsyncSession, tables: Iterable[str]) -> list[str]:
    """Of these tables; only the schema's owner may, so a function of its does."""
    names = sorted(set(tables))
    if names:
        await db.execute(_ANEW, {"tables": names})
    return names
