"""Counters of what a plan gives: exact, whoever comes at once and whatever breaks off."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from api.core import quotas
from api.core.db import Database
from api.core.jobs import Work
from api.core.postgres.embedded import Server
from api.core.quotas import PlanLimit, recount, usages
from api.core.quotas.usages import Declared
from api.core.settings import Settings
from api.core.tenancy import enter
from tests.world import Shop, World

# What is counted here: the trail's events, which the application may add freely.
THERE = text("""
SELECT count(*) FROM audit_events WHERE merchant_id = :merchant_id AND action = 'thing.made'
""")
_ROW = text("""
SELECT used, most, announced FROM usages
 WHERE merchant_id = :merchant_id AND resource = :resource
""")
_MADE = text("""
INSERT INTO audit_events (merchant_id, id, at, actor_kind, action, subject_type, subject_id, facts)
VALUES (:merchant_id, gen_random_uuid(), clock_timestamp(), 'system', 'thing.made', 'thing',
        gen_random_uuid(), '{}')
""")
_MAILS = text("""
SELECT convert_from(payload, 'UTF8')::jsonb ->> 'level' FROM jobs.pgqueuer
 WHERE entrypoint = 'billing.quota_mail'
   AND CAST(convert_from(payload, 'UTF8')::jsonb ->> 'merchant_id' AS uuid) = :merchant_id
   AND convert_from(payload, 'UTF8')::jsonb ->> 'resource' = 'things'
 ORDER BY id
""")


@pytest.fixture(autouse=True)
def things(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(usages.declared, "things", Declared(False, THERE, None, None))
    monkeypatch.setitem(usages.declared, "sends", Declared(True, None, None, None))


@pytest.fixture
async def wide(db_url: str) -> AsyncIterator[Database]:
    """As many connections as there are people at once."""
    pool = Database(db_url, pool_size=20)
    yield pool
    await pool.close()


async def row(shop: Shop, resource: str = "things") -> tuple[int, int | None, int]:
    async with shop.db() as db:
        found = await db.execute(_ROW, {"merchant_id": shop.id, "resource": resource})
        used, most, announced = found.one_or_none() or (0, None, 0)
        return used, most, announced


async def limited(shop: Shop, most: int | None, resource: str = "things") -> None:
    async with shop.db() as db:
        await quotas.set_limits(db, {resource: most})


async def make(database: Database, shop: Shop, n: int = 1) -> bool:
    """``n`` things in one transaction; whether there was room."""
    try:
        async with database.session() as db:
            await enter(db, shop.id)
            for _ in range(n):
                await db.execute(_MADE, {"merchant_id": shop.id})
            quotas.take(db, "things", n)
    except PlanLimit:
        return False
    return True


async def there(shop: Shop) -> int:
    async with shop.db() as db:
        found: int = (await db.execute(THERE, {"merchant_id": shop.id})).scalar_one()
        return found


async def mails(shop: Shop) -> list[str]:
    async with shop.db() as db:
        return list(await db.scalars(_MAILS, {"merchant_id": shop.id}))


async def test_of_many_at_once_exactly_as_many_as_there_is_room_for(
    world: World, wide: Database
) -> None:
    shop = await world.shop()
    await limited(shop, 17)
    results = await asyncio.gather(*(make(wide, shop) for _ in range(60)))
    assert sum(results) == 17
    assert await there(shop) == 17
    assert (await row(shop))[:2] == (17, 17)


async def test_the_very_first_ones_come_at_once(world: World, wide: Database) -> None:
    """There is no row yet to queue for."""
    shop = await world.shop()
    assert all(await asyncio.gather(*(make(wide, shop) for _ in range(20))))
    assert await row(shop) == (20, None, 0)


async def test_all_or_nothing(world: World, wide: Database) -> None:
    shop = await world.shop()
    await limited(shop, 10)
    assert await make(wide, shop, 8)
    assert not await make(wide, shop, 3)
    assert await make(wide, shop, 2)
    assert await there(shop) == 10


async def test_what_is_refused_says_how_much_there_is(world: World) -> None:
    shop = await world.shop()
    await limited(shop, 4)
    with pytest.raises(PlanLimit) as refused:
        async with shop.db() as db:
            quotas.take(db, "things", 5)
    assert refused.value.document() | {"title": ""} == {
        "type": "/docs#PLAN_LIMIT",
        "title": "",
        "status": 403,
        "code": "PLAN_LIMIT",
        "resource": "things",
        "limit": 4,
        "used": 0,
        "upgrade": "/subscription",
    }


async def test_what_is_undone_to_a_savepoint_is_not_counted(world: World) -> None:
    shop = await world.shop()
    async with shop.db() as db:
        quotas.take(db, "things")
        with suppress(ZeroDivisionError):
            async with db.begin_nested():
                quotas.take(db, "things", 10)
                async with db.begin_nested():
                    quotas.take(db, "things", 100)
                raise ZeroDivisionError
        async with db.begin_nested():
            quotas.take(db, "things", 1000)
    assert (await row(shop))[0] == 1001


async def test_what_comes_and_goes_holds_nothing(world: World, wide: Database) -> None:
    shop = await world.shop()
    await make(wide, shop)
    said: list[str] = []
    engine = wide.engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *call: said.append(call[2]))
    async with wide.session() as db:
        await enter(db, shop.id)
        quotas.take(db, "things")
        quotas.release(db, "things")
    assert not [one for one in said if "usages" in one]


async def test_a_month_begins_anew(world: World, clock: Callable[[timedelta], None]) -> None:
    shop = await world.shop()
    await limited(shop, 10, "sends")

    async def send(n: int) -> None:
        async with shop.db() as db:
            quotas.take(db, "sends", n)

    await send(9)
    with pytest.raises(PlanLimit):
        await send(2)
    assert await row(shop, "sends") == (9, 10, 80)
    clock(timedelta(days=31))
    async with shop.db() as db:
        assert await quotas.room(db, "sends") == 10
    await send(2)
    assert await row(shop, "sends") == (2, 10, 0)


async def test_the_owners_are_told_once(world: World, wide: Database) -> None:
    shop = await world.shop()
    await limited(shop, 10)
    told = []
    for _ in range(10):
        await make(wide, shop)
        told.append(await mails(shop))
    assert told == [[]] * 7 + [["80"]] * 2 + [["80", "100"]]
    # A little less and again all: nobody wants to hear that every day.
    for n, announced in ((-2, 100), (2, 100), (-4, 0), (4, 100)):
        async with shop.db() as db:
            quotas.take(db, "things", n)
        assert (await row(shop))[2] == announced


async def test_another_limit(world: World, wide: Database) -> None:
    shop = await world.shop()
    await make(wide, shop, 12)
    await limited(shop, 10)
    assert await row(shop) == (12, 10, 100)
    assert not await make(wide, shop)
    async with shop.db() as db:
        assert await quotas.room(db, "things") == 0
        quotas.release(db, "things", 3)
    assert await make(wide, shop)
    await limited(shop, None)
    assert await make(wide, shop, 50)


@pytest.fixture
def killed(wide: Database, server: Server) -> Iterator[None]:
    """Ends the connection once things are counted, before the commit."""
    engine = wide.engine.sync_engine

    def kill(connection: Any, cursor: object, statement: str, *_: object) -> None:
        if "INSERT INTO usages" in statement:
            pid = connection.connection.driver_connection.get_server_pid()
            server.run(f"SELECT pg_terminate_backend({pid}, 5000);")

    event.listen(engine, "after_cursor_execute", kill)
    yield
    event.remove(engine, "after_cursor_execute", kill)


@pytest.mark.usefixtures("killed")
async def test_a_crash_between_counting_and_commit(
    world: World, wide: Database, pool: Database
) -> None:
    shop = await world.shop()
    await limited(shop, 2)
    with pytest.raises((DBAPIError, ConnectionError)):
        await make(wide, shop)
    assert (await row(shop))[0] == await there(shop) == 0
    assert await make(pool, shop, 2)


async def test_the_recount_puts_right_what_is_wrong(
    world: World, pool: Database, settings: Settings
) -> None:
    shop = await world.shop()
    await make(pool, shop, 5)
    async with shop.db() as db:
        await db.execute(
            text("UPDATE usages SET used = 3 WHERE merchant_id = :merchant_id"),
            {"merchant_id": shop.id},
        )
    async with shop.db() as db:
        await recount.recount_one(Work(db, pool, settings), "things")
    assert (await row(shop))[0] == 5


async def test_the_recount_beside_those_who_count(
    world: World, wide: Database, settings: Settings
) -> None:
    """It repairs nothing that is right, whoever is between writing and counting."""
    shop = await world.shop()
    await make(wide, shop)

    async def again() -> None:
        async with wide.session() as db:
            await enter(db, shop.id)
            await recount.recount_one(Work(db, wide, settings), "things")

    work = [again() if n % 5 == 0 else make(wide, shop) for n in range(100)]
    await asyncio.gather(*work)
    assert (await row(shop))[0] == await there(shop) == 81
    async with shop.db() as db:
        repaired = text("""
            SELECT count(*) FROM audit_events
             WHERE merchant_id = :merchant_id AND action = 'usage.put_right'
        """)
        assert (await db.execute(repaired, {"merchant_id": shop.id})).scalar_one() == 0
