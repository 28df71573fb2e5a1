"""``carnet statistics rebuild``: counted anew beside a service that runs."""

from __future__ import annotations

import pytest
import typer
from sqlalchemy import text

from api.cli.statistics import count_anew
from api.core.clock import now
from api.statistics import anew
from api.statistics.following import catch_up, follow
from tests.statistics.given import days_ago, past
from tests.statistics.test_counting import check, counted
from tests.world import Shop, World

_JOBS = text("""
SELECT count(*) FROM jobs.pgqueuer
 WHERE entrypoint = 'statistics.follow_of' AND convert_from(payload, 'UTF8') LIKE '%' || :id || '%'
""").execution_options(touches_no_merchant=True)
_SPOIL = text("UPDATE statistic_days SET visits = visits + 1 WHERE merchant_id = :merchant_id")


async def spoiled(world: World) -> Shop:
    """A shop whose counts are wrong."""
    shop = await world.shop()
    await past(
        shop,
        await shop.program(),
        [(f"p{one % 7}", days_ago(one)) for one in range(30)],
        redeemed=[("p1", days_ago(2))],
    )
    async with shop.db() as db:
        await db.execute(_SPOIL, {"merchant_id": shop.id})
    return shop


async def test_counted_anew_is_what_following_counts(world: World) -> None:
    shop, other = await spoiled(world), await spoiled(world)
    wrong = await counted(other)
    began = now()
    await count_anew(world.settings, shop.slug, began)
    # As following has it, which is held against the ledger in test_counting.
    right = await check(shop)
    assert await counted(other) == wrong

    # A run that goes on after an interruption leaves out what was done.
    async with shop.db() as db:
        await db.execute(_SPOIL, {"merchant_id": shop.id})
        assert await anew.rebuild(db, began) is None
    assert await counted(shop) != right
    async with shop.db() as db:
        assert await anew.rebuild(db, now()) == 7
    assert await counted(shop) == right
    with pytest.raises(typer.BadParameter, match="no merchant"):
        await count_anew(world.settings, "nobody", None)


async def test_beside_it_the_service_reads_the_former_counts_and_does_not_wait(
    world: World,
) -> None:
    shop = await spoiled(world)
    before = await counted(shop)
    async with shop.db() as db:
        assert await anew.rebuild(db, now()) == 7
        async with shop.db() as reading:
            await catch_up(reading)
            await follow(reading, everything=True, wait=False)
            assert await reading.scalar(_JOBS, {"id": str(shop.id)}) == 0
        assert await counted(shop) == before
        # Killed in the middle.
        await db.rollback()
    assert await counted(shop) == before
