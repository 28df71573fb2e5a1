"""Following events: from now on, of some types, waiting for the next, with an own cursor."""

from __future__ import annotations

import asyncio
import base64
import time

import pytest
from sqlalchemy import func, select
from uuid_utils.compat import uuid7

from api.core import events
from api.core.db import Database
from api.core.events import feed
from api.core.settings import Settings
from tests.cards.counter import refused
from tests.core.events.feed import get, names, never_gone, whole, write
from tests.core.jobs.queue import until
from tests.world import World


async def test_latest_skips_what_was_before_and_nothing_after(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "NUMBERED_AT_ONCE", 2)
    shop = await world.shop()
    client = await shop.client()
    await write(shop, "a", "b", "c", "d", "e")
    async with shop.db() as slow:
        events.publish(slow, "thing.slow", "thing", uuid7())
        await slow.flush()
        found = await get(client, after="latest")
        assert found["items"] == []
        assert found["more"] is False
    await write(shop, "f")
    assert names(await whole(client, found["next"])) == ["slow", "f"]
    assert names(await whole(client)) == ["a", "b", "c", "d", "e", "slow", "f"]
    monkeypatch.setattr(feed, "_ROUNDS", 1)
    await write(shop, "g", "h", "i")
    problem = refused(await client.get("/v1/events?after=latest"), 503, "FEED_CATCHING_UP")
    assert problem["retry_after"] == 1
    assert (await get(client, after="latest"))["items"] == []


async def test_a_filter_passes_over_the_rest_and_says_how_far_it_came(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "LOOKED_THROUGH", 3)
    monkeypatch.setattr(feed, "_ROUNDS", 2)
    shop = await world.shop()
    client = await shop.client()
    program = await shop.program()
    await write(shop, *["other"] * 20)
    card = await shop.card(program, anonymous=True)
    await write(shop, *["other"] * 4)
    found = await whole(client, types="card.issued")
    assert [one["subject"]["id"] for one in found] == [str(card.id)]
    page = await get(client, types="card.issued")
    assert (page["items"], page["more"]) == ([], True)


async def test_waiting_ends_with_the_first_event(world: World) -> None:
    shop = await world.shop()
    client = await shop.client()
    start = (await get(client, after="latest"))["next"]
    began = time.monotonic()
    waiting = asyncio.create_task(get(client, after=start, wait=20))
    await until(lambda: feed._waiting[shop.id] == 1)
    assert not waiting.done()
    await write(shop, "awaited")
    assert names((await waiting)["items"]) == ["awaited"]
    assert time.monotonic() - began < 15
    began = time.monotonic()
    page = await get(client, after=(await waiting)["next"], wait=1)
    assert page["items"] == []
    assert 0.9 < time.monotonic() - began < 15


async def test_waiting_holds_no_connection(world: World, settings: Settings) -> None:
    """More requests wait than there are connections, and others are answered meanwhile."""
    database = Database(str(settings.database_url), pool_size=2)
    shops = [await world.shop() for _ in range(4)]
    try:
        waiting = [
            asyncio.create_task(feed.follow(database, shop.id, None, None, 10, 20, never_gone))
            for shop in shops
            for _ in range(2)
        ]
        await until(lambda: feed._waiting.total() == 8)
        for _ in range(20):
            async with asyncio.timeout(10), database.session() as db:
                await db.execute(select(func.now()))
        for shop in shops:
            await write(shop, "end")
        found = await asyncio.gather(*waiting)
        assert [len(one.rows) for one in found] == [1] * 8
    finally:
        await database.close()
    assert not feed._waiting


async def test_who_is_gone_is_not_waited_for(world: World) -> None:
    shop = await world.shop()

    async def gone() -> bool:
        return True

    async with asyncio.timeout(5):
        await feed.follow(world.database, shop.id, None, None, 10, 25, gone)
    assert not feed._waiting


async def test_only_so_many_of_a_merchant_wait(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "MOST_WAITING", 2)
    shop = await world.shop()
    client = await shop.client()
    waiting = [asyncio.create_task(get(client, wait=20)) for _ in range(2)]
    await until(lambda: feed._waiting[shop.id] == 2)
    problem = refused(await client.get("/v1/events?wait=20"), 429, "TOO_MANY_WAITING")
    assert problem["retry_after"] == 5
    assert (await get(client))["items"] == []
    other = await (await world.shop()).client()
    assert (await get(other, wait=1))["items"] == []
    await write(shop, "end")
    assert [names((await one)["items"]) for one in waiting] == [["end"], ["end"]]


async def test_cursors(world: World) -> None:
    shop, other = await world.shop(), await world.shop()
    client = await shop.client()
    await write(shop, "made")
    own = (await get(client))["next"]
    ahead = base64.urlsafe_b64encode(
        base64.urlsafe_b64decode(own).partition(b" ")[0] + b" 99"
    ).decode()
    theirs = (await get(await other.client(), after="latest"))["next"]
    odd = ["", "x", "====", "🥐", "\0", own[:-3], own[1:], ahead, theirs, "MQ==", "latest "]
    for cursor in odd:
        refused(await client.get("/v1/events", params={"after": cursor}), 400, "BAD_CURSOR")
    for params in ({"types": "nothing.known"}, {"limit": 1001}, {"wait": 26}, {"after": "x" * 101}):
        refused(await client.get("/v1/events", params=params), 422, "VALIDATION")


async def test_who_may_follow(world: World) -> None:
    shop = await world.shop()
    for role in ("owner", "manager", "auditor"):
        assert (await get(await shop.client(role)))["items"] == []
        assert (await get(await shop.browser(role)))["items"] == []
    refused(await (await shop.client("cashier")).get("/v1/events"), 403, "FORBIDDEN_SCOPE")
