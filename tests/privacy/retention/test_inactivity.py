"""Silence, notices, and the erasure after them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from api.accounts.models import LastSignIn, User
from api.core import jobs, worker
from api.core.clock import now
from api.customers.models import Customer
from api.privacy.erasure.models import Erasure, UserErasure
from api.privacy.holds.models import LegalHold
from api.privacy.retention.models import RetentionNotice, UserNotice
from api.privacy.retention.period import Period
from tests.accounts.people import mailbox
from tests.privacy.retention.world import Clock, nights, nights_after, years_before
from tests.world import Shop, World, key

pytestmark = pytest.mark.xdist_group("jobs")


def three_years_but(days: float) -> datetime:
    """When the last act was, so that three years are over in some days."""
    return years_before(now() + timedelta(days=days), 3)


async def customer(shop: Shop, days: float, **fields: str) -> UUID:
    async with shop.db() as db:
        row = Customer(
            source="desk", first_name="Ada", last_active_at=three_years_but(days), **fields
        )
        db.add(row)
        await db.flush()
        return row.id


async def noticed(shop: Shop) -> list[tuple[int, str, bool]]:
    async with shop.db() as db:
        rows = await db.scalars(select(RetentionNotice).order_by(RetentionNotice.id))
        return [(one.days, one.how, one.sent_at is not None) for one in rows]


async def being_erased(shop: Shop) -> list[UUID]:
    async with shop.db() as db:
        return list(await db.scalars(select(Erasure.customer_id)))


async def test_told_twice_then_erased(world: World, clock: Clock) -> None:
    shop, address = await world.shop(), "ada.silent@example.org"
    ada = await customer(shop, 33, email=address)
    await nights(shop, clock, 2)
    assert await noticed(shop) == []
    await nights(shop, clock, 3)
    assert await noticed(shop) == [(30, "mail", True)]
    (mail,) = await mailbox(world, address)
    assert shop.slug not in mail["Subject"]
    await nights_after(shop, clock, 18, 2)
    assert len(await noticed(shop)) == 1
    await nights_after(shop, clock, 1, 4)
    assert await noticed(shop) == [(30, "mail", True), (7, "mail", True)]
    assert await being_erased(shop) == []
    await nights_after(shop, clock, 3, 5)
    assert await being_erased(shop) == [ada]
    async with shop.db() as db:
        assert await db.scalar(select(Customer.id).where(Customer.id == ada)) is None


async def test_an_own_act_makes_notices_void(world: World, clock: Clock) -> None:
    shop = await world.shop()
    program = await shop.program(10)
    card = await shop.card(program)
    async with shop.db() as db:
        await db.execute(
            update(Customer).values(last_active_at=three_years_but(20), email="x@example.org")
        )
    await nights(shop, clock, 1)
    await nights_after(shop, clock, 23, 6)
    assert len(await noticed(shop)) == 2
    client = await shop.client()
    earned = await client.post(f"{card.path}/earnings", json={"units": 1}, headers=key())
    assert earned.status_code == 201, earned.text
    await nights(shop, clock, 4)
    assert await being_erased(shop) == []


async def test_a_members_edit_is_no_act(world: World) -> None:
    shop = await world.shop()
    ada = await customer(shop, 5)
    client = await shop.client()
    read = await client.get(f"/v1/customers/{ada}")
    changed = await client.patch(
        f"/v1/customers/{ada}", json={"notes": "n"}, headers={"If-Match": read.headers["ETag"]}
    )
    assert changed.status_code == 200, changed.text
    assert changed.json()["last_active_at"] == read.json()["last_active_at"]


async def test_nobody_goes_untold(world: World, clock: Clock) -> None:
    """The service stood still, or the period was made shorter: the thirty days are kept."""
    shop = await world.shop()
    ada = await customer(shop, -100, email="late@example.org")
    await nights(shop, clock, 1)
    await nights_after(shop, clock, 21, 7)
    assert await noticed(shop) == [(30, "mail", True), (7, "mail", True)]
    assert await being_erased(shop) == []
    await nights(shop, clock, 3)
    assert await being_erased(shop) == [ada]


async def test_who_has_no_address_is_listed(world: World, clock: Clock) -> None:
    shop = await world.shop()
    ada = await customer(shop, 20)
    await nights(shop, clock, 1)
    assert await noticed(shop) == [(30, "unreachable", True)]
    client = await shop.client()
    listed = (await client.get("/v1/privacy/retention/unreachable")).json()["items"]
    assert [(one["customer_id"], one["name"]) for one in listed] == [(str(ada), "Ada")]
    await nights_after(shop, clock, 22, 2)
    await nights_after(shop, clock, 5, 4)
    assert await being_erased(shop) == [ada]


async def test_held_and_restricted_persons_stay(world: World, clock: Clock) -> None:
    shop = await world.shop()
    held, restricted, gone = [await customer(shop, -1) for _ in range(3)]
    until = now() + timedelta(days=400)
    async with shop.db() as db:
        db.add(LegalHold(table_name="customers", row_id=held, reason="claim", until=until))
        await db.execute(
            update(Customer).where(Customer.id == restricted).values(restricted_at=now())
        )
    await nights(shop, clock, 1)
    await nights_after(shop, clock, 22, 2)
    await nights_after(shop, clock, 6, 3)
    assert await being_erased(shop) == [gone]


async def test_a_merged_customer_goes_with_the_other(world: World, clock: Clock) -> None:
    shop = await world.shop()
    old, kept = await customer(shop, -1), await customer(shop, 400)
    async with shop.db() as db:
        await db.execute(update(Customer).where(Customer.id == old).values(merged_into=kept))
    await nights(shop, clock, 3)
    assert await noticed(shop) == []


async def silent(world: World, clock: Clock, number: int) -> None:
    for _ in range(number):
        async with world.database.session() as db:
            await jobs.enqueue(db, "retention.silent_accounts")
        await worker.drain(world.database, world.settings)
        clock(timedelta(days=1))


async def test_silent_accounts_are_told_and_erased_unless_sole_owners(
    world: World, clock: Clock
) -> None:
    shop = await world.shop()
    people = {role: shop.team[role].user_id for role in ("owner", "manager", "cashier")}
    async with world.database.session() as db:
        for user_id in people.values():
            db.add(LastSignIn(user_id=user_id, at=three_years_but(3)))
    await silent(world, clock, 1)
    clock(timedelta(days=22))
    await silent(world, clock, 3)
    async with world.database.session() as db:
        await db.execute(
            update(LastSignIn).where(LastSignIn.user_id == people["cashier"]).values(at=now())
        )
        query = select(UserNotice.user_id, UserNotice.days).where(
            UserNotice.user_id.in_(people.values())
        )
        told = sorted((row.user_id, row.days) for row in await db.execute(query))
    expected = [(people[role], days) for role in ("manager", "cashier") for days in (7, 30)]
    assert told == sorted(expected)
    clock(timedelta(days=5))
    await silent(world, clock, 2)
    async with world.database.session() as db:
        gone = select(UserErasure.user_id).where(UserErasure.user_id.in_(people.values()))
        assert list(await db.scalars(gone)) == [people["manager"]]
        left = await db.scalars(select(User.id).where(User.id.in_(people.values())))
        assert sorted(left) == sorted([people["owner"], people["cashier"]])


def test_three_years() -> None:
    start = datetime(2023, 11, 22, tzinfo=UTC)
    assert str(Period.parse("P36M")) == "P3Y"
    assert (datetime(2026, 11, 22, tzinfo=UTC) - start).days == 1096
