"""A change is followed also where the job about the one before has looked already."""

from __future__ import annotations

from sqlalchemy import text

from api.core import worker
from tests.cards.counter import done
from tests.quotas.plan import counted, given
from tests.world import World

_LOOKED = text("""
UPDATE jobs.pgqueuer SET status = 'picked', heartbeat = now()
 WHERE entrypoint = 'accounts.fit_locations' AND status = 'queued'
   AND CAST(convert_from(payload, 'UTF8')::jsonb ->> 'merchant_id' AS uuid) = :merchant_id
RETURNING id
""")
_ENDED = text("DELETE FROM jobs.pgqueuer WHERE id = ANY(:ids)").execution_options(
    touches_no_merchant=True
)


async def test_a_limit_that_changes_while_the_plan_is_fitted(world: World) -> None:
    """As when somebody changes the plan twice: by the second time the job still counts as running,
    and will not look again."""
    shop = await world.shop()
    await given(shop, locations=3)
    owner = await shop.client()
    for name in ("Ici", "Là", "Ailleurs"):
        done(await owner.post("/v1/locations", json={"name": name}))
    await given(shop, locations=2)
    async with shop.db() as db:
        running = list(await db.scalars(_LOOKED, {"merchant_id": shop.id}))
    assert len(running) == 1
    await given(shop, locations=1)
    async with shop.db() as db:
        await db.execute(_ENDED, {"ids": running})
    await worker.drain(world.database, world.settings)
    assert (await counted(shop))["locations"] == 1
