"""Who was not told twice, in time, of this very silence, stays: what the erasing job asks."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from api.core import jobs, worker
from api.core.clock import now
from api.customers.models import Customer
from api.privacy.erasure.models import Erasure
from api.privacy.retention.inactivity import ERASE
from api.privacy.retention.models import RetentionNotice
from tests.world import Shop, World

pytestmark = pytest.mark.xdist_group("jobs")

SILENT_SINCE = timedelta(days=1200)


async def silent(shop: Shop, **notices: timedelta | None) -> UUID:
    """Somebody who was told so long ago, by the notice of ``first`` and ``last``; with None it is
    written, but no mail server has taken it."""
    since = now() - SILENT_SINCE
    async with shop.db() as db:
        row = Customer(source="desk", first_name="Ada", last_active_at=since)
        db.add(row)
        await db.flush()
        for days, name in ((30, "first"), (7, "last")):
            if name in notices:
                ago = notices[name]
                db.add(notice(row.id, since, days, None if ago is None else now() - ago))
        return row.id


def notice(customer: UUID, since: datetime, days: int, sent: datetime | None) -> RetentionNotice:
    return RetentionNotice(
        customer_id=customer, since=since, days=days, how="mail", due_at=now(), sent_at=sent
    )


async def erased(shop: Shop) -> list[UUID]:
    async with shop.db() as db:
        await jobs.enqueue(db, ERASE)
    await worker.drain(shop.world.database, shop.world.settings)
    async with shop.db() as db:
        return list(await db.scalars(select(Erasure.customer_id)))


MONTH, WEEK, DAY = timedelta(days=30), timedelta(days=7), timedelta(days=1)


async def test_one_notice_is_not_enough(world: World) -> None:
    shop = await world.shop()
    await silent(shop, first=MONTH)
    await silent(shop, first=MONTH, last=None)
    await silent(shop, last=WEEK)
    told = await silent(shop, first=MONTH, last=WEEK)
    assert await erased(shop) == [told]


async def test_each_notice_has_its_time(world: World) -> None:
    shop = await world.shop()
    await silent(shop, first=MONTH - DAY, last=WEEK)
    await silent(shop, first=MONTH, last=WEEK - DAY)
    assert await erased(shop) == []


async def test_notices_of_an_earlier_silence_count_for_nothing(world: World) -> None:
    shop = await world.shop()
    back = await silent(shop, first=MONTH, last=WEEK)
    async with shop.db() as db:
        # They came once more, longer ago than the period, too.
        later = now() - SILENT_SINCE + DAY
        await db.execute(update(Customer).where(Customer.id == back).values(last_active_at=later))
    assert await erased(shop) == []


async def test_who_wants_the_data_kept_for_a_claim_stays(world: World) -> None:
    shop = await world.shop()
    restricted = await silent(shop, first=MONTH, last=WEEK)
    async with shop.db() as db:
        await db.execute(
            update(Customer).where(Customer.id == restricted).values(restricted_at=now())
        )
    assert await erased(shop) == []
