"""The beginning of a trail goes when its time is over, and what is left still verifies: every fault
is found there as before, and a beginning that somebody else took away is missed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from api.core.audit import NIGHTS, AuditEvent, roots, shortening
from api.core.audit.seals import AuditSeal
from api.core.audit.verify import Report
from api.core.clock import now
from api.privacy.retention import forecast, in_force
from tests.core.audit.trail import chain, faults, owning, said, seal, sealed, write
from tests.privacy.retention.world import nights
from tests.world import Shop, World

Clock = Callable[[timedelta], None]
FIVE_YEARS = timedelta(days=5 * 365 + 1)


async def shortened(shop: Shop, before: UUID) -> int:
    """What is older than an event goes; how much that was."""
    async with shop.db() as db:
        at = await db.scalar(select(AuditEvent.at).where(AuditEvent.id == before))
        found = await shortening.mark(db, AuditEvent.at < at)
    async with shop.db() as db:
        assert await shortening.cut(db) == found
    await seal(shop)
    return found


async def test_the_rest_verifies_and_goes_on(world: World) -> None:
    shop, other = await world.shop(), await world.shop()
    ids, theirs = await sealed(shop, 9), await sealed(other, 4)
    assert await shortened(shop, ids[4]) == 4
    report = Report()
    assert await faults(world.database, shop.id, report) == []
    assert (report.begins, report.seals) == (4, 6), "five, and that which says what is gone"
    ids += await sealed(shop, 3)
    assert await said(shop) == []
    assert await shortened(shop, ids[10]) > 0, "once more, with the first one's own event"
    assert await said(shop) == []
    assert await said(other) == []
    assert [id for _, id in await chain(other)] == theirs


async def _edit(db: Any, ids: list[UUID]) -> set[tuple[str, UUID | None]]:
    await db.execute("UPDATE audit_events SET action = 'thing.kept' WHERE id = $1", ids[6])
    return {("edited", ids[6])}


async def _delete(db: Any, ids: list[UUID]) -> set[tuple[str, UUID | None]]:
    await db.execute("DELETE FROM audit_events WHERE id = $1", ids[5])
    return {("missing", ids[5])}


async def _first(db: Any, ids: list[UUID]) -> set[tuple[str, UUID | None]]:
    """The first that is left, with its seal: the place behind the checkpoint."""
    await db.execute("DELETE FROM audit_seals WHERE id = $1", ids[4])
    await db.execute("DELETE FROM audit_events WHERE id = $1", ids[4])
    return {("missing", None)}


async def _swap(db: Any, ids: list[UUID]) -> set[tuple[str, UUID | None]]:
    await db.execute("UPDATE audit_seals SET position = -6 WHERE id = $1", ids[5])
    await db.execute("UPDATE audit_seals SET position = 6 WHERE id = $1", ids[6])
    await db.execute("UPDATE audit_seals SET position = 7 WHERE id = $1", ids[5])
    return {("reordered", ids[5]), ("reordered", ids[6])}


async def _truncate(db: Any, ids: list[UUID]) -> set[tuple[str, UUID | None]]:
    await db.execute("DELETE FROM audit_seals WHERE position >= 9 AND merchant_id = (SELECT"
                     " merchant_id FROM audit_events WHERE id = $1)", ids[8])  # fmt: skip
    await db.execute("DELETE FROM audit_events WHERE id = $1", ids[8])
    return {("truncated", None)}


async def _fork(db: Any, ids: list[UUID]) -> set[tuple[str, UUID | None]]:
    await db.execute("UPDATE audit_checkpoints SET link = sha256('x')")
    return {("truncated", None), ("edited", ids[4])}


@pytest.mark.parametrize("attack", [_edit, _delete, _first, _swap, _truncate, _fork])
async def test_what_is_done_to_the_rest_is_found(world: World, owner_url: str, attack: Any) -> None:
    shop = await world.shop()
    ids = await sealed(shop, 9)
    await shortened(shop, ids[4])
    async with owning(owner_url, shop.id) as db:
        expected = await attack(db, ids)
    assert set(await said(shop)) >= expected


async def test_a_beginning_that_somebody_else_takes_away_is_missed(
    world: World, owner_url: str
) -> None:
    """With a checkpoint of its own, and even with the event that would say so."""
    shop = await world.shop()
    ids = await sealed(shop, 6)
    async with world.database.session() as db:
        await roots.make(db, date(2001, 1, 1))
    async with owning(owner_url, shop.id) as db:
        link = await db.fetchval("SELECT link FROM audit_seals WHERE position = 3")
        await db.execute(
            "INSERT INTO audit_checkpoints (merchant_id, id, position, link, made_at)"
            " VALUES ($1, gen_random_uuid(), 3, $2, now())",
            *(shop.id, link),
        )
        await db.execute("DELETE FROM audit_events WHERE id = ANY ($1)", ids[:3])
        await db.execute("DELETE FROM audit_seals WHERE position <= 3")
    assert ("truncated", None) in await said(shop)


async def test_nothing_young_goes_by_a_checkpoint(world: World, owner_url: str) -> None:
    shop = await world.shop()
    ids = await sealed(shop, 3)
    async with shop.db() as db:
        asked = {"merchant_id": shop.id, "day": now().date() - timedelta(days=1)}
        await db.execute(
            text(
                "INSERT INTO audit_leaves (id, day, merchant_id, position, link) SELECT"
                " gen_random_uuid(), :day, :merchant_id, position, link FROM audit_heads"
                " WHERE merchant_id = :merchant_id"
            ),
            asked,
        )
    ids += await sealed(shop, 3)
    assert await shortened(shop, ids[5]) == 5
    (fault,) = await faults(world.database, shop.id)
    assert (fault.kind, fault.place) == ("truncated", 4)
    assert "so young" in fault.says


async def test_a_second_before_its_time_nothing_goes(world: World, clock: Clock) -> None:
    """By the merchant's period, as the plan shows it, and not before it was announced."""
    shop = await world.shop()
    await write(shop, 3)
    await seal(shop)
    async with shop.db() as db:
        step = next(
            one for one in (await in_force.of_merchant(db, now())).steps()
            if one.model is AuditEvent
        )  # fmt: skip
        ends = [step.end(at) for at in await db.scalars(select(AuditEvent.at))]
    assert (step.rule.name, step.ends.by) == ("customer.accountability", NIGHTS)
    clock(min(ends) - now() - timedelta(days=3))
    await nights(shop, clock, 1)
    plan = (await (await shop.client()).get("/v1/privacy/retention/plan")).json()["days"]
    (line,) = [one for one in plan if one["table"] == "audit_events"]
    assert (line["rows"], line["day"]) == (3, step_day(min(ends), step))
    clock(min(ends) - now() - timedelta(minutes=1))
    assert await over(shop, step) == 0
    clock(timedelta(minutes=2))
    assert await over(shop, step) > 0
    await nights(shop, clock, 2)
    async with shop.db() as db:
        left = select(func.count()).select_from(AuditSeal)
        assert (await db.execute(left)).scalar_one() <= 1
        gone = select(AuditEvent.facts).where(AuditEvent.action == "audit.shortened")
        assert [one["events"] for one in await db.scalars(gone)] == [3]
    assert await said(shop) == []


def step_day(at: Any, step: Any) -> str:
    return str(at.astimezone(step.zone).date())


async def over(shop: Shop, step: Any) -> int:
    async with shop.db() as db:
        return await forecast.count(db, step, now())
