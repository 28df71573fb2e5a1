"""Events are kept for ninety days, unchanged; who missed them is told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from api.core import events
from api.core.events import Event, EventHead, retention
from api.core.jobs import Work
from api.core.tenancy import enter
from tests.cards.counter import refused
from tests.core.events.feed import forgotten, get, names, whole, write
from tests.world import World


async def test_after_ninety_days_events_go_and_who_missed_them_is_told(
    world: World, clock: Callable[[timedelta], None]
) -> None:
    shop = await world.shop()
    client = await shop.client()
    await write(shop, "old", "older")
    first = await get(client, limit=1)
    await forgotten(shop)
    assert names(await whole(client)) == ["old", "older"]
    clock(events.KEPT + timedelta(minutes=1))
    await forgotten(shop)
    refused(await client.get("/v1/events", params={"after": first["next"]}), 410, "CURSOR_TOO_OLD")
    assert await whole(client) == []
    await write(shop, "unread")
    clock(-events.KEPT)
    fresh = await get(client)
    assert names(fresh["items"]) == ["unread"]
    assert fresh["items"][0]["position"] == 3


async def test_what_was_never_read_is_not_missed_unknowingly(
    world: World, clock: Callable[[timedelta], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = await world.shop()
    client = await shop.client()
    start = (await get(client, after="latest"))["next"]
    await write(shop, "unread")
    clock(events.KEPT + timedelta(minutes=1))
    await forgotten(shop)
    refused(await client.get("/v1/events", params={"after": start}), 410, "CURSOR_TOO_OLD")
    # Where nobody has ever read, nothing needs a number to be forgotten.
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    unread = await world.shop()
    clock(-events.KEPT - timedelta(minutes=1))
    await write(unread, "a", "b", "c")
    clock(events.KEPT + timedelta(minutes=1))
    for left in (1, 0):
        await forgotten(unread)
        async with unread.db() as db:
            assert await db.scalar(select(func.count()).select_from(Event)) == left
            assert (await db.scalars(select(EventHead))).all() == []


@asynccontextmanager
async def as_other(world: World, merchant_id: UUID) -> AsyncIterator[AsyncSession]:
    async with world.database.session() as db:
        await enter(db, merchant_id)
        yield db


async def test_an_event_cannot_be_changed(world: World) -> None:
    shop = await world.shop()
    await write(shop, "made")
    for change in ("type = 'x'", "data = '{}'", "at = now()", "subject_id = id"):
        statement = text(f"UPDATE events SET {change} WHERE merchant_id = :merchant_id")
        with pytest.raises(DBAPIError, match="permission denied"):
            async with as_other(world, shop.id) as db:
                await db.execute(statement, {"merchant_id": shop.id})


async def test_the_planner_has_every_merchants_events_forgotten(
    world: World,
) -> None:
    shop = await world.shop()
    async with world.database.session() as db:
        await retention.forget(Work(db, world.database, world.settings))
        queued = text(
            "SELECT count(*) FROM jobs.pgqueuer WHERE entrypoint = 'events.forget_of'"
            " AND convert_from(payload, 'UTF8') LIKE :of"
        ).execution_options(touches_no_merchant=True)
        assert await db.scalar(queued, {"of": f"%{shop.id}%"}) == 1
        await db.rollback()
