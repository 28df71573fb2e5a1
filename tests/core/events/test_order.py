"""Following events: each one once, in the order of commits, whoever commits how late, whoever
reads at the same time, whoever dies."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as checked
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.core import events
from api.core.events import Event, retention
from api.core.events import feed as events_feed
from api.core.jobs import Work
from tests import forked
from tests.core.events.feed import get, names, never_gone, whole, write
from tests.world import Shop, World


async def start(url: str, merchant: UUID, what: str) -> forked.Forked:
    process = await forked.start("tests.core.events.dying_writer", url, merchant, what)
    assert (await process.stdout.readline()).strip() == b"ready"
    return process


async def test_a_killed_writer_leaves_no_hole(world: World, db_url: str) -> None:
    shop = await world.shop()
    client = await shop.client()
    process = await start(db_url, shop.id, "write")
    await write(shop, "before")
    first = await get(client)
    process.kill()
    assert await process.wait() == -signal.SIGKILL
    await write(shop, "after")
    second = await get(client, after=first["next"])
    assert names(first["items"] + second["items"]) == ["before", "after"]
    assert [one["position"] for one in first["items"] + second["items"]] == [1, 2]


async def test_a_killed_reader_leaves_no_hole_and_no_lock(world: World, db_url: str) -> None:
    shop = await world.shop()
    await write(shop, "one", "two")
    process = await start(db_url, shop.id, "number")
    process.kill()
    assert await process.wait() == -signal.SIGKILL
    await write(shop, "three")
    items = await whole(await shop.client())
    assert names(items) == ["one", "two", "three"]
    assert [one["position"] for one in items] == [1, 2, 3]


@pytest.fixture
def reader(world: World) -> Callable[..., Any]:
    """Follows a shop's feed in small answers until told to stop; returns what it has read."""

    async def follow(shop: Shop, stop: asyncio.Event, limit: int) -> list[tuple[int, str]]:
        seen: list[tuple[int, str]] = []
        after: int | None = None
        while True:
            last = stop.is_set()
            found = await events_feed.follow(
                world.database, shop.id, after, None, limit, 0, never_gone
            )
            seen += [(row.position, str(row.subject_id)) for row in found.rows]
            after = found.next
            if last and not found.rows and not found.more:
                return seen
            await asyncio.sleep(0)

    return follow


async def test_many_writers_and_readers_at_once(world: World, reader: Callable[..., Any]) -> None:
    shop = await world.shop()
    stop = asyncio.Event()

    async def writer(number: int) -> list[UUID]:
        mine: list[UUID] = []
        for turn in range(8):
            async with shop.db() as db:
                for _ in range(turn % 3 + 1):
                    mine.append(uuid7())
                    events.publish(db, "thing.made", "thing", mine[-1], writer=number)
                    await db.flush()
                    await asyncio.sleep(0.001 * ((number * 7 + turn) % 5))
        return mine

    readers = [asyncio.create_task(reader(shop, stop, limit)) for limit in (1, 3, 1000)]
    written = await asyncio.gather(*(writer(number) for number in range(6)))
    stop.set()
    feeds = await asyncio.gather(*readers)
    total = sum(map(len, written))
    for feed in feeds:
        assert [position for position, _ in feed] == list(range(1, total + 1))
        assert feed == feeds[0]
    order = {subject: place for place, subject in feeds[0]}
    for mine in written:
        # What one writer does one after the other comes in that order.
        places = [order[str(one)] for one in mine]
        assert places == sorted(places)


Step = tuple[str, int]
steps: st.SearchStrategy[list[Step]] = st.lists(
    st.one_of(
        st.tuples(st.just("begin"), st.integers(0, 3)),
        st.tuples(st.just("write"), st.integers(0, 3)),
        st.tuples(st.just("commit"), st.integers(0, 3)),
        st.tuples(st.just("roll back"), st.integers(0, 3)),
        st.tuples(st.just("read"), st.integers(1, 3)),
        st.tuples(st.just("number"), st.integers(1, 2)),
        st.tuples(st.just("forget"), st.just(0)),
    ),
    min_size=5,
    max_size=25,
)


@checked(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(plan=steps)
async def test_any_interleaving(world: World, plan: list[Step]) -> None:
    """Four transactions begin, write, commit and roll back in any order, while the feed is read
    and numbered in between: a reader sees exactly what was committed, at the latest when it next
    looks, and in an order that agrees with the order of commits."""
    shop = await world.shop()
    opened: dict[int, tuple[AsyncExitStack, AsyncSession, list[str]]] = {}
    committed: list[list[str]] = []
    seen: list[str] = []
    after: int | None = None
    at_commit: list[int] = []

    async def look(most: int) -> None:
        nonlocal after
        found = await events_feed.follow(world.database, shop.id, after, None, most, 0, never_gone)
        assert [row.position for row in found.rows] == list(
            range(len(seen) + 1, len(seen) + 1 + len(found.rows))
        )
        seen.extend(str(row.subject_id) for row in found.rows)
        after = found.next

    for what, number in plan:
        if what == "begin" and number not in opened:
            stack = AsyncExitStack()
            opened[number] = stack, await stack.enter_async_context(shop.db()), []
        elif what == "write" and number in opened:
            _, db, mine = opened[number]
            subject = uuid7()
            events.publish(db, "thing.made", "thing", subject)
            await db.flush()
            mine.append(str(subject))
        elif what == "commit" and number in opened:
            stack, _, mine = opened.pop(number)
            await stack.aclose()
            committed.append(mine)
            at_commit.append(len(seen))
        elif what == "roll back" and number in opened:
            stack, db, _ = opened.pop(number)
            await db.rollback()
            await stack.aclose()
        elif what == "read":
            await look(number)
        elif what == "number":
            async with shop.db() as db:
                head = await events_feed.lock(db, make=True)
                assert head is not None
                await events_feed.number(db, head, number)
        elif what == "forget":
            async with shop.db() as db:
                await retention.forget_of(Work(db, world.database, world.settings))
    for stack, db, _ in opened.values():
        await db.rollback()
        await stack.aclose()
    while True:
        before = len(seen)
        await look(2)
        if len(seen) == before:
            break
    everything = [one for mine in committed for one in mine]
    assert sorted(seen) == sorted(everything)
    assert len(set(seen)) == len(seen)
    for mine, read_before in zip(committed, at_commit, strict=True):
        places = [seen.index(one) for one in mine]
        assert places == sorted(places)
        # Nothing is ever put before what was read when it was committed.
        assert all(place >= read_before for place in places)


async def test_the_order_is_that_of_the_databases_clock(world: World) -> None:
    """A change that had to wait for another (two stamps on one card) is the later one, also where
    its machine's clock, from which ids are made, is behind."""
    shop = await world.shop()
    for name, number in (("first", 2), ("second", 1)):
        async with shop.db() as db:
            events.publish(db, f"thing.{name}", "thing", uuid7())
            (row,) = db.new
            assert isinstance(row, Event)
            row.id = UUID(int=number)
    assert names(await whole(await shop.client())) == ["first", "second"]
