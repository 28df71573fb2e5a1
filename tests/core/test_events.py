"""Following events: each one once, in the order of commits, whoever commits how late, whoever
reads at the same time, whoever dies."""

from __future__ import annotations

import ast
import asyncio
import base64
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args
from uuid import UUID

import httpx
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as checked
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.cards.schemas.events import EventType
from api.core import events, events_feed, events_retention
from api.core.db import Database
from api.core.events import Event, EventHead
from api.core.jobs import Work
from api.core.settings import Settings
from api.core.tenancy import enter
from tests.cards.counter import at, done, refused
from tests.world import Shop, World

ROOT = Path(__file__).parents[2]


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


def test_only_ids_and_codes_get_into_an_event() -> None:
    class Nowhere:
        def add(self, row: object) -> None:
            raise AssertionError("stored")

    db: Any = Nowhere()
    for value in ("marie@boulangerie.example", "x" * 65, "Marie Dupont", "Zoé", ["ok", "a b"]):
        with pytest.raises(ValueError, match="free text"):
            events.publish(db, "thing.made", "thing", uuid7(), value=value)
    for type_ in ("made", "Thing.made", "thing.made.twice", "thing made"):
        with pytest.raises(ValueError, match="participle"):
            events.publish(db, type_, "thing", uuid7())


def test_every_type_published_is_described_and_the_other_way_round() -> None:
    published = set()
    for path in (ROOT / "api").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "publish"
            ):
                assert isinstance(node.args[1], ast.Constant), f"{path}:{node.lineno}"
                published.add(node.args[1].value)
    assert published | {"entry.recorded"} == set(get_args(EventType))


async def test_what_happens_is_told_in_order(world: World) -> None:
    shop = await world.shop()
    client = await shop.client()
    start = (await get(client, after="latest"))["next"]
    program = done(
        await client.post("/v1/programs", json={"name": "P", "rewards": [{"name": "R", "cost": 3}]})
    )
    path = f"/v1/programs/{program['id']}"
    done(await client.post(f"{path}/activation"), 200)
    card = done(
        await client.post(
            "/v1/cards",
            json={"program_id": program["id"], "customer": {"first_name": "Zoé Durand"}},
        )
    )
    customer = f"/v1/customers/{card['customer']['id']}"
    done(
        await client.patch(customer, json={"first_name": "Zoë"}, headers={"If-Match": "*"}),
        200,
    )
    done(await client.post(f"/v1/cards/{card['id']}/replacement"))
    done(await client.post(f"/v1/cards/{card['id']}/closure", json={"reason": "Perdue"}), 200)
    items = await whole(client, start)
    assert [(one["type"], one["subject"]["id"]) for one in items] == [
        ("program.created", program["id"]),
        ("program.activated", program["id"]),
        ("customer.created", card["customer"]["id"]),
        ("card.issued", card["id"]),
        ("customer.changed", card["customer"]["id"]),
        ("card.replaced", card["id"]),
        ("card.closed", card["id"]),
    ]
    assert items[3]["data"] == {
        "program_id": program["id"],
        "customer_id": card["customer"]["id"],
    }
    positions = [one["position"] for one in items]
    assert positions == list(range(positions[0], positions[0] + len(items)))
    assert "Zo" not in str(items)
    only = await whole(client, start, types="card.issued,card.closed")
    assert [one["type"] for one in only] == ["card.issued", "card.closed"]
    again = await client.get(
        "/v1/events", params=[("after", start), ("types", "card.issued"), ("types", "card.closed")]
    )
    assert done(again, 200)["items"] == only


async def test_every_entry_is_told_once(world: World) -> None:
    shop = await world.shop()
    client = await shop.client()
    counter = await at(shop)
    program = await shop.program(2, cooldown_minutes=0)
    card = await shop.card(program, anonymous=True)
    start = (await get(client, after="latest"))["next"]
    done(await counter.earn(card, key="first-stamp"))
    done(await counter.earn(card, key="first-stamp"))
    done(await counter.adjust(card, 3))
    refused(await counter.redeem(card, uuid7()), 409, "REWARD_NOT_AVAILABLE")
    spent = done(await counter.redeem(card, program.rewards[0]))
    done(await counter.reverse(card, spent["id"]))
    items = await whole(client, start)
    entries = await counter.entries(card)
    assert [one["subject"] for one in items] == [
        {"type": "entry", "id": entry["id"]} for entry in entries
    ]
    shown = ("card_id", "seq", "kind", "delta", "balance", "reverses")
    assert [one["data"] for one in items] == [
        {name: entry[name] for name in shown} for entry in entries
    ]
    assert {one["type"] for one in items} == {"entry.recorded"}


async def test_nothing_is_told_of_what_was_not_committed(world: World) -> None:
    shop = await world.shop()
    async with shop.db() as db:
        events.publish(db, "thing.undone", "thing", uuid7())
        await db.flush()
        await db.rollback()
    (kept,) = await write(shop, "kept")
    (only,) = await whole(await shop.client())
    assert only["subject"]["id"] == str(kept)


async def test_a_late_commit_is_told_late_and_not_missed(world: World) -> None:
    shop = await world.shop()
    client = await shop.client()
    async with shop.db() as slow:
        events.publish(slow, "thing.slow", "thing", uuid7())
        await slow.flush()
        await write(shop, "quick", "second")
        first = await get(client)
        assert names(first["items"]) == ["quick", "second"]
        assert (await get(client, after=first["next"]))["items"] == []
    later = await get(client, after=first["next"])
    assert names(later["items"]) == ["slow"]
    assert [one["position"] for one in first["items"] + later["items"]] == [1, 2, 3]


async def start(url: str, merchant: UUID, what: str) -> asyncio.subprocess.Process:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.core.dying_writer", url, str(merchant), what),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
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
                world.database, shop.id, after, None, limit, 0, _never_gone
            )
            seen += [(row.position, str(row.subject_id)) for row in found.rows]
            after = found.next
            if last and not found.rows and not found.more:
                return seen
            await asyncio.sleep(0)

    return follow


async def _never_gone() -> bool:
    return False


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
        found = await events_feed.follow(world.database, shop.id, after, None, most, 0, _never_gone)
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
                await events_retention.forget_of(Work(db, world.database, world.settings))
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


async def test_latest_skips_what_was_before_and_nothing_after(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events_feed, "NUMBERED_AT_ONCE", 2)
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
    monkeypatch.setattr(events_feed, "_ROUNDS", 1)
    await write(shop, "g", "h", "i")
    problem = refused(await client.get("/v1/events?after=latest"), 503, "FEED_CATCHING_UP")
    assert problem["retry_after"] == 1
    assert (await get(client, after="latest"))["items"] == []


async def test_a_filter_passes_over_the_rest_and_says_how_far_it_came(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events_feed, "LOOKED_THROUGH", 3)
    monkeypatch.setattr(events_feed, "_ROUNDS", 2)
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
    await asyncio.sleep(0.3)
    assert not waiting.done()
    await write(shop, "awaited")
    assert names((await waiting)["items"]) == ["awaited"]
    assert time.monotonic() - began < 5
    began = time.monotonic()
    page = await get(client, after=(await waiting)["next"], wait=1)
    assert page["items"] == []
    assert 0.9 < time.monotonic() - began < 5


async def test_waiting_holds_no_connection(world: World, settings: Settings) -> None:
    """More requests wait than there are connections, and others are answered meanwhile."""
    database = Database(str(settings.database_url), pool_size=2)
    shops = [await world.shop() for _ in range(4)]
    try:
        waiting = [
            asyncio.create_task(
                events_feed.follow(database, shop.id, None, None, 10, 20, _never_gone)
            )
            for shop in shops
            for _ in range(2)
        ]
        await asyncio.sleep(0.3)
        for _ in range(20):
            async with asyncio.timeout(2), database.session() as db:
                await db.execute(select(func.now()))
        for shop in shops:
            await write(shop, "end")
        found = await asyncio.gather(*waiting)
        assert [len(one.rows) for one in found] == [1] * 8
    finally:
        await database.close()
    assert not events_feed._waiting


async def test_who_is_gone_is_not_waited_for(world: World) -> None:
    shop = await world.shop()

    async def gone() -> bool:
        return True

    async with asyncio.timeout(5):
        await events_feed.follow(world.database, shop.id, None, None, 10, 25, gone)
    assert not events_feed._waiting


async def test_only_so_many_of_a_merchant_wait(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events_feed, "MOST_WAITING", 2)
    shop = await world.shop()
    client = await shop.client()
    waiting = [asyncio.create_task(get(client, wait=20)) for _ in range(2)]
    await asyncio.sleep(0.3)
    problem = refused(await client.get("/v1/events?wait=20"), 429, "TOO_MANY_WAITING")
    assert problem["retry_after"] == 5
    assert (await get(client))["items"] == []
    other = await (await world.shop()).client()
    assert (await get(other, wait=1))["items"] == []
    await write(shop, "end")
    assert [names((await one)["items"]) for one in waiting] == [["end"], ["end"]]


async def forgotten(shop: Shop) -> None:
    async with shop.db() as db:
        await events_retention.forget_of(Work(db, shop.world.database, shop.world.settings))


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
    monkeypatch.setattr(events_retention, "AT_ONCE", 2)
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


async def test_the_planner_has_every_merchants_events_forgotten(
    world: World,
) -> None:
    shop = await world.shop()
    async with world.database.session() as db:
        await events_retention.forget(Work(db, world.database, world.settings))
        queued = text(
            "SELECT count(*) FROM jobs.pgqueuer WHERE entrypoint = 'events.forget_of'"
            " AND convert_from(payload, 'UTF8') LIKE :of"
        ).execution_options(touches_no_merchant=True)
        assert await db.scalar(queued, {"of": f"%{shop.id}%"}) == 1
        await db.rollback()
