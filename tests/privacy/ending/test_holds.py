"""What a legal hold keeps outlives the contract; and after a restored backup a merchant that had
gone goes again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from uuid_utils.compat import uuid7

from api.accounts.models import Merchant
from api.cards.models import Card, Entry
from api.core.audit import SYSTEM
from api.core.clock import now
from api.core.personal import Subject
from api.customers.models import Customer
from api.privacy.ending import again, course, purging
from api.privacy.ending.fates import End, Fate, fates
from api.privacy.ending.models import ContractEnd
from api.privacy.erasure.models import ErasureMark
from api.privacy.erasure.outside import Line
from api.privacy.holds import keeping
from tests.cards.counter import Counter, done
from tests.privacy.ending.shops import look
from tests.world import Shop, World

Clock = Callable[[timedelta], None]


async def closed(shop: Shop) -> None:
    async with shop.db() as db:
        await course.end(db, SYSTEM, "operator")


async def count(shop: Shop) -> tuple[int, int, int]:
    async with shop.db() as db:
        customers, cards, entries = [
            (await db.execute(select(func.count()).select_from(model))).scalar_one()
            for model in (Customer, Card, Entry)
        ]
        return customers, cards, entries


async def test_what_is_held_stays_until_the_hold_ends(world: World, clock: Clock) -> None:
    shop = await world.shop()
    program = await shop.program(10)
    cards = [await shop.card(program) for _ in range(2)]
    counter = Counter(await shop.client())
    for card in cards:
        done(await counter.earn(card))
    customer = cards[0].customer_id
    assert customer
    async with shop.db() as db:
        until = now() + timedelta(days=60)
        await keeping.place(db, SYSTEM, "customers", customer, "claim", until)
    await closed(shop)
    clock(timedelta(days=31))
    await look(shop)
    async with shop.db() as db:
        end = (await db.scalars(select(ContractEnd))).one()
        assert (end.state, end.finished_at) == ("held", None)
        assert end.remains["customers"]["because"] == "a legal hold"
        assert end.remains["customers"]["until"] == until.date().isoformat()
        assert await db.get(Customer, (shop.id, customer))
    assert await count(shop) == (1, 1, 1)
    clock(timedelta(days=30))
    await look(shop)
    assert await count(shop) == (0, 0, 0)
    async with shop.db() as db:
        assert (await db.scalars(select(ContractEnd.state))).one() == "done"


async def test_after_a_restored_backup_it_goes_again(world: World) -> None:
    """The backup is older than the contract's end."""
    shop = await world.shop()
    card = await shop.card(await shop.program(10))
    done(await Counter(await shop.client()).earn(card))
    line = Line(uuid7(), Subject.MERCHANT.value, shop.id, (shop.id,), now())
    await again.again(world.database, world.settings, line)
    assert await count(shop) == (0, 0, 0)
    async with shop.db() as db:
        end = (await db.scalars(select(ContractEnd))).one()
        merchant = await db.get_one(Merchant, shop.id)
        mark = await db.get_one(ErasureMark, end.id)
    assert (end.state, end.cause) == ("done", "replay")
    assert merchant.purged_at
    assert mark.finished_at
    async with world.database.session() as db:
        assert (await db.get_one(ErasureMark, line.erasure)).finished_at
    await again.again(
        world.database, world.settings, Line(uuid7(), "merchant", uuid7(), (uuid7(),), now())
    )


async def test_the_database_itself_lets_nothing_go_before(world: World) -> None:
    shop = await world.shop()
    await shop.card(await shop.program(10))
    await closed(shop)
    for end in fates():
        if end.fate is Fate.GOES and end.names_merchant:
            with pytest.raises(DBAPIError, match="the contract goes on"):
                await _try(shop, end)
    assert await count(shop) == (1, 1, 0)


async def _try(shop: Shop, end: End) -> None:
    async with shop.db() as db:
        await purging._batch(db, end, [])


def test_what_stays_says_why_and_holds_no_customers() -> None:
    staying = [end for end in fates() if end.fate is not Fate.GOES]
    assert all(end.because for end in staying)
    assert [end.table for end in staying if end.fate is Fate.BOOKS] == ["invoices"]
    assert {end.table for end in staying if end.emptied or end.replaced} == {"merchants"}
    assert len(fates()) - len(staying) > 60
