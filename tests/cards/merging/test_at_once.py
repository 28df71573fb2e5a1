"""Merges, their undoing and sales on the same cards at the same moment: they wait for each other
in one order; and where the database has to choose a victim all the same, nobody notices."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import event, func, select, text
from sqlalchemy.engine import ExceptionContext

from api.cards.models import Card, Merge
from api.core.db import Database
from api.core.errors import StillRunning
from api.customers.models import Customer
from tests.cards.counter import done, refused, sound
from tests.cards.merging.test_merge import Two, two
from tests.world import World

pytestmark = pytest.mark.xdist_group("locks")


@contextmanager
def deadlocks(app: FastAPI) -> Iterator[list[str]]:
    """The service's statements that the database broke off to end a deadlock."""
    engine = app.state.database.engine.sync_engine
    found: list[str] = []

    def failed(context: ExceptionContext) -> None:
        if getattr(context.original_exception, "sqlstate", "") == "40P01":
            found.append(context.statement or "")

    event.listen(engine, "handle_error", failed)
    try:
        yield found
    finally:
        event.remove(engine, "handle_error", failed)


async def until_waiting(pool: Database, number: int) -> None:
    """Until so many statements in this database wait for what others hold."""
    query = text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    async with asyncio.timeout(10), pool.engine.connect() as connection:
        while (await connection.scalar(query) or 0) < number:
            await connection.rollback()
            await asyncio.sleep(0.01)


async def merges(it: Two) -> int:
    async with it.shop.db() as db:
        return await db.scalar(select(func.count()).select_from(Merge)) or 0


async def test_a_pair_merged_twice_while_its_card_is_scanned(
    app: FastAPI, world: World, pool: Database
) -> None:
    """The scan waits for the merged card and then wants the kept one, while the second merge
    waits for the kept card and then wants the merged one."""
    it = await two(world)
    order = await it.order()
    with deadlocks(app) as found:
        async with it.shop.db() as holder:
            # The first merge has the cards, and stands still before the customers.
            kept = select(Customer).where(Customer.id == UUID(it.anne))
            await holder.scalar(kept.with_for_update())
            first = asyncio.create_task(it.owner.post("/v1/merges", json=order))
            await until_waiting(pool, 1)
            stamp = asyncio.create_task(it.counter.earn(f"/v1/cards/{it.same.code}"))
            await until_waiting(pool, 2)
            second = asyncio.create_task(it.owner.post("/v1/merges", json=order))
            await until_waiting(pool, 3)
        done(await first)
        stamped = done(await stamp)
        gone = refused(await second, 410, "CUSTOMER_MERGED")
    assert found == []
    assert stamped["card_id"] == str(it.hers.id)
    assert gone["customer_id"] == it.anne
    assert await merges(it) == 1
    assert await sound(it.shop, it.hers) == 4


async def test_a_storm_of_merges_undoings_and_scans(app: FastAPI, world: World) -> None:
    it = await two(world)
    answers: list[httpx.Response] = []

    async def merge_and_undo() -> None:
        for _ in range(4):
            made = await it.owner.post("/v1/merges", json=await it.order())
            answers.append(made)
            if made.status_code == 201:
                path = f"/v1/merges/{made.json()['id']}/reversal"
                answers.append(await it.owner.post(path))

    async def scan() -> None:
        for _ in range(6):
            answers.append(await it.counter.earn(f"/v1/cards/{it.same.code}"))

    with deadlocks(app) as found:
        await asyncio.gather(*(merge_and_undo() for _ in range(3)), *(scan() for _ in range(3)))
    assert found == []
    assert {answer.status_code for answer in answers} <= {200, 201, 409, 410, 412}
    stamps = sum(1 for one in answers if one.status_code == 201 and "card_id" in one.json())
    assert stamps > 0
    total = [await sound(it.shop, card) for card in (it.hers, it.same, it.more)]
    assert sum(total) == 7 + stamps


async def test_the_victim_of_a_deadlock_tries_again(
    app: FastAPI, world: World, pool: Database
) -> None:
    """Somebody takes the two cards in the other order, as no operation of ours does."""
    it = await two(world)
    order = await it.order()
    with deadlocks(app) as found:
        async with it.shop.db() as other:
            await other.scalar(select(Card).where(Card.id == it.same.id).with_for_update())
            merge = asyncio.create_task(it.owner.post("/v1/merges", json=order))
            await until_waiting(pool, 1)
            # The merge has waited for longer, so that it is the one to look for a circle.
            await other.scalar(select(Card).where(Card.id == it.hers.id).with_for_update())
            assert not merge.done()
        made = done(await merge)
    assert len(found) == 1
    assert made["units_moved"] == 5
    assert await merges(it) == 1
    assert await sound(it.shop, it.hers) == 3


@pytest.mark.parametrize("state", ["40P01", "40001"])
async def test_whoever_is_broken_off_again_and_again_is_told_when_to_come_back(
    app: FastAPI, world: World, state: str
) -> None:
    it = await two(world)
    engine = app.state.database.engine.sync_engine
    broken_off = 0

    def before(
        _connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any
    ) -> tuple[str, Any]:
        nonlocal broken_off
        if "FOR UPDATE OF c" not in statement:
            return statement, parameters
        broken_off += 1
        return f"DO $$ BEGIN RAISE EXCEPTION SQLSTATE '{state}'; END $$", ()

    event.listen(engine, "before_cursor_execute", before, retval=True)
    try:
        answer = await it.counter.earn(it.hers)
    finally:
        event.remove(engine, "before_cursor_execute", before)
    refused(answer, StillRunning.status, StillRunning.code)
    assert int(answer.headers["Retry-After"]) > 0
    assert broken_off == 3
    assert await sound(it.shop, it.hers) == 2
