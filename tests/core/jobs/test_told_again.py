"""A change is followed also where the job about the one before has looked already: it counts as
running until the queue hears that it is over, and will not look again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from itertools import count
from uuid import UUID

import pytest
from sqlalchemy import text

from api.accounts.counted import FIT_LOCATIONS
from api.core import worker
from api.customers.duplicates import COMPARE, COMPARE_ALL, look_for, look_for_all
from api.privacy.erasure import executing
from tests.cards.counter import done
from tests.quotas.plan import counted, given
from tests.world import Shop, World

Tell = Callable[[Shop], Awaitable[None]]

pytestmark = pytest.mark.xdist_group("jobs")
_OF_SHOP = """
 entrypoint = :job AND status = 'queued'
   AND CAST(convert_from(payload, 'UTF8')::jsonb ->> 'merchant_id' AS uuid) = :merchant_id
"""
_HAVE_LOOKED = text(
    f"UPDATE jobs.pgqueuer SET status = 'picked', heartbeat = now() WHERE {_OF_SHOP} RETURNING id"
)
_WAIT = text(f"SELECT count(*) FROM jobs.pgqueuer WHERE {_OF_SHOP}")
_OVER = text("DELETE FROM jobs.pgqueuer WHERE id = ANY(:ids)").execution_options(
    touches_no_merchant=True
)
LIMITS = count(10)


async def a_limit_changes(shop: Shop) -> None:
    await given(shop, locations=next(LIMITS))


async def a_customer_is_written(shop: Shop) -> None:
    async with shop.db() as db:
        await look_for(db, shop.id)


async def many_are_written(shop: Shop) -> None:
    async with shop.db() as db:
        await look_for_all(db)


async def an_erasure_ends(shop: Shop) -> None:
    owner = await shop.client()
    path = f"/v1/customers/{await shop.customer('Zoé')}"
    digest = done(await owner.post(f"{path}/erasure-plan"), 200)["digest"]
    asked = done(await owner.post(f"{path}/erasures", json={"plan_digest": digest}))
    async with shop.db() as db:
        await executing.end(db, UUID(asked["id"]))


async def have_looked(shop: Shop, job: str) -> list[int]:
    async with shop.db() as db:
        return list(await db.scalars(_HAVE_LOOKED, {"job": job, "merchant_id": shop.id}))


async def over(shop: Shop, running: list[int]) -> None:
    async with shop.db() as db:
        await db.execute(_OVER, {"ids": running})


@pytest.mark.parametrize(
    ("tell", "job"),
    [
        (a_limit_changes, FIT_LOCATIONS),
        (a_customer_is_written, COMPARE),
        (many_are_written, COMPARE_ALL),
        (an_erasure_ends, executing.VERIFY),
    ],
)
async def test_whoever_tells_while_a_job_runs_has_one_of_their_own(
    world: World, tell: Tell, job: str
) -> None:
    shop = await world.shop()
    await given(shop, locations=5)
    await tell(shop)
    running = await have_looked(shop, job)
    assert running
    await tell(shop)
    async with shop.db() as db:
        assert await db.scalar(_WAIT, {"job": job, "merchant_id": shop.id}) == 1
    await over(shop, running)


async def test_a_plan_that_changes_twice(world: World) -> None:
    shop = await world.shop()
    await given(shop, locations=3)
    owner = await shop.client()
    for name in ("Ici", "Là", "Ailleurs"):
        done(await owner.post("/v1/locations", json={"name": name}))
    await given(shop, locations=2)
    running = await have_looked(shop, FIT_LOCATIONS)
    assert len(running) == 1
    await given(shop, locations=1)
    await over(shop, running)
    await worker.drain(world.database, world.settings)
    assert (await counted(shop))["locations"] == 1
