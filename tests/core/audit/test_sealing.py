"""Every event gets one seal, whoever commits how late, whoever seals at the same time, whoever
dies in the middle."""

from __future__ import annotations

import asyncio
import hashlib
import json
import signal
from contextlib import AsyncExitStack
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as checked
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.core import audit
from api.core.audit import sealer
from api.core.audit.seals import AuditHead
from api.core.audit.verify import Report
from api.core.db import Database, sqlstate
from tests import forked
from tests.core.audit.trail import chain, faults, said, seal, sealed, write
from tests.world import Shop, World


async def waiting(shop: Shop) -> int:
    async with shop.db() as db:
        found = await db.scalar(
            text("SELECT count(*) FROM audit_waiting WHERE merchant_id = :merchant_id"),
            {"merchant_id": shop.id},
        )
        return int(found or 0)


async def test_events_are_sealed_in_the_order_of_time_and_once(world: World) -> None:
    shop = await world.shop()
    ids = await sealed(shop, 7)
    assert await chain(shop) == list(enumerate(ids, 1))
    assert await seal(shop) == 0
    assert await waiting(shop) == 0
    report = Report()
    assert await faults(world.database, shop.id, report) == []
    assert (report.seals, report.faults, report.waiting) == (7, 0, 0)


async def test_what_a_shop_does_is_sealed(world: World) -> None:
    shop = await world.shop()
    client = await shop.client()
    for name in ("A", "B"):
        answer = await client.post("/v1/customers", json={"first_name": name})
        assert answer.status_code == 201
    assert await seal(shop) == 2
    assert await said(shop) == []


async def test_digest_and_link_are_what_the_description_says(world: World) -> None:
    """Written anew from the words of ``audit_chain``, as an auditor would."""
    shop = await world.shop()
    actor, thing, other = uuid7(), uuid7(), uuid7()
    async with shop.db() as db:
        by = audit.By("member", actor)
        audit.record(db, by, "card.issued", "thing", thing, rows=3, ok=True, of=other, x=["é", "a"])
    await seal(shop)
    async with shop.db() as db:
        row = (
            await db.execute(
                text(
                    "SELECT e.*, s.digest, s.link, s.sealed_at FROM audit_events e"
                    " JOIN audit_seals s USING (merchant_id, id)"
                    " WHERE merchant_id = :merchant_id"
                ),
                {"merchant_id": shop.id},
            )
        ).one()
    at = row.at.strftime("%Y-%m-%dT%H:%M:%S.%f+00:00")
    sealed_at = row.sealed_at.strftime("%Y-%m-%dT%H:%M:%S.%f+00:00")
    facts = {"of": str(other), "ok": True, "rows": 3, "x": ["é", "a"]}
    form = [1, str(row.id), at, "member", str(actor), "card.issued", "thing", str(thing), facts]
    text_ = json.dumps(form, separators=(",", ":"))
    assert row.digest == hashlib.sha256(text_.encode()).digest()
    linked = f"1|1|{sealed_at}|{'0' * 64}|{row.digest.hex()}"
    assert row.link == hashlib.sha256(linked.encode()).digest()


async def test_a_late_commit_is_sealed_late_without_a_hole(world: World) -> None:
    shop = await world.shop()
    async with shop.db() as slow:
        audit.record(slow, audit.SYSTEM, "card.issued", "thing", uuid7())
        await slow.flush()
        quick = await write(shop, 2)
        assert await seal(shop) == 2
        assert [id for _, id in await chain(shop)] == quick
        assert await said(shop) == []
    assert await seal(shop) == 1
    assert [position for position, _ in await chain(shop)] == [1, 2, 3]
    assert await said(shop) == []


async def test_a_writer_does_not_wait_for_the_sealer(world: World) -> None:
    shop = await world.shop()
    await write(shop, 3)
    async with shop.db() as sealing:
        assert await sealer.seal(sealing) == 3
        await asyncio.wait_for(write(shop), 10)
    assert await seal(shop) == 1
    assert await said(shop) == []


async def test_what_was_undone_has_no_seal(world: World) -> None:
    shop = await world.shop()
    async with shop.db() as db:
        audit.record(db, audit.SYSTEM, "card.closed", "thing", uuid7())
        await db.flush()
        await db.rollback()
    assert await seal(shop) == 0
    assert await waiting(shop) == 0


async def test_two_sealers_take_turns(world: World) -> None:
    shop = await world.shop()
    ids = await write(shop, 30)
    await asyncio.gather(*(seal(shop, most) for most in (7, 11, 12)))
    assert sorted(id for _, id in await chain(shop)) == sorted(ids)
    assert [position for position, _ in await chain(shop)] == list(range(1, 31))
    assert await said(shop) == []


async def test_every_merchant_is_sealed_and_one_that_fails_keeps_nobody_from_it(
    world: World,
) -> None:
    shops = [await world.shop() for _ in range(3)]
    for shop in shops:
        await write(shop, 2)
    broken = shops[1]
    async with broken.db() as db:
        # A head that was put back: the next place is taken already.
        await sealer.seal(db)
        await write(broken)
    async with broken.world.database.session() as db:
        head = await db.get_one(AuditHead, broken.id)
        head.position = 0
    with pytest.raises(RuntimeError, match="1 merchants"):
        await sealer.seal_all(world.database)
    for shop in (shops[0], shops[2]):
        assert len(await chain(shop)) == 2
        assert await said(shop) == []
    assert [kind for kind, _ in await said(broken)] == ["inserted"]
    async with broken.world.database.session() as db:
        (await db.get_one(AuditHead, broken.id)).position = 2
    await sealer.seal_all(world.database)
    assert await said(broken) == []


async def test_a_killed_sealer_leaves_nothing_half_done(world: World, db_url: str) -> None:
    shop, other = await world.shop(), await world.shop()
    for one in (shop, other):
        await write(one, 50)
    process = await forked.start("tests.core.audit.dying_sealer", db_url, shop.id, 20)
    # The first batch is committed, the second one written and not committed.
    assert (await process.stdout.readline()).strip() == b"ready"
    process.kill()
    assert await process.wait() == -signal.SIGKILL
    assert len(await chain(shop)) == 20
    await write(shop, 5)
    await sealer.seal_all(world.database)
    assert [position for position, _ in await chain(shop)] == list(range(1, 56))
    assert await waiting(shop) == 0
    assert await said(shop) == []
    assert await said(other) == []


Step = tuple[str, int]
steps: st.SearchStrategy[list[Step]] = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["write", "commit", "roll back"]), st.integers(0, 3)),
        st.tuples(st.just("seal"), st.integers(1, 4)),
    ),
    min_size=4,
    max_size=25,
)


@checked(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(plan=steps)
async def test_any_interleaving(world: World, plan: list[Step]) -> None:
    """Four transactions write, commit and roll back in any order, sealed in between: each event
    that was committed has one seal in the end, no other has, and there is no hole."""
    shop = await world.shop()
    opened: dict[int, tuple[AsyncExitStack, AsyncSession, list[UUID]]] = {}
    committed: list[UUID] = []

    async def end(number: int, *, well: bool) -> None:
        stack, db, things = opened.pop(number)
        if well:
            committed.extend(things)
        else:
            await db.rollback()
        await stack.aclose()

    for what, number in plan:
        if what == "write":
            if number not in opened:
                stack = AsyncExitStack()
                opened[number] = stack, await stack.enter_async_context(shop.db()), []
            _, db, things = opened[number]
            things.append(uuid7())
            audit.record(db, audit.SYSTEM, "card.issued", "thing", things[-1])
            await db.flush()
        elif what == "seal":
            await seal(shop, number)
        elif number in opened:
            await end(number, well=what == "commit")
    for number in list(opened):
        await end(number, well=True)
    while await seal(shop):
        pass
    async with shop.db() as db:
        found = await db.scalars(
            text(
                "SELECT e.subject_id FROM audit_seals s JOIN audit_events e"
                " USING (merchant_id, id) WHERE merchant_id = :merchant_id"
            ),
            {"merchant_id": shop.id},
        )
        assert sorted(found) == sorted(committed)
    assert [position for position, _ in await chain(shop)] == list(range(1, len(committed) + 1))
    assert await said(shop) == []


@pytest.mark.parametrize("table", ["audit_roots", "audit_leaves"])
async def test_roots_are_only_ever_added_to(pool: Database, table: str) -> None:
    for change in ("UPDATE {} SET day = day", "DELETE FROM {}", "TRUNCATE {}"):
        with pytest.raises(DBAPIError) as refused:
            async with pool.session() as db:
                await db.execute(
                    text(change.format(table)).execution_options(touches_no_merchant=True)
                )
        assert sqlstate(refused.value) == "42501"
