"""A merchant's night: the jobs that time alone calls for, run to their end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from api.cards.nightly import nights, warnings
from api.core.jobs import Work
from tests.world import Shop

Handler = Callable[..., Awaitable[Any]]


async def run(shop: Shop, handler: Handler, **arguments: Any) -> None:
    """One job, in a transaction of its own, and what it asks for once that is committed."""
    async with shop.db() as db:
        world = shop.world
        afterwards = await handler(Work(db, world.database, world.settings), **arguments)
    if afterwards is not None:
        await afterwards()


async def night(shop: Shop) -> None:
    for handler in (nights.expire, nights.move_tiers, warnings.warn):
        await run(shop, handler)
