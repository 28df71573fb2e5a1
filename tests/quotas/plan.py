"""A plan for a shop, and what the shop has of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from typing import Any

import httpx
from sqlalchemy import text

from api.core import quotas
from api.core.quotas.usages import declared
from tests.world import Shop

_USED = text("SELECT resource, used FROM usages WHERE merchant_id = :merchant_id")


async def given(shop: Shop, **limits: int) -> None:
    """The limits in force; what is not named has none."""
    async with shop.db() as db:
        await quotas.set_limits(db, limits)


async def used(shop: Shop) -> dict[str, int]:
    async with shop.db() as db:
        rows = await db.execute(_USED, {"merchant_id": shop.id})
        return {row.resource: row.used for row in rows}


async def counted(shop: Shop) -> dict[str, int]:
    """What is used, which has to be what is there."""
    found = await used(shop)
    async with shop.db() as db:
        for resource, kind in declared.items():
            if kind.count is not None:
                there = (await db.execute(kind.count, {"merchant_id": shop.id})).scalar_one()
                assert found.get(resource, 0) == there, resource
    return found


async def at_once(work: Sequence[Awaitable[httpx.Response]]) -> list[str]:
    """How each request ends: its status, and the code of a refusal."""
    return sorted(ending(answer) for answer in await asyncio.gather(*work))


def ending(answer: httpx.Response) -> str:
    if answer.is_success:
        return str(answer.status_code)
    body: dict[str, Any] = answer.json()
    return f"{answer.status_code} {body['code']}"
