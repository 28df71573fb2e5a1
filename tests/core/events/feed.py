"""Writing events and following them, as the tests do."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import httpx
from uuid_utils.compat import uuid7

from api.core import events
from api.core.events import retention
from api.core.jobs import Work
from tests.cards.counter import done
from tests.world import Shop


async def get(client: httpx.AsyncClient, **params: Any) -> dict[str, Any]:
    found: dict[str, Any] = done(await client.get("/v1/events", params=params), 200)
    return found


async def whole(client: httpx.AsyncClient, after: str | None = None, **params: Any) -> list[Any]:
    """The feed to its end."""
    items: list[Any] = []
    while True:
        page = await get(client, **({"after": after} if after else {}), **params)
        items += page["items"]
        after = page["next"]
        if not page["more"]:
            return items


async def write(shop: Shop, *names: str) -> list[UUID]:
    """Commit events ``thing.<name>``."""
    subjects = []
    async with shop.db() as db:
        for name in names:
            subjects.append(uuid7())
            events.publish(db, f"thing.{name}", "thing", subjects[-1])
    return subjects


def names(items: list[dict[str, Any]]) -> list[str]:
    return [one["type"].removeprefix("thing.") for one in items]


async def forgotten(shop: Shop) -> None:
    async with shop.db() as db:
        await retention.forget_of(Work(db, shop.world.database, shop.world.settings))


async def never_gone() -> bool:
    return False
