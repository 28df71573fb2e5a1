"""The end of a contract at Stripe: not renewed, renewed after all, and in the end forgotten."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from api.billing import ending
from api.billing.models import StripeCustomer, Subscription
from api.core import worker
from api.core.audit import SYSTEM
from api.privacy.ending import course
from tests.billing.stage import Stage

pytestmark = pytest.mark.xdist_group("jobs")


async def renews(stage: Stage) -> bool:
    await worker.drain(stage.shop.world.database, stage.settings)
    async with stage.shop.db() as db:
        return not (await db.scalars(select(Subscription.cancel_at_period_end))).one()


async def test_not_renewed_renewed_after_all_and_forgotten(stage: Stage) -> None:
    await stage.subscribe()
    async with stage.shop.db() as db:
        await course.end(db, SYSTEM, "operator")
    assert not await renews(stage)
    async with stage.shop.db() as db:
        await course.reopen(db, SYSTEM)
    assert await renews(stage)
    async with stage.shop.db() as db:
        own = StripeCustomer.merchant_id == stage.shop.id
        customer = (await db.scalars(select(StripeCustomer.stripe_id).where(own))).one()
    for _ in range(2):
        async with stage.shop.db() as db:
            assert await ending.forget(db, stage.settings) == 1
    assert stage.stripe.objects[customer].get("deleted")
