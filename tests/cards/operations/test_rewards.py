"""The rewards catalogue: stock, limits, validity, and many who want the last one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from api.core.clock import now
from tests.cards.counter import Counter, at, done, refused, sound
from tests.programs.test_programs import change
from tests.world import GivenCard, GivenProgram, Shop, World

Clock = Callable[[timedelta], None]
PARIS = ZoneInfo("Europe/Paris")


async def shown(shop: Shop, program: GivenProgram) -> list[dict[str, Any]]:
    found = done(await (await shop.client()).get(f"/v1/programs/{program.id}"), 200)
    return list(found["rewards"])


async def left(shop: Shop, program: GivenProgram) -> int | None:
    units: int | None = (await shown(shop, program))[0]["stock_left"]
    return units


async def test_what_a_reward_is(world: World) -> None:
    shop = await world.shop()
    full = {
        "name": "Théière", "cost": 80, "description": "Fonte,\nun litre", "stock": 5,
        "limit_per_customer": 1, "valid_from": "2026-01-01", "valid_until": "2031-12-31",
        "value": 4900,
    }  # fmt: skip
    program = await shop.program(rewards=[full], kind="points")
    (reward,) = await shown(shop, program)
    assert reward == full | {"id": str(program.rewards[0]), "stock_left": 5, "active": True}
    card = await shop.card(program)
    (of_card,) = (await (await at(shop)).read(card))["program"]["rewards"]
    # Its worth and how many there are is the merchant's own business.
    assert of_card == {
        "id": reward["id"], "name": "Théière", "cost": 80, "description": "Fonte,\nun litre",
        "limit_per_customer": 1, "valid_from": "2026-01-01", "valid_until": "2031-12-31",
        "in_stock": True,
    }  # fmt: skip
    client = await shop.client()
    backwards = {"name": "x", "cost": 1, "valid_from": "2026-02-02", "valid_until": "2026-02-01"}
    refused(await change(client, program, {"rewards": [backwards]}), 422, "VALIDATION")


async def test_the_stock_goes_down_and_comes_back(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    program = await shop.program(rewards=[{"cost": 1, "stock": 2, "value": 350}])
    card = await shop.stamped(program, 5)
    first = done(await counter.redeem(card, program.rewards[0]))
    assert first["value"] == 350
    assert await left(shop, program) == 1
    done(await counter.redeem(card, program.rewards[0]))
    refused(await counter.redeem(card, program.rewards[0]), 409, "REWARD_OUT_OF_STOCK")
    assert not (await counter.read(card))["program"]["rewards"][0]["in_stock"]
    done(await counter.reverse(card, first["id"]))
    assert await left(shop, program) == 1
    done(await counter.redeem(card, program.rewards[0]))
    assert (await left(shop, program), await sound(shop, card)) == (0, 3)


async def test_a_repeated_redemption_takes_one(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    program = await shop.program(rewards=[{"cost": 1, "stock": 9}])
    card = await shop.stamped(program, 5)
    for _ in range(3):
        done(await counter.redeem(card, program.rewards[0], key="one-and-the-same"))
    both = await asyncio.gather(
        *(counter.redeem(card, program.rewards[0], key="another-gesture") for _ in range(5))
    )
    assert {answer.status_code for answer in both} == {201}
    assert (await left(shop, program), await sound(shop, card)) == (7, 3)


async def test_many_want_the_last_three(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    program = await shop.program(rewards=[{"cost": 2, "stock": 3}])
    cards = [await shop.stamped(program, 2) for _ in range(10)]
    answers = await asyncio.gather(*(counter.redeem(card, program.rewards[0]) for card in cards))
    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [409] * 7
    for card, answer in zip(cards, answers, strict=True):
        if answer.status_code == 409:
            refused(answer, 409, "REWARD_OUT_OF_STOCK")
        assert await sound(shop, card) == (0 if answer.status_code == 201 else 2)
    assert await left(shop, program) == 0


async def test_sales_and_reversals_at_once_keep_count(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    program = await shop.program(rewards=[{"cost": 1, "stock": 4}], kind="points",
                                 per_amount={"units": 1, "per": 100})  # fmt: skip
    cards = [await shop.stamped(program, 3) for _ in range(4)]

    async def takes_and_returns(card: GivenCard) -> int:
        sold = done(await counter.sale(card, {"amount": 500, "reward_id": str(program.rewards[0])}))
        if card is cards[0]:
            return 1
        done(await counter.reverse(card, sold["entries"][0]["id"]))
        return 0

    kept = sum(await asyncio.gather(*(takes_and_returns(card) for card in cards)))
    assert await left(shop, program) == 4 - kept == 3
    assert [await sound(shop, card) for card in cards] == [7, 8, 8, 8]


async def test_changing_the_stock(world: World) -> None:
    shop = await world.shop()
    client, counter = await shop.client(), await at(shop)
    program = await shop.program(rewards=[{"cost": 1, "stock": 3}])
    card = await shop.stamped(program, 9)
    done(await counter.redeem(card, program.rewards[0]))
    reward = {"id": str(program.rewards[0]), "name": "Récompense", "cost": 1}

    async def restock(stock: int | None) -> dict[str, Any]:
        body = {"rewards": [reward | {"stock": stock}]}
        return done(await change(client, program, body), 200)

    for stock, remains in ((10, 9), (1, 0), (0, 0), (2, 1)):
        changed = await restock(stock)
        assert changed["rewards"][0]["stock_left"] == remains
        assert changed["revision"] == 1, "the stock is no rule"
    await restock(None)
    endless = done(await counter.redeem(card, program.rewards[0]))
    assert (await restock(5))["rewards"][0]["stock_left"] == 5
    # Not of this stock: taking it back adds nothing to it.
    done(await counter.reverse(card, endless["id"]))
    assert await left(shop, program) == 5


async def test_a_limit_per_customer_over_all_of_ones_cards(world: World) -> None:
    shop = await world.shop()
    client, counter = await shop.client(), await at(shop)
    program = await shop.program(rewards=[{"cost": 1, "limit_per_customer": 2}])
    card = await shop.stamped(program, 9)
    first = done(await counter.redeem(card, program.rewards[0]))
    done(await counter.redeem(card, program.rewards[0]))
    over = refused(await counter.redeem(card, program.rewards[0]), 409, "REWARD_LIMIT_REACHED")
    assert over["limit"] == 2
    done(await counter.reverse(card, first["id"]))
    done(await counter.redeem(card, program.rewards[0]))
    done(await client.post(f"{card.path}/closure", json={"reason": "Perdue"}), 200)
    second = await shop.card(program, customer_id=card.customer_id)
    done(await counter.adjust(second, 5))
    refused(await counter.redeem(second, program.rewards[0]), 409, "REWARD_LIMIT_REACHED")
    somebody = await shop.stamped(program, 2)
    done(await counter.redeem(somebody, program.rewards[0]))
    anonymous = await shop.card(program, anonymous=True)
    done(await counter.adjust(anonymous, 5))
    for code in (201, 201, 409):
        assert (await counter.redeem(anonymous, program.rewards[0])).status_code == code


async def test_one_customer_asks_five_times_at_once(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    program = await shop.program(rewards=[{"cost": 1, "limit_per_customer": 1, "stock": 5}])
    card = await shop.stamped(program, 9)
    answers = await asyncio.gather(*(counter.redeem(card, program.rewards[0]) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 4
    assert (await left(shop, program), await sound(shop, card)) == (4, 8)


async def test_the_days_of_a_reward_are_the_shops(world: World, clock: Clock) -> None:
    shop = await world.shop()
    counter = await at(shop)
    tomorrow = (now().astimezone(PARIS) + timedelta(days=1)).date()
    days = {"valid_from": tomorrow.isoformat(), "valid_until": tomorrow.isoformat()}
    program = await shop.program(rewards=[{"cost": 1, **days}])
    card = await shop.stamped(program, 5)
    early = refused(await counter.redeem(card, program.rewards[0]), 409, "REWARD_NOT_VALID_NOW")
    assert early["valid_from"] == tomorrow.isoformat()
    midnight = (now().astimezone(PARIS) + timedelta(days=1)).replace(hour=0, minute=0, second=1)
    clock(midnight - now())
    done(await counter.redeem(card, program.rewards[0]))
    clock(timedelta(days=1))
    refused(await counter.redeem(card, program.rewards[0]), 409, "REWARD_NOT_VALID_NOW")


async def test_what_can_be_redeemed_and_why_not(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    program = await shop.program(
        kind="points",
        rewards=[
            {"name": "Libre", "cost": 2},
            {"name": "Épuisé", "cost": 3, "stock": 0},
            {"name": "Une fois", "cost": 4, "limit_per_customer": 1},
            {"name": "Passé", "cost": 5, "valid_until": "2026-01-01"},
            {"name": "Cher", "cost": 50},
        ],
    )
    card = await shop.stamped(program, 20)
    done(await counter.redeem(card, program.rewards[2]))
    offered = (await counter.preview(card))["redeemable"]
    assert [
        (
            one["name"],
            one["affordable"],
            one["available"],
            one["refusal"] and one["refusal"]["code"],
        )
        for one in offered
    ] == [
        ("Libre", True, True, None),
        ("Épuisé", True, False, "REWARD_OUT_OF_STOCK"),
        ("Une fois", True, False, "REWARD_LIMIT_REACHED"),
        ("Passé", True, False, "REWARD_NOT_VALID_NOW"),
        ("Cher", False, False, "NOT_ENOUGH_UNITS"),
    ]
    for reward, one in zip(program.rewards, offered, strict=True):
        answer = await Counter(counter.client).redeem(card, reward)
        assert (answer.status_code == 201) is one["available"], one["name"]
