"""Sales: amounts in, units out, with or without a redemption, once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from api.accounts.models import Location
from api.cards.models import Card
from api.core.clock import now
from api.customers.models import Customer
from tests.cards.counter import at, done, refused, sound
from tests.world import GivenCard, Shop, World, key

Clock = Callable[[timedelta], None]
PARIS = ZoneInfo("Europe/Paris")
PER_EURO = {"units": 1, "per": 100}


def breakdown(entry: dict[str, Any]) -> list[tuple[str, int]]:
    return [(line["rule"], line["units"]) for line in entry["breakdown"]]


async def points(shop: Shop, *costs: int, **rules: Any) -> tuple[Any, GivenCard]:
    program = await shop.program(*(costs or (100,)), kind="points", per_amount=PER_EURO, **rules)
    return program, await shop.card(program)


async def test_points_for_an_amount(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop, "cashier")
    _, card = await points(shop)
    sold = done(await counter.sale(card, {"amount": 2450, "receipt": "T-1"}))
    (entry,) = sold["entries"]
    assert (entry["kind"], entry["delta"], entry["amount"]) == ("earn", 24, 2450)
    assert (entry["receipt"], breakdown(entry)) == ("T-1", [("amount", 24)])
    assert (sold["card_balance"], sold["refusals"]) == (24, [])
    assert (await counter.entries(card))[-1] == entry
    assert await sound(shop, card) == 24


async def test_the_simple_earning_takes_a_sale_too(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    _, card = await points(shop, items=[{"sku": "MIEL", "name": "Miel", "units": 15}])
    body = {"amount": 1000, "items": [{"sku": "MIEL", "quantity": 2}]}
    entry = done(await counter._post(card, "earnings", body, None))
    assert breakdown(entry) == [("amount", 10), ("item", 30)]
    assert done(await counter.earn(card, units=7))["delta"] == 7
    refused(await counter.earn(card), 409, "NOTHING_TO_EARN")


@pytest.mark.parametrize("kind", ["discount", "reward", "tip", "gift_card"])
async def test_what_never_earns(world: World, kind: str) -> None:
    shop = await world.shop()
    counter = await at(shop)
    _, card = await points(shop)
    excluded = [{"kind": kind, "amount": 900}, {"kind": "tip", "amount": 100}]
    (entry,) = done(await counter.sale(card, {"amount": 5000, "excluded": excluded}))["entries"]
    assert (entry["delta"], entry["amount"]) == (40, 4000)
    all_of_it = [{"kind": kind, "amount": 9999}]
    refused(
        await counter.sale(card, {"amount": 5000, "excluded": all_of_it}), 409, "NOTHING_TO_EARN"
    )


async def test_what_was_spent_is_noted_and_taken_back(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    _, card = await points(shop)
    done(await counter.sale(card, {"amount": 1500}))
    (second,) = done(await counter.sale(card, {"amount": 700}))["entries"]
    done(await counter.reverse(card, second["id"]))
    async with shop.db() as db:
        customer = await db.get_one(Customer, (shop.id, card.customer_id))
        assert (customer.spent, customer.visits) == (1500, 1)


async def test_the_hour_of_a_bonus_is_the_shops(world: World, clock: Clock) -> None:
    """On Tuesday from nine in the shop's morning, wherever the server stands."""
    happy = {"id": "m", "name": "Mardi", "when": {"weekdays": [2], "from": "09:00"}, "percent": 200}
    for zone in ("Pacific/Auckland", "America/Los_Angeles"):
        shop = await world.shop(time_zone=zone)
        counter = await at(shop)
        _, card = await points(shop, bonuses=[happy])
        there = now().astimezone(ZoneInfo(zone))
        tuesday = there + timedelta(days=(1 - there.weekday()) % 7 + 7)
        clock(tuesday.replace(hour=8, minute=59) - now())
        early = done(await counter.sale(card, {"amount": 1000}))["entries"][0]
        clock(timedelta(minutes=2))
        late = done(await counter.sale(card, {"amount": 1000}))["entries"][0]
        assert (early["delta"], late["delta"]) == (10, 20)
        assert late["breakdown"][1]["name"] == "Mardi"


async def test_the_birthday_month(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    gift = {"name": "Anniversaire", "when": {"birthday_month": True}, "units": 30}
    program, _ = await points(shop, bonuses=[gift])
    month = now().astimezone(PARIS).month
    for birth_month, units in ((month, 40), (month % 12 + 1, 10), (None, 10)):
        card = await shop.card(program)
        async with shop.db() as db:
            await db.execute(
                update(Customer)
                .where(Customer.id == card.customer_id)
                .values(birth_month=birth_month, birth_day=birth_month and 3)
            )
        entry = done(await counter.sale(card, {"amount": 1000}))["entries"][0]
        assert entry["delta"] == units, birth_month
    anonymous = await shop.card(program, anonymous=True)
    assert done(await counter.sale(anonymous, {"amount": 1000}))["card_balance"] == 10


async def test_the_first_visit_is_first_again_when_taken_back(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    _, card = await points(shop, bonuses=[{"name": "x", "when": {"first_visit": True}, "units": 5}])
    (first,) = done(await counter.sale(card, {"amount": 1000}))["entries"]
    assert done(await counter.sale(card, {"amount": 1000}))["entries"][0]["delta"] == 10
    assert first["delta"] == 15
    _, other = await points(
        shop, bonuses=[{"name": "x", "when": {"first_visit": True}, "units": 5}]
    )
    (mistaken,) = done(await counter.sale(other, {"amount": 1000}))["entries"]
    done(await counter.reverse(other, mistaken["id"]))
    assert done(await counter.sale(other, {"amount": 1000}))["entries"][0]["delta"] == 15


async def test_the_months_cap_is_of_the_shops_calendar(world: World, clock: Clock) -> None:
    shop = await world.shop()
    counter = await at(shop)
    _, card = await points(shop, monthly_cap=50)
    there = now().astimezone(PARIS)
    first = (there.replace(day=1) + timedelta(days=32)).replace(day=1, hour=0, minute=0, second=0)
    clock(first - timedelta(minutes=10) - now())
    assert done(await counter.sale(card, {"amount": 3000}))["card_balance"] == 30
    (cut,) = done(await counter.sale(card, {"amount": 3000}))["entries"]
    assert breakdown(cut) == [("amount", 30), ("cap", -10)]
    full = refused(await counter.sale(card, {"amount": 3000}), 409, "MONTHLY_CAP")
    assert (full["cap"], full["earned"]) == (50, 50)
    clock(timedelta(minutes=11))
    assert done(await counter.sale(card, {"amount": 3000}))["card_balance"] == 80
    # What was taken back counts no more; a late replay counts in its own month.
    done(await counter.reverse(card, cut["id"]))
    late = {"amount": 3000, "occurred_at": (first - timedelta(minutes=5)).isoformat()}
    assert done(await counter.sale(card, late))["entries"][0]["delta"] == 20
    assert await sound(shop, card) == 80


async def test_a_sale_with_a_reward(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    program, card = await points(shop, 30)
    done(await counter.sale(card, {"amount": 3500}))
    body = {"amount": 1200, "reward_id": str(program.rewards[0]), "receipt": "T-2"}
    sold = done(await counter.sale(card, body))
    assert [(one["kind"], one["delta"]) for one in sold["entries"]] == [
        ("redeem", -30), ("earn", 12),
    ]  # fmt: skip
    assert {one["receipt"] for one in sold["entries"]} == {"T-2"}
    assert (sold["card_balance"], sold["refusals"]) == (17, [])
    assert await sound(shop, card) == 17
    # What this sale would earn does not pay for its reward.
    refused(await counter.sale(card, body | {"amount": 9000}), 409, "NOT_ENOUGH_UNITS")
    assert await sound(shop, card) == 17


async def test_units_for_a_discount_which_does_not_earn(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    _, card = await points(shop, redeem_value={"units": 10, "value": 100}, redeem_minimum=20)
    done(await counter.sale(card, {"amount": 6000}))
    sold = done(await counter.sale(card, {"amount": 2000, "redeem_units": 50}))
    redeemed, earned = sold["entries"]
    assert (redeemed["delta"], redeemed["value"], redeemed["reward"]) == (-50, 500, None)
    assert (earned["delta"], earned["amount"]) == (15, 1500)
    # The till has listed the discount itself: it is not taken off twice.
    listed = {"amount": 2000, "redeem_units": 20, "excluded": [{"kind": "reward", "amount": 200}]}
    assert done(await counter.sale(card, listed))["entries"][1]["amount"] == 1800
    refused(await counter.sale(card, {"redeem_units": 19, "units": 1}), 409, "BELOW_REDEEM_MINIMUM")
    alone = done(await counter._post(card, "redemptions", {"units": 20}, None))
    assert (alone["delta"], alone["value"]) == (-20, 200)
    short = refused(await counter._post(card, "redemptions", {"units": 500}, None), 409,
                    "NOT_ENOUGH_UNITS")  # fmt: skip
    assert short["cost"] == 500
    for body in ({}, {"units": 5, "reward_id": str(UUID(int=1))}):
        refused(await counter._post(card, "redemptions", body, None), 422, "VALIDATION")
    assert await sound(shop, card) == 60 - 50 + 15 - 20 + 18 - 20


async def test_no_discount_where_units_have_no_worth(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    _, card = await points(shop)
    done(await counter.sale(card, {"amount": 6000}))
    refused(
        await counter.sale(card, {"amount": 100, "redeem_units": 5}), 409, "NO_PARTIAL_REDEMPTION"
    )


async def test_units_are_not_given_for_less_than_a_cent(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    _, card = await points(shop, redeem_value={"units": 100, "value": 3})
    done(await counter.sale(card, {"amount": 6000}))
    few = await counter._post(card, "redemptions", {"units": 33}, None)
    assert refused(few, 409, "BELOW_REDEEM_MINIMUM")["minimum"] == 34
    assert done(await counter._post(card, "redemptions", {"units": 34}, None))["value"] == 1


async def test_a_redemption_goes_through_where_nothing_is_earned(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    program, card = await points(shop, 5, cooldown_minutes=30)
    done(await counter.sale(card, {"amount": 1000}))
    body = {"amount": 1000, "reward_id": str(program.rewards[0])}
    answer = await counter.sale(card, body, key="cooled-down-1")
    sold = done(answer)
    assert [one["kind"] for one in sold["entries"]] == ["redeem"]
    assert [(one["of"], one["code"]) for one in sold["refusals"]] == [("earning", "COOLDOWN")]
    assert sold["refusals"][0]["next_earn_at"]
    # Repeated when the cooldown is long over: the first answer all the same.
    again = await counter.sale(card, body, key="cooled-down-1")
    assert (again.content, again.headers["Idempotent-Replayed"]) == (answer.content, "true")
    refused(await counter.sale(card, {"amount": 1000}), 409, "COOLDOWN")
    assert await sound(shop, card) == 5


async def test_a_repeated_sale_gives_the_first_answer(world: World, clock: Clock) -> None:
    shop = await world.shop()
    counter = await at(shop)
    program, card = await points(shop, 5)
    done(await counter.sale(card, {"amount": 1000}))
    body = {"amount": 1000, "reward_id": str(program.rewards[0])}
    first = await counter.sale(card, body, key="a-sale-at-the-till")
    done(await counter.sale(card, {"amount": 100}))
    clock(timedelta(days=40))
    again = await counter.sale(card, body, key="a-sale-at-the-till")
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["Idempotent-Replayed"] == "true"
    other = await counter.sale(card, body | {"amount": 1100}, key="a-sale-at-the-till")
    refused(other, 422, "IDEMPOTENCY_KEY_REUSED")
    earning = await counter._post(card, "earnings", {"amount": 1000}, "a-sale-at-the-till")
    refused(earning, 422, "IDEMPOTENCY_KEY_REUSED")
    assert await sound(shop, card) == 16


async def test_the_same_sale_sent_ten_times_at_once(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    program, card = await points(shop, 5)
    done(await counter.sale(card, {"amount": 1000}))
    body = {"amount": 1000, "reward_id": str(program.rewards[0])}
    answers = await asyncio.gather(
        *(counter.sale(card, body, key="sent-ten-times") for _ in range(10))
    )
    assert {answer.content for answer in answers} == {answers[0].content}
    assert [answer.headers.get("Idempotent-Replayed") for answer in answers].count("true") == 9
    assert await sound(shop, card) == 15


async def test_two_sales_of_one_card_at_once(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    program, card = await points(shop, 10)
    done(await counter.sale(card, {"amount": 1500}))
    body = {"amount": 300, "reward_id": str(program.rewards[0])}
    answers = await asyncio.gather(*(counter.sale(card, body) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 5
    assert await sound(shop, card) == 8


async def test_where_it_is_valid(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    async with shop.db() as db:
        found = [Location(name=name) for name in ("Centre", "Gare", "Port")]
        db.add_all(found)
        await db.flush()
        places = [str(one.id) for one in found]
    program, card = await points(shop, 5, locations=[places[0], places[2]])
    sold = done(await counter.sale(card, {"amount": 2000, "location_id": places[0]}))
    assert sold["entries"][0]["location_id"] == places[0]
    for body in ({"location_id": places[1]}, {}):
        refused(await counter.sale(card, {"amount": 2000, **body}), 409, "NOT_HERE")
        wish = {"reward_id": str(program.rewards[0]), **body}
        refused(await counter._post(card, "redemptions", wish, None), 409, "NOT_HERE")
    unknown = {"amount": 2000, "location_id": str(UUID(int=5))}
    refused(await counter.sale(card, unknown), 422, "UNKNOWN_LOCATION")
    assert await sound(shop, card) == 20
    # Where there is one place only, nobody has to say so; whoever says another one is refused.
    only, other = await points(shop, 5, locations=[places[1]])
    sold = done(await counter.sale(other, {"amount": 2000}))
    had = done(await counter.redeem(other, only.rewards[0]))
    assert [sold["entries"][0]["location_id"], had["location_id"]] == [places[1]] * 2
    held = await counter.client.post(f"{other.path}/holds", json={"amount": 700}, headers=key())
    assert done(held)["location_id"] == places[1]
    away = {"amount": 2000, "location_id": places[0]}
    refused(await counter.sale(other, away), 409, "NOT_HERE")


async def test_an_older_request_without_the_new_fields_is_the_same_request(world: World) -> None:
    """What a client leaves out and what it says as its default are one request."""
    shop = await world.shop()
    counter = await at(shop)
    card = await shop.card(await shop.program())
    first = await counter._post(card, "earnings", {}, "plain-visit-1")
    full: dict[str, Any] = {
        "units": None,
        "amount": None,
        "excluded": [],
        "items": [],
        "receipt": None,
    }
    again = await counter._post(card, "earnings", full, "plain-visit-1")
    assert again.content == first.content


async def test_who_may_sell(world: World) -> None:
    shop = await world.shop()
    _, card = await points(shop)
    auditor = await at(shop, "auditor")
    refused(await auditor.sale(card, {"amount": 1000}), 403, "FORBIDDEN_SCOPE")
    assert (await auditor.preview(card, amount=1000))["units"] == 10
    async with shop.db() as db:
        assert (await db.get_one(Card, (shop.id, card.id))).balance == 0
