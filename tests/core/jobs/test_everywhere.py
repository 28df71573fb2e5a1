"""Work that goes round all merchants."""

from __future__ import annotations

import json
from collections import Counter

from sqlalchemy import text, update

from api.accounts.models import Merchant
from api.core import jobs
from api.core.clock import now
from api.privacy.retention.nightly import NIGHT
from tests.world import World

WAITING = text("SELECT payload FROM jobs.pgqueuer WHERE entrypoint = :name").execution_options(
    touches_no_merchant=True
)


async def test_one_job_each_and_for_those_that_have_gone_where_rows_outlast_them(
    world: World,
) -> None:
    shop, gone = await world.shop(), await world.shop()
    async with world.database.session() as db:
        await db.execute(update(Merchant).where(Merchant.id == gone.id).values(purged_at=now()))
    for name, for_gone in (("imports.tidy_of", 0), (NIGHT, 1)):
        for _ in range(2):
            async with world.database.session() as db:
                await jobs.enqueue_everywhere(db, name, once="nightly")
        async with world.database.session() as db:
            payloads = (await db.scalars(WAITING, {"name": name})).all()
        found = Counter(json.loads(one)[jobs.MERCHANT] for one in payloads)
        assert found[str(shop.id)] == 1, "asked for twice, done once"
        assert found[str(gone.id)] == for_gone
