"""Killed at every batch, a purge ends as one that was let alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from api.billing.models import Invoice
from api.core import jobs
from api.core.audit import AuditEvent
from api.privacy.retention.nightly import CLEAR
from tests.killing import die
from tests.privacy.retention.test_clear import TEN_YEARS, invoices
from tests.rows import rows
from tests.world import World

pytestmark = pytest.mark.xdist_group("jobs")


async def test_killed_at_every_batch_it_ends_the_same(world: World) -> None:
    shop, other = await world.shop(), await world.shop()
    await invoices(shop, 10, TEN_YEARS + timedelta(days=9))
    stays = await invoices(shop, 4, TEN_YEARS - timedelta(days=9))
    await invoices(other, 5, TEN_YEARS + timedelta(days=9))
    neighbours = await rows(other)
    async with shop.db() as db:
        await jobs.enqueue(db, CLEAR, rule="merchant.bookkeeping", table="invoices")
    died = await die(world.settings, "", {"api.privacy.retention.clear:BATCH": 3})
    for moment in ("commit DELETE FROM invoices", "over, DELETE FROM invoices"):
        assert sum(moment in one for one in died) >= 2, moment
    async with shop.db() as db:
        assert set(await db.scalars(select(Invoice.id))) == set(stays)
        told = select(AuditEvent.facts).where(AuditEvent.action == "retention.cleared")
        batches = [facts["rows"] for facts in await db.scalars(told)]
    assert (sum(batches), max(batches)) == (10, 3), "each row was counted once"
    assert await rows(other) == neighbours
