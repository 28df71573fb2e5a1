"""Many at one card: nothing is lost, nothing doubled."""

from __future__ import annotations

import asyncio

from sqlalchemy import select

from api.cards.models import Card, Entry
from tests.cards.counter import at, done, refused, sound
from tests.world import World

TIMES = 50


async def test_fifty_stamps_at_once(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    card = await shop.card(await shop.program())
    answers = await asyncio.gather(*(counter.earn(card) for _ in range(TIMES)))
    entries = [done(answer) for answer in answers]
    assert sorted(entry["seq"] for entry in entries) == list(range(1, TIMES + 1))
    assert {entry["balance"] for entry in entries} == set(range(1, TIMES + 1))
    assert await sound(shop, card) == TIMES


async def test_fifty_stamps_at_once_within_a_cap(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    card = await shop.card(await shop.program(daily_cap=7))
    answers = await asyncio.gather(*(counter.earn(card) for _ in range(TIMES)))
    assert sorted(answer.status_code for answer in answers) == [201] * 7 + [409] * (TIMES - 7)
    assert await sound(shop, card) == 7


async def test_a_double_tap_stamps_once(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    card = await shop.card(await shop.program(cooldown_minutes=1))
    answers = await asyncio.gather(*(counter.earn(card) for _ in range(10)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 9
    assert await sound(shop, card) == 1


async def test_one_reward_is_redeemed_once(world: World) -> None:
    shop = await world.shop()
    program = await shop.program(10)
    counter = await at(shop)
    card = await shop.stamped(program, 19)
    answers = await asyncio.gather(*(counter.redeem(card, program.rewards[0]) for _ in range(10)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 9
    for answer in answers:
        if answer.status_code == 409:
            refused(answer, 409, "NOT_ENOUGH_UNITS")
    assert await sound(shop, card) == 9


async def test_one_entry_is_taken_back_once(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    card = await shop.stamped(await shop.program(), 5)
    stamp = done(await counter.earn(card, units=2))
    answers = await asyncio.gather(*(counter.reverse(card, stamp["id"]) for _ in range(10)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 9
    assert await sound(shop, card) == 5


async def test_redeeming_and_taking_back_the_same_units(world: World) -> None:
    """Either the units are spent or they are gone, never both."""
    shop = await world.shop()
    program = await shop.program(3)
    counter = await at(shop)
    for _ in range(5):
        card = await shop.card(program)
        stamp = done(await counter.earn(card, units=3))
        spent, back = await asyncio.gather(
            counter.redeem(card, program.rewards[0]), counter.reverse(card, stamp["id"])
        )
        assert sorted([spent.status_code, back.status_code]) == [201, 409]
        assert await sound(shop, card) == 0


async def test_everything_at_once(world: World) -> None:
    shop = await world.shop()
    program = await shop.program(4)
    counter = await at(shop)
    owner = await shop.client()
    card = await shop.stamped(program, 10)
    answers = await asyncio.gather(
        *(counter.earn(card, units=2) for _ in range(10)),
        *(counter.redeem(card, program.rewards[0]) for _ in range(10)),
        *(counter.adjust(card, delta) for delta in (5, -3, 1, -1) * 2),
        owner.post(f"{card.path}/page-links"),
        owner.get(f"{card.path}/ledger/verification"),
    )
    assert {answer.status_code for answer in answers} <= {200, 201, 409}
    async with shop.db() as db:
        deltas = await db.scalars(select(Entry.delta).where(Entry.card_id == card.id))
        total = sum(deltas)
    assert await sound(shop, card) == total


async def test_closing_while_stamping(world: World) -> None:
    """Nothing comes after the closure."""
    shop = await world.shop()
    counter, owner = await at(shop), await shop.client()
    card = await shop.card(await shop.program())
    *answers, closed = await asyncio.gather(
        *(counter.earn(card) for _ in range(10)),
        owner.post(f"{card.path}/closure", json={"reason": "fermée"}),
    )
    done(closed, 200)
    stamped = sum(answer.status_code == 201 for answer in answers)
    assert await sound(shop, card) == stamped
    async with shop.db() as db:
        row = await db.get_one(Card, (shop.id, card.id))
    assert (row.status, row.seq) == ("closed", stamped)
