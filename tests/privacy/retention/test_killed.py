"""Killed at every batch, a purge ends as one that was let alone."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from api.billing.models import Invoice
from api.core.audit import AuditEvent
from tests import forked
from tests.privacy.retention.test_clear import TEN_YEARS, invoices
from tests.world import World


async def test_killed_at_every_batch_it_ends_the_same(world: World) -> None:
    shop, other = await world.shop(), await world.shop()
    await invoices(shop, 10, TEN_YEARS + timedelta(days=9))
    stays = await invoices(shop, 4, TEN_YEARS - timedelta(days=9))
    neighbours = await invoices(other, 5, TEN_YEARS + timedelta(days=9))
    ended, said, complaints = await forked.run(
        "tests.privacy.retention.dying_purge",
        *(world.settings.database_url, world.settings.data),
        *(shop.id, "merchant.bookkeeping", "invoices"),
    )
    assert ended == 0, complaints
    assert int(said) >= 6, "a death before and after each commit"
    async with shop.db() as db:
        assert set(await db.scalars(select(Invoice.id))) == set(stays)
        told = select(AuditEvent.facts).where(AuditEvent.action == "retention.cleared")
        rows = [facts["rows"] for facts in await db.scalars(told)]
    assert sum(rows) == 10, "each row was counted once"
    async with other.db() as db:
        assert set(await db.scalars(select(Invoice.id))) == set(neighbours)
