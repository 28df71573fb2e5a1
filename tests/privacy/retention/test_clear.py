"""What goes, what stays, and when the engine stops itself."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update
from uuid_utils.compat import uuid7

from api.billing.models import Invoice
from api.core.audit import AuditEvent
from api.core.clock import now
from api.privacy.holds.models import LegalHold
from api.privacy.retention import clear, in_force
from api.privacy.retention.models import RetentionForecast, RetentionStop
from api.privacy.retention.nightly import may_go
from api.privacy.retention.steps import Step
from tests.privacy.retention.world import Clock, night, nights, years_before
from tests.world import Shop, World

pytestmark = pytest.mark.xdist_group("jobs")

TEN_YEARS = now() - years_before(now(), 10)


async def invoices(shop: Shop, number: int, age: timedelta) -> list[UUID]:
    """Paid on the day they were issued."""
    zero = dict.fromkeys(
        ("subtotal", "tax", "total", "amount_due", "amount_paid", "amount_refunded",
         "amount_credited"), 0,
    )  # fmt: skip
    at, ids = now() - age, [uuid7() for _ in range(number)]
    async with shop.db() as db:
        for id in ids:
            db.add(
                Invoice(
                    id=id,
                    stripe_id=f"in_{id.hex}",
                    status="paid",
                    currency="eur",
                    disputed=False,
                    created_at=at,
                    issued_at=at,
                    period_start=at,
                    period_end=at,
                    paid_at=at,
                    paid_by="card",
                    **zero,
                )
            )
    return ids


async def left(shop: Shop) -> int:
    async with shop.db() as db:
        return await db.scalar(select(func.count(Invoice.id))) or 0


async def bookkeeping(shop: Shop) -> Step:
    async with shop.db() as db:
        found = (await in_force.of_merchant(db, now())).steps()
    return next(one for one in found if one.rule.name == "merchant.bookkeeping")


async def test_what_is_announced_goes_the_night_after(world: World, clock: Clock) -> None:
    shop = await world.shop()
    await invoices(shop, 2, TEN_YEARS - timedelta(days=3))
    await invoices(shop, 1, timedelta(days=3))
    for expected in (3, 3, 3, 1):
        await night(shop)
        assert await left(shop) == expected
        clock(timedelta(days=1))
    async with shop.db() as db:
        query = select(AuditEvent.facts).where(AuditEvent.action == "retention.cleared")
        facts = (await db.scalars(query)).all()
    assert {"rule": "merchant.bookkeeping", "table": "invoices", "rows": 2} in facts


async def test_nothing_goes_that_was_not_announced(world: World, clock: Clock) -> None:
    shop = await world.shop()
    await invoices(shop, 5, TEN_YEARS + timedelta(days=30))
    await night(shop)
    assert await left(shop) == 5
    clock(timedelta(days=1))
    await night(shop)
    assert await left(shop) == 0


async def test_a_second_run_changes_nothing(world: World, clock: Clock) -> None:
    shop = await world.shop()
    await invoices(shop, 3, TEN_YEARS + timedelta(days=30))
    await nights(shop, clock, 2)
    step = await bookkeeping(shop)
    async with shop.db() as db:
        assert await clear.batch(db, step, now()) == 0


async def test_stops_at_three_times_the_forecast(world: World, clock: Clock) -> None:
    """A period that became shorter by mistake, a clock that went wrong: nothing goes."""
    shop = await world.shop()
    await invoices(shop, 2, TEN_YEARS - timedelta(hours=12))
    await night(shop)
    await invoices(shop, 4, TEN_YEARS + timedelta(days=1))
    clock(timedelta(days=1))
    await night(shop)
    assert await left(shop) == 6
    async with shop.db() as db:
        query = select(RetentionStop).where(RetentionStop.rule == "merchant.bookkeeping")
        stop = (await db.scalars(query)).one()
        assert (stop.table_name, stop.announced, stop.found) == ("invoices", 2, 6)
    # It stays so, although by now it is announced.
    clock(timedelta(days=1))
    await night(shop)
    assert await left(shop) == 6
    # Nor is it stopped a second time, however much is over by now.
    await invoices(shop, 40, TEN_YEARS + timedelta(days=1))
    step = await bookkeeping(shop)
    async with shop.db() as db:
        assert not await may_go(db, step)
    clock(timedelta(days=1))
    await night(shop)
    async with shop.db() as db:
        await db.execute(update(RetentionStop).values(released_at=now()))
    clock(timedelta(days=1))
    await night(shop)
    assert await left(shop) == 0


async def test_a_held_row_stays_until_the_hold_ends(world: World, clock: Clock) -> None:
    shop = await world.shop()
    held, _ = await invoices(shop, 2, TEN_YEARS + timedelta(days=1))
    async with shop.db() as db:
        db.add(
            LegalHold(
                table_name="invoices", row_id=held, reason="claim", until=now() + timedelta(days=5)
            )
        )
    await nights(shop, clock, 3)
    async with shop.db() as db:
        assert (await db.scalars(select(Invoice.id))).all() == [held]
    await nights(shop, clock, 4)
    assert await left(shop) == 0


async def test_a_hold_is_asked_for_by_the_deleting_statement(world: World) -> None:
    """Placed after the rows were chosen and before they go, it still holds."""
    shop = await world.shop()
    (only,) = await invoices(shop, 1, TEN_YEARS + timedelta(days=1))
    step = await bookkeeping(shop)
    until = now() + timedelta(days=5)
    async with shop.db() as db:
        db.add(LegalHold(table_name="invoices", row_id=only, reason="claim", until=until))
    async with shop.db() as db:
        assert await clear.batch(db, step, now()) == 0
    async with shop.db() as db:
        await db.execute(update(LegalHold).values(lifted_at=now()))
        assert await clear.batch(db, step, now()) == 1


async def test_holds_and_rows_of_others_do_not_count(world: World) -> None:
    shop, other = await world.shop(), await world.shop()
    (only,) = await invoices(shop, 1, TEN_YEARS + timedelta(days=1))
    await invoices(other, 1, TEN_YEARS + timedelta(days=1))
    until = now() + timedelta(days=5)
    async with other.db() as db:
        db.add(LegalHold(table_name="invoices", row_id=only, reason="claim", until=until))
    async with shop.db() as db:
        db.add(LegalHold(table_name="customers", row_id=only, reason="claim", until=until))
    step = await bookkeeping(shop)
    async with shop.db() as db:
        assert await clear.batch(db, step, now()) == 1
    assert await left(other) == 1


async def test_batches(world: World) -> None:
    shop = await world.shop()
    await invoices(shop, 5, TEN_YEARS + timedelta(days=1))
    step = await bookkeeping(shop)
    async with shop.db() as db:
        assert [await clear.batch(db, step, now(), most=2) for _ in range(4)] == [2, 2, 1, 0]


async def test_forecasts_are_for_the_next_seven_days(world: World, clock: Clock) -> None:
    shop = await world.shop()
    await invoices(shop, 1, TEN_YEARS - timedelta(days=3))
    await nights(shop, clock, 2)
    async with shop.db() as db:
        query = select(RetentionForecast).where(
            RetentionForecast.table_name == "invoices",
            RetentionForecast.rule == "merchant.bookkeeping",
        )
        found = (await db.scalars(query.order_by(RetentionForecast.day))).all()
    step = await bookkeeping(shop)
    today = (now() - timedelta(days=1)).astimezone(step.zone).date()
    assert [(one.day - today).days for one in found] == [0, 1, 2, 3, 4, 5, 6, 7]
    assert [one.rows for one in found][-1] == 1
    assert sorted(one.rows for one in found) == [one.rows for one in found]
