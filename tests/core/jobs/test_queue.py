"""A job is enqueued with its transaction and done with its arguments, once."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import select
from uuid_utils.compat import uuid7

from api.core import jobs, worker
from api.core.audit import SYSTEM, AuditEvent, record
from api.core.db import Database
from api.core.jobs import Work
from api.core.settings import Settings
from api.core.tenancy import enter, merchant_of
from tests.core.jobs.queue import Register, make_merchant, statuses, until

pytestmark = pytest.mark.xdist_group("jobs")


async def test_a_job_runs_with_its_arguments_in_their_types(
    database: Database, config: Settings, register: Register
) -> None:
    seen: list[tuple[UUID, int]] = []

    async def handler(work: Work, thing: UUID, count: int) -> None:
        seen.append((thing, count))

    register("test.simple", handler)
    thing = uuid7()
    async with database.session() as db:
        await jobs.enqueue(db, "test.simple", thing=thing, count=3)
    await worker.drain(database, config)
    assert seen == [(thing, 3)]
    assert await statuses(database) == []


async def test_a_job_exists_only_when_its_transaction_is_committed(
    database: Database, config: Settings, register: Register
) -> None:
    seen: list[int] = []

    async def handler(work: Work, number: int) -> None:
        seen.append(number)

    register("test.rolled_back", handler)

    async def fail_after_enqueuing() -> None:
        # Nothing else is sent in this transaction: the queue's statement has to begin it.
        async with database.session() as db:
            await jobs.enqueue(db, "test.rolled_back", number=1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail_after_enqueuing()
    assert await statuses(database) == []
    async with database.session() as db:
        await jobs.enqueue(db, "test.rolled_back", number=2)
    await worker.drain(database, config)
    assert seen == [2]


async def test_a_job_carries_its_merchant(
    database: Database, config: Settings, register: Register
) -> None:
    merchant, other = await make_merchant(database), await make_merchant(database)
    seen: list[UUID] = []

    async def handler(work: Work) -> None:
        seen.append(merchant_of(work.db))
        record(work.db, SYSTEM, "card.closed", "merchants", merchant_of(work.db))

    register("test.tenant", handler)
    async with database.session() as db:
        await enter(db, merchant)
        await jobs.enqueue(db, "test.tenant")
    async with database.session() as db:
        # A planner has entered no merchant, and names each.
        await jobs.enqueue(db, "test.tenant", merchant_id=other)
    await worker.drain(database, config)
    assert sorted(seen) == sorted([merchant, other])
    for one in (merchant, other):
        async with database.session() as db:
            await enter(db, one)
            trail = (await db.scalars(select(AuditEvent))).all()
            assert [(event.action, event.merchant_id) for event in trail] == [("card.closed", one)]
    async with database.session() as db:
        await enter(db, other)
        with pytest.raises(ValueError, match="another merchant"):
            await jobs.enqueue(db, "test.tenant", merchant_id=merchant)


async def test_secrets_and_addresses_do_not_get_into_the_queue(
    database: Database, register: Register
) -> None:
    async with database.session() as db:
        for value in ("marie@boulangerie.example", "x" * 65):
            with pytest.raises(ValueError, match="ids"):
                await jobs.enqueue(db, "test.any", value=value)


async def test_once_keeps_a_second_job_out_while_the_first_waits(
    database: Database, config: Settings, register: Register
) -> None:
    seen: list[int] = []

    async def handler(work: Work, number: int) -> None:
        seen.append(number)

    register("test.once", handler)
    async with database.session() as db:
        await jobs.enqueue(db, "test.once", once="a", number=1)
        await jobs.enqueue(db, "test.once", once="a", number=2)
        await jobs.enqueue(db, "test.once", once="b", number=3)
    await worker.drain(database, config)
    assert sorted(seen) == [1, 3]


async def test_periodic_jobs_are_enqueued_by_the_clock(
    database: Database, config: Settings, register: Register
) -> None:
    seen: list[int] = []

    async def handler(work: Work) -> None:
        seen.append(1)

    jobs.periodic("* * * * * */1", "test.periodic")(handler)
    task = asyncio.create_task(worker.run(database, config))
    await until(lambda: len(seen) >= 2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_two_jobs_of_one_name_are_refused(register: Register) -> None:
    async def handler(work: Work) -> None: ...

    register("test.twice", handler)
    with pytest.raises(RuntimeError, match="two jobs"):
        register("test.twice", handler)
