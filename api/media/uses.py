"""Whether anything names a picture. The domains above say where they name them."""

from __future__ import annotations

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.tenancy import merchant_of

_declared: dict[str, TextClause] = {}


def declare(column: str, named: str) -> None:
    """``named``: a statement that finds a row where ``:merchant_id`` names ``:name``."""
    if column in _declared:
        raise RuntimeError(f"{column} is declared twice")
    _declared[column] = text(named)


async def used(db: AsyncSession, name: str) -> bool:
    asked = {"merchant_id": merchant_of(db), "name": name}
    for one in _declared.values():
        if (await db.execute(one, asked)).first() is not None:
            return True
    return False


declare("merchants.logo", "SELECT 1 FROM merchants WHERE id = :merchant_id AND logo = :name")
