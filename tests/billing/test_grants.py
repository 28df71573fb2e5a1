"""The operator's gifts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from api.billing import grants, plans
from api.billing.plans import PlanUnknown
from api.core.clock import now
from tests.billing.stage import Stage
from tests.world import Shop


async def standing(shop: Shop) -> tuple[str, str]:
    shown = (await (await shop.client()).get("/v1/subscription")).json()
    return shown["plan"], shown["state"]


async def test_given_until_a_day_and_taken_back(stage: Stage) -> None:
    shop, database = stage.shop, stage.shop.world.database
    declared = plans.load(stage.settings.plans_file)
    largest = declared.plan[-1].id
    async with database.session() as db:
        await grants.enter_shop(db, shop.slug)
        await grants.grant(db, declared, largest, now() + timedelta(days=30))
    assert await standing(shop) == (largest, "granted")
    async with shop.db() as db:
        await grants.grant(db, declared, largest, now() - timedelta(days=1))
    assert await standing(shop) == ("free", "free")
    async with shop.db() as db:
        await grants.grant(db, declared, largest, None)
        await grants.revoke(db, declared, shop.id)
    assert await standing(shop) == ("free", "free")


async def test_of_what_there_is_and_to_whom_there_is(stage: Stage) -> None:
    shop, database = stage.shop, stage.shop.world.database
    declared = plans.load(stage.settings.plans_file)
    async with shop.db() as db:
        with pytest.raises(PlanUnknown):
            await grants.grant(db, declared, "golden", None)
    async with database.session() as db:
        with pytest.raises(grants.NoSuchMerchant):
            await grants.enter_shop(db, "nobody")
