"""The end of a contract at Stripe: not renewed, renewed after all, and in the end forgotten."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from api.billing import ending
from api.billing.models import StripeCustomer, Subscription
from api.core import worker
from api.core.audit import SYSTEM
from api.privacy.ending import course, purging
from api.privacy.ending.models import ContractEnd
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


async def test_who_resumes_a_purge_keeps_what_was_counted(stage: Stage) -> None:
    """The rows that name the customer at Stripe go later: after that there is nobody to count."""
    await stage.subscribe()
    async with stage.shop.db() as db:
        await course.end(db, SYSTEM, "operator")
        end_id = (await db.scalars(select(ContractEnd.id))).one()
    for found in (await _forgotten(stage), 0):
        async with stage.shop.db() as db:
            await purging.note_first(db, end_id, "stripe", found)
    async with stage.shop.db() as db:
        assert (await db.scalars(select(ContractEnd.receipts))).one()["stripe"] == 1


async def _forgotten(stage: Stage) -> int:
    async with stage.shop.db() as db:
        return await ending.forget(db, stage.settings)
