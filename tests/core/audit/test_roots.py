"""The daily roots: a chain that was rewritten or cut off so that it fits together does not fit the
root that was kept elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from api.core.audit import roots
from api.core.audit.root_check import verify_roots
from tests.core.audit.trail import faults, owning, resealed, said, sealed
from tests.world import World


async def root_of(world: World, day: date) -> Any:
    async with world.database.session() as db:
        return await roots.make(db, day)


@pytest.fixture
async def days(world: World, owner_url: str) -> Iterator[date]:
    """Days without a root, one after the other."""
    async with owning(owner_url, uuid7()) as db:
        await db.execute("DELETE FROM audit_roots")
        await db.execute("DELETE FROM audit_leaves")
    return iter(date(2030, 1, 1) + timedelta(days=number) for number in range(100))


async def root_faults(world: World, kept: dict[date, bytes] | None = None) -> list[Any]:
    return [one async for one in verify_roots(world.database, kept or {})]


async def test_a_rewritten_chain_does_not_fit_the_root_of_that_day(
    world: World, owner_url: str, days: Iterator[date]
) -> None:
    shop = await world.shop()
    await sealed(shop, 6)
    first = await root_of(world, next(days))
    more = await sealed(shop, 6)
    day = next(days)
    kept = {first.day: first.root, day: (await root_of(world, day)).root}
    assert await said(shop) == []
    assert await root_faults(world, kept) == []
    async with owning(owner_url, shop.id) as db:
        await db.execute("UPDATE audit_events SET action = 'x.y' WHERE id = $1", more[2])
        await resealed(db, shop, 9)
    (fault,) = await faults(world.database, shop.id)
    assert (fault.kind, fault.place) == ("forked", 12)
    assert f"the root of {day}" in fault.says
    assert "rewritten at place 7 or after" in fault.says


async def test_what_was_cut_off_with_every_trace_is_known_by_a_root_kept_elsewhere(
    world: World, owner_url: str, tmp_path: Path, days: Iterator[date]
) -> None:
    shop = await world.shop()
    await sealed(shop, 6)
    settings = world.settings.model_copy(update={"data": tmp_path})
    await root_of(world, next(days))
    more = await sealed(shop, 6)
    day = next(days)
    await root_of(world, day)
    async with world.database.session() as db:
        await roots.export(db, settings)
    kept = roots.read(tmp_path / roots.FILE)
    async with owning(owner_url, shop.id) as db:
        for table in ("audit_events", "audit_seals"):
            await db.execute(f"DELETE FROM {table} WHERE id = ANY ($1)", more[1:])
        await resealed(db, shop, 7)
        await db.execute("DELETE FROM audit_leaves WHERE day = $1", day)
        await db.execute("DELETE FROM audit_roots WHERE day = $1", day)
    assert await said(shop) == []
    assert await root_faults(world) == []
    (cut,) = await root_faults(world, kept)
    assert (cut.kind, str(day) in cut.says) == ("truncated", True)
    await root_of(world, day)
    (forked,) = await root_faults(world, kept)
    assert (forked.kind, str(shop.id) in forked.says) == ("forked", True)
    async with owning(owner_url, shop.id) as db:
        await db.execute("DELETE FROM audit_roots WHERE day = $1", day)
        await db.execute("DELETE FROM audit_leaves WHERE day = $1", day)


async def test_roots_follow_from_one_another_and_from_their_leaves(
    world: World, owner_url: str, days: Iterator[date]
) -> None:
    shop = await world.shop()
    await sealed(shop, 3)
    three = [next(days) for _ in range(3)]
    for day in three:
        assert await root_of(world, day)
        assert await root_of(world, day) is None
        await sealed(shop, 3)
    async with owning(owner_url, shop.id) as db:
        old = await db.fetchval("SELECT link FROM audit_leaves WHERE day = $1", three[1])
        await db.execute("UPDATE audit_leaves SET link = $2 WHERE day = $1", three[1], bytes(32))
    assert [one.kind for one in await root_faults(world)] == ["edited"]
    async with owning(owner_url, shop.id) as db:
        await db.execute("UPDATE audit_leaves SET link = $2 WHERE day = $1", three[1], old)
        kept = await db.fetchrow("DELETE FROM audit_roots WHERE day = $1 RETURNING *", three[1])
    assert {one.kind for one in await root_faults(world)} == {"missing"}
    async with owning(owner_url, shop.id) as db:
        await db.execute("INSERT INTO audit_roots VALUES ($1, $2, $3, $4, $5, $6)", *kept.values())
    assert await root_faults(world) == []


async def test_the_lines_kept_outside_are_complete_after_a_crash(
    world: World, tmp_path: Path, days: Iterator[date]
) -> None:
    shop = await world.shop()
    settings = world.settings.model_copy(update={"data": tmp_path})
    made = []
    for number in range(3):
        await sealed(shop, 3)
        made.append(await root_of(world, next(days)))
        if number != 1:  # the second time it died before the file was written
            async with world.database.session() as db:
                await roots.export(db, settings)
    lines = (tmp_path / roots.FILE).read_text().splitlines()
    assert lines[-3:] == [roots.line(one) for one in made]
    assert len({json.loads(one)["day"] for one in lines}) == len(lines)
    assert str(shop.id) not in "".join(lines)
    (tmp_path / "broken").write_text('{"day": 3}\n')
    with pytest.raises(ValueError, match="line 1"):
        roots.read(tmp_path / "broken")
