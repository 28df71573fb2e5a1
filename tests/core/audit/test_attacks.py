"""Whoever owns the database may do anything to it. The verification finds it, says what was done
and names the event."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as checked
from hypothesis import strategies as st
from sqlalchemy import text
from uuid_utils.compat import uuid7

from api.core.audit.chain import digest
from api.core.audit.walk import HELD
from tests.core.audit.trail import faults, forge, insert_event, owning, said, seal, sealed, write
from tests.world import Shop, World

MINE = "merchant_id = nullif(current_setting('app.merchant_id', true), '')::uuid"


async def swap(db: Any, one: UUID, other: UUID) -> None:
    """Two seals change places."""
    places = {
        id: await db.fetchval("SELECT position FROM audit_seals WHERE id = $1", id)
        for id in (one, other)
    }
    for id, place in ((one, -1), (other, places[one]), (one, places[other])):
        await db.execute("UPDATE audit_seals SET position = $2 WHERE id = $1", id, place)


async def shift(db: Any, after: int, by: int) -> None:
    """In two steps, since places are unique row by row."""
    await db.execute("UPDATE audit_seals SET position = -position WHERE position > $1", after)
    await db.execute("UPDATE audit_seals SET position = -position + $1 WHERE position < 0", by)


Attack = Callable[[Any, Shop, list[UUID]], Awaitable[set[tuple[str, UUID | None]]]]
"""Does its work over the owner's connection; returns what has to be found."""
ATTACKS: list[Attack] = []


def attack(function: Attack) -> Attack:
    ATTACKS.append(function)
    return function


@attack
async def an_action_is_edited(db: Any, shop: Shop, ids: list[UUID]) -> Any:
    await db.execute("UPDATE audit_events SET action = 'thing.kept' WHERE id = $1", ids[4])
    return {("edited", ids[4])}


@attack
async def a_time_is_edited(db: Any, shop: Shop, ids: list[UUID]) -> Any:
    await db.execute(
        "UPDATE audit_events SET at = at + interval '1 microsecond' WHERE id = $1", ids[0]
    )
    return {("edited", ids[0])}


@attack
async def an_actor_is_put_in_place_of_another(db: Any, shop: Shop, ids: list[UUID]) -> Any:
    await db.execute(
        "UPDATE audit_events SET actor_kind = 'member', actor_id = $2 WHERE id = $1",
        *(ids[11], uuid7()),
    )
    return {("edited", ids[11])}


@attack
async def a_fact_is_edited_and_its_seal_with_it(db: Any, shop: Shop, ids: list[UUID]) -> Any:
    await db.execute("UPDATE audit_events SET facts = '{\"rows\": 1}' WHERE id = $1", ids[5])
    row = await db.fetchrow("SELECT * FROM audit_events WHERE id = $1", ids[5])
    changed: Any = type("Event", (), dict(row) | {"facts": json.loads(row["facts"])})
    await db.execute("UPDATE audit_seals SET digest = $2 WHERE id = $1", ids[5], digest(changed))
    return {("edited", ids[5])}


@attack
async def the_last_seal_is_edited(db: Any, shop: Shop, ids: list[UUID]) -> Any:
    await db.execute("UPDATE audit_seals SET digest = $2 WHERE id = $1", ids[11], bytes(32))
    return {("edited", ids[11])}


@attack
async def a_link_is_edited(db: Any, shop: Shop, ids: list[UUID]) -> Any:
    await db.execute("UPDATE audit_seals SET link = $2 WHERE id = $1", ids[6], bytes(32))
    return {("edited", ids[6])}


@attack
async def an_event_is_deleted(db: Any, shop: Shop, ids: list[UUID]) -> Any:
    await db.execute("DELETE FROM audit_events WHERE id = $1", ids[7])
    return {("missing", ids[7])}


@attack
async def an_event_is_deleted_with_its_seal(db: Any, shop: Shop, ids: list[UUID]) -> Any:
    for table in ("audit_events", "audit_seals"):
        await db.execute(f"DELETE FROM {table} WHERE id = $1", ids[7])
    return {("missing", None)}


@attack
async def an_event_is_deleted_and_the_places_closed_up(db: Any, shop: Shop, ids: list[UUID]) -> Any:
    for table in ("audit_events", "audit_seals"):
        await db.execute(f"DELETE FROM {table} WHERE id = $1", ids[3])
    await shift(db, 4, -1)
    return {("missing", ids[4])}


@attack
async def only_the_seal_is_deleted(db: Any, shop: Shop, ids: list[UUID]) -> Any:
    await db.execute("DELETE FROM audit_seals WHERE id = $1", ids[2])
    return {("missing", None), ("inserted", ids[2])}


@attack
async def an_event_is_inserted(db: Any, shop: Shop, ids: list[UUID]) -> Any:
    return {("inserted", await insert_event(db, shop))}


@attack
async def an_event_is_inserted_among_the_seals(db: Any, shop: Shop, ids: list[UUID]) -> Any:
    id = await insert_event(db, shop, datetime.now(UTC))
    await shift(db, 5, 1)
    before = await db.fetchval("SELECT link FROM audit_seals WHERE position = 5")
    await forge(db, shop, id, 6, before)
    await db.execute("UPDATE audit_seals SET link = $2 WHERE id = $1", id, bytes(32))
    return {("inserted", id)}


@attack
async def an_event_is_put_at_the_end_with_a_seal(db: Any, shop: Shop, ids: list[UUID]) -> Any:
    id = await insert_event(db, shop, datetime.now(UTC))
    await forge(db, shop, id, 13, bytes(32))
    return {("inserted", id)}


@attack
async def neighbours_change_places(db: Any, shop: Shop, ids: list[UUID]) -> Any:
    await swap(db, ids[4], ids[5])
    return {("reordered", ids[4]), ("reordered", ids[5])}


@attack
async def seals_far_apart_change_places(db: Any, shop: Shop, ids: list[UUID]) -> Any:
    await swap(db, ids[1], ids[9])
    return {("reordered", ids[1]), ("reordered", ids[9])}


@attack
async def what_is_sealed_changes_places_under_the_links(
    db: Any, shop: Shop, ids: list[UUID]
) -> Any:
    links = {
        id: await db.fetchval("SELECT link FROM audit_seals WHERE id = $1", id)
        for id in (ids[1], ids[9])
    }
    await swap(db, ids[1], ids[9])
    for id, other in ((ids[1], ids[9]), (ids[9], ids[1])):
        await db.execute("UPDATE audit_seals SET link = $2 WHERE id = $1", id, links[other])
    return {("reordered", ids[1]), ("reordered", ids[9])}


@attack
async def what_events_say_changes_places(db: Any, shop: Shop, ids: list[UUID]) -> Any:
    things = {
        id: await db.fetchval("SELECT subject_id FROM audit_events WHERE id = $1", id)
        for id in ids[:2]
    }
    for id, other in (ids[:2], ids[1::-1]):
        await db.execute("UPDATE audit_events SET subject_id = $2 WHERE id = $1", id, things[other])
    return {("edited", ids[0]), ("edited", ids[1])}


@attack
async def the_end_is_cut_off(db: Any, shop: Shop, ids: list[UUID]) -> Any:
    for table in ("audit_events", "audit_seals"):
        await db.execute(f"DELETE FROM {table} WHERE id = ANY ($1)", ids[9:])
    return {("truncated", None)}


@attack
async def all_is_gone(db: Any, shop: Shop, ids: list[UUID]) -> Any:
    for table in ("audit_events", "audit_seals"):
        await db.execute(f"DELETE FROM {table} WHERE {MINE}")
    return {("truncated", None)}


@attack
async def the_head_is_another_chains(db: Any, shop: Shop, ids: list[UUID]) -> Any:
    await db.execute(f"UPDATE audit_heads SET link = $1 WHERE {MINE}", bytes(32))
    return {("forked", None)}


@attack
async def an_event_disappears_before_it_is_sealed(db: Any, shop: Shop, ids: list[UUID]) -> Any:
    (id,) = await write(shop)
    await db.execute("DELETE FROM audit_events WHERE id = $1", id)
    return {("missing", id)}


@pytest.mark.parametrize("plan", ATTACKS, ids=lambda plan: plan.__name__)
async def test_an_attack_is_found(world: World, owner_url: str, plan: Attack) -> None:
    shop, bystander = await world.shop(), await world.shop()
    ids = await sealed(shop, 12)
    await sealed(bystander, 3)
    async with owning(owner_url, shop.id) as db:
        expected = await plan(db, shop, ids)
    assert set(await said(shop)) == expected
    for fault in await faults(world.database, shop.id):
        assert fault.event_id is None or str(fault.event_id) in fault.says
        assert len(fault.says.split()) > 5
    assert await said(bystander) == []


CONSTRAINT = "CONSTRAINT uq_audit_seals_merchant_id_position"


@pytest.mark.parametrize("first", [True, False], ids=["before", "behind"])
async def test_a_place_that_is_taken_twice_is_found(
    world: World, owner_url: str, first: bool
) -> None:
    shop = await world.shop()
    await sealed(shop, 12)
    async with owning(owner_url, shop.id) as db:
        await db.execute(f"ALTER TABLE audit_seals DROP {CONSTRAINT}")
        stranger = await insert_event(db, shop, datetime.now(UTC))
        # Two at one place are read by their ids.
        if first:
            await db.execute("UPDATE audit_events SET id = $2 WHERE id = $1", stranger, UUID(int=7))
            stranger = UUID(int=7)
        before = await db.fetchval("SELECT link FROM audit_seals WHERE position = 5")
        await forge(db, shop, stranger, 6, before)
        await db.execute("UPDATE audit_seals SET link = $2 WHERE id = $1", stranger, bytes(32))
    try:
        assert await said(shop) == [("forked", stranger)]
    finally:
        async with owning(owner_url, shop.id) as db:
            await db.execute("DELETE FROM audit_seals WHERE id = $1", stranger)
            await db.execute(
                f"ALTER TABLE audit_seals ADD {CONSTRAINT} UNIQUE (merchant_id, position)"
            )


async def test_a_fork_that_fits_is_found_by_the_head(world: World, owner_url: str) -> None:
    """The last event is replaced, seal and all, by the rules; only the head is forgotten."""
    shop = await world.shop()
    ids = await sealed(shop, 12)
    async with owning(owner_url, shop.id) as db:
        await db.execute("DELETE FROM audit_seals WHERE id = $1", ids[11])
        await db.execute("DELETE FROM audit_events WHERE id = $1", ids[11])
        other = await insert_event(db, shop, datetime.now(UTC))
        before = await db.fetchval("SELECT link FROM audit_seals WHERE position = 11")
        await forge(db, shop, other, 12, before)
    assert [kind for kind, _ in await said(shop)] == ["forked"]


async def test_a_back_dated_event_with_all_it_takes_is_found(world: World, owner_url: str) -> None:
    shop = await world.shop()
    await sealed(shop, 4)
    async with owning(owner_url, shop.id) as db:
        late = await insert_event(db, shop, datetime.now(UTC) - timedelta(days=2))
        await db.execute(
            "INSERT INTO audit_waiting (id, merchant_id, at) VALUES ($1, $2, now())", late, shop.id
        )
    await seal(shop)
    await sealed(shop, 2)
    assert await said(shop) == [("inserted", late)]


CHANGES = (
    "UPDATE audit_events SET action = action || 'x' WHERE id = $1",
    "UPDATE audit_events SET at = at - interval '1 day' WHERE id = $1",
    "DELETE FROM audit_events WHERE id = $1",
    "UPDATE audit_seals SET digest = sha256(digest) WHERE id = $1",
    "UPDATE audit_seals SET link = sha256(link) WHERE id = $1",
    "UPDATE audit_seals SET sealed_at = sealed_at - interval '1 second' WHERE id = $1",
    "UPDATE audit_seals SET position = position + 1000 WHERE id = $1",
    "DELETE FROM audit_seals WHERE id = $1",
)


@checked(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    number=st.integers(3, 12),
    changes=st.lists(
        st.tuples(st.sampled_from([*CHANGES, "swap", "close up", "insert"]), st.integers(0, 11)),
        min_size=1,
        max_size=6,
    ),
)
async def test_whatever_is_changed_something_is_found(
    world: World, owner_url: str, number: int, changes: list[tuple[str, int]]
) -> None:
    """Any changes in any order, unless all in all they change nothing."""
    shop = await world.shop()
    ids = await sealed(shop, number)
    before = await everything(shop)
    async with owning(owner_url, shop.id) as db:
        for what, which in changes:
            id = ids[which % number]
            if what == "swap":
                other = ids[(which + 1) % number]
                if await db.fetchval(
                    "SELECT count(*) = 2 FROM audit_seals WHERE id = ANY ($1)", [id, other]
                ):
                    await swap(db, id, other)
            elif what == "close up":
                place = await db.fetchval(
                    "DELETE FROM audit_seals WHERE id = $1 RETURNING position", id
                )
                if place is not None:
                    await shift(db, place, -1)
            elif what == "insert":
                await insert_event(db, shop)
            else:
                await db.execute(what, id)
    found = await faults(world.database, shop.id)
    assert bool(found) == (await everything(shop) != before)


async def everything(shop: Shop) -> list[Any]:
    async with shop.db() as db:
        tables = []
        for table in ("audit_events", "audit_seals"):
            rows = await db.execute(
                text(f"SELECT * FROM {table} WHERE merchant_id = :merchant_id ORDER BY id"),
                {"merchant_id": shop.id},
            )
            tables.append([tuple(row) for row in rows])
        return tables


async def test_much_that_is_wrong_is_told_in_bounded_memory(world: World, owner_url: str) -> None:
    shop = await world.shop()
    await write(shop, 5 * HELD)
    await seal(shop, 6 * HELD)
    async with owning(owner_url, shop.id) as db:
        await db.execute(f"UPDATE audit_seals SET link = sha256(link) WHERE {MINE}")
    found = [fault.place for fault in await faults(world.database, shop.id) if fault.event_id]
    assert set(found) == set(range(1, 5 * HELD + 1))
