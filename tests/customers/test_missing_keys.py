"""Customers of before there were keys get theirs, whatever happens to the worker meanwhile."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, func, select, text

from api import app
from api.core import jobs, migrate, worker
from api.core.db import Database
from api.core.postgres.embedded import OWNER, Server
from api.core.settings import Settings
from api.core.tenancy import enter
from api.customers import keys, missing_keys, search
from api.customers.models import Customer, CustomerKey, Duplicate
from tests import forked

pytestmark = pytest.mark.xdist_group("jobs")
assert app  # imported for the jobs that it registers

SHOPS = (
    UUID("0197fbb0-0000-7000-8000-000000000001"),
    UUID("0197fbb0-0000-7000-8000-000000000002"),
)
LAST_BATCH = 50
PEOPLE = 2 * missing_keys.BATCH + LAST_BATCH
"""Of each shop: two batches and some."""
BEFORE_KEYS = "\n".join(
    f"""
    INSERT INTO merchants (id, slug, name, language, time_zone, version, created_at)
    VALUES ('{shop}', 'shop-{number}', 'Au Bon Pain', 'fr', 'UTC', 1, now());
    INSERT INTO customers (merchant_id, id, version, first_name, last_name, phone, phone_last4,
                           search_name, source, created_at, last_active_at)
    SELECT '{shop}', gen_random_uuid(), 1, 'Élodie', 'Lefèvre',
           '+336399' || lpad((n + 1)::text, 5, '0'), lpad((n + 1)::text, 4, '0'),
           'elodie lefevre', 'counter', now(), now()
      FROM generate_series(2, {PEOPLE}) n;
    INSERT INTO customers (merchant_id, id, version, phone, phone_last4, search_name, source,
                           created_at, last_active_at)
    VALUES ('{shop}', gen_random_uuid(), 1, '+33639900042', '0042', '', 'join', now(), now());
    """
    for number, shop in enumerate(SHOPS)
)
WRITTEN = text(
    "SELECT count(*), md5(string_agg(concat_ws('/', xmin, customer_id, key), ',' "
    "ORDER BY customer_id, key)) FROM customer_keys WHERE merchant_id = :merchant_id"
)
"""Another transaction's row differs, even one that says the same."""


@pytest.fixture
async def url(server: Server) -> AsyncIterator[str]:
    """A database that had two shops with customers before its schema was brought up to date."""
    name = f"test_{os.getpid()}_keys"
    server.drop_database(name)
    server.create_database(name)

    def to_before_keys(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(migrate.FOLDER))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        command.upgrade(config, "0002_cards")
        connection.commit()

    try:
        await migrate.with_connection(server.url(OWNER, name), to_before_keys)
        server.run(BEFORE_KEYS, name)
        await migrate.upgrade(server.url(OWNER, name))
        yield server.url(database=name)
    finally:
        server.drop_database(name)


async def keyed(database: Database, shop: UUID) -> int:
    async with database.session() as db:
        await enter(db, shop)
        return await db.scalar(select(func.count(func.distinct(CustomerKey.id)))) or 0


async def written(database: Database) -> list[Any]:
    found = []
    for shop in SHOPS:
        async with database.session() as db:
            await enter(db, shop)
            found.append((await db.execute(WRITTEN, {"merchant_id": shop})).one())
    return found


async def killed_in_the_middle(database: Database, config: Settings) -> None:
    """The last customer of the first shop is held, so that the job gets to there and not on."""
    async with database.session() as holder:
        await enter(holder, SHOPS[0])
        last = select(Customer).order_by(Customer.id.desc()).limit(1)
        await holder.scalar(last.with_for_update())
        process = await forked.start(
            "tests.customers.keying_worker", config.database_url, config.data
        )
        try:
            async with asyncio.timeout(60):
                while await keyed(database, SHOPS[0]) < PEOPLE - LAST_BATCH:  # noqa: ASYNC110  # another process
                    await asyncio.sleep(0.05)
        finally:
            process.send_signal(signal.SIGKILL)
            await process.wait()


async def test_an_upgrade_gives_everybody_keys_though_the_worker_is_killed(
    database: Database, config: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert [await keyed(database, shop) for shop in SHOPS] == [0, 0]
    await killed_in_the_middle(database, config)
    assert await keyed(database, SHOPS[0]) == PEOPLE - LAST_BATCH
    # What the dead one had begun is taken over once it has been silent for long enough.
    monkeypatch.setattr(worker, "HEARTBEAT", worker.HEARTBEAT / 30)
    await worker.drain(database, config)
    for shop in SHOPS:
        async with database.session() as db:
            await enter(db, shop)
            customers = (await db.scalars(select(Customer))).all()
            expected = {(one.id, key) for one in customers for key in keys.of(one)}
            rows = await db.execute(select(CustomerKey.id, CustomerKey.key))
            assert {(row.id, row.key) for row in rows} == expected
            assert len({one for one, _ in expected}) == PEOPLE
            found = (await search.find(db, "06 39 90 00 43")).of(Customer.id)
            phones = await db.scalars(select(Customer.phone).where(found))
            assert phones.all() == ["+33639900043"]
            assert (await db.scalars(select(Duplicate.reasons))).all() == [["phone"]]


async def test_where_all_have_keys_nothing_is_written(database: Database, config: Settings) -> None:
    await worker.drain(database, config)
    before = await written(database)
    assert [count > PEOPLE for count, _ in before] == [True, True]
    async with database.session() as db:
        await jobs.enqueue(db, missing_keys.EVERYWHERE)
    await worker.drain(database, config)
    assert await written(database) == before
