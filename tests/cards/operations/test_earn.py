"""Earning: one test for each rule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from api.core.clock import now
from tests.cards.counter import at, done, refused, sound
from tests.world import World

Clock = Callable[[timedelta], None]
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def set_to(clock: Clock, moment: datetime) -> None:
    """Move the clock to a moment, to the second."""
    clock(moment - now())


async def test_a_visit_gives_the_programs_units(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop, "cashier")
    card = await shop.card(await shop.program(units_per_visit=2))
    entry = done(await counter.earn(card))
    assert (entry["kind"], entry["delta"], entry["balance"], entry["seq"]) == ("earn", 2, 2, 1)
    assert entry["actor"]["kind"] == "api_key"
    assert entry["card_id"] == str(card.id)
    assert entry["occurred_at"].endswith("Z")
    shown = await counter.read(card)
    assert (shown["balance"], shown["earned_today"]) == (2, 2)
    assert shown["next_earn_at"] is None
    for name in (card.code, card.number, f"{card.number[:4]}-{card.number[4:]}".lower()):
        done(await counter.earn(f"/v1/cards/{name}", units=1))
    assert await sound(shop, card) == 5


async def test_the_customers_visit_is_noted(world: World) -> None:
    shop = await world.shop()
    card = await shop.card(await shop.program())
    entry = done(await (await at(shop)).earn(card))
    customer = done(await (await shop.client()).get(f"/v1/customers/{card.customer_id}"), 200)
    assert customer["last_visit_at"] == entry["occurred_at"]


async def test_an_anonymous_card_earns(world: World) -> None:
    shop = await world.shop()
    card = await shop.card(await shop.program(), anonymous=True)
    done(await (await at(shop)).earn(card))
    assert await sound(shop, card) == 1


async def test_the_cooldown(world: World, clock: Clock) -> None:
    shop = await world.shop()
    counter = await at(shop)
    card = await shop.card(await shop.program(cooldown_minutes=30))
    first = done(await counter.earn(card))
    again = refused(await counter.earn(card), 409, "COOLDOWN")
    allowed = datetime.fromisoformat(first["occurred_at"]) + 30 * MINUTE
    assert datetime.fromisoformat(again["next_earn_at"]) == allowed
    assert datetime.fromisoformat((await counter.read(card))["next_earn_at"]) == allowed
    clock(29 * MINUTE)
    refused(await counter.earn(card), 409, "COOLDOWN")
    clock(MINUTE)
    done(await counter.earn(card))
    assert await sound(shop, card) == 2


async def test_the_cooldown_is_the_cards_own(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    program = await shop.program(cooldown_minutes=30)
    for _ in range(2):
        done(await counter.earn(await shop.card(program)))


async def test_the_daily_cap_across_midnight_in_the_shops_time_zone(
    world: World, clock: Clock
) -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    shop = await world.shop(time_zone="Asia/Tokyo")
    counter = await at(shop)
    card = await shop.card(await shop.program(daily_cap=2))
    # 23:30 in Tokyo is 14:30 UTC: neither the cap's end nor its start is UTC's midnight.
    evening = datetime.now(tokyo).replace(hour=23, minute=30) + DAY
    set_to(clock, evening)
    done(await counter.earn(card))
    done(await counter.earn(card))
    over = refused(await counter.earn(card), 409, "DAILY_CAP")
    assert (over["cap"], over["earned"]) == (2, 2)
    set_to(clock, evening + 29 * MINUTE)
    refused(await counter.earn(card), 409, "DAILY_CAP")
    set_to(clock, evening + 31 * MINUTE)
    done(await counter.earn(card))
    assert (await counter.read(card))["earned_today"] == 1
    set_to(clock, evening + 31 * MINUTE + 24 * HOUR)
    assert (await counter.read(card))["earned_today"] == 0
    assert await sound(shop, card) == 3


async def test_several_units_count_towards_the_cap(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    card = await shop.card(await shop.program(daily_cap=4))
    done(await counter.earn(card, units=3))
    refused(await counter.earn(card, units=2), 409, "DAILY_CAP")
    done(await counter.earn(card, units=1))


@pytest.mark.parametrize(
    ("local_noon", "hours"),
    [(datetime(2027, 3, 28, 12), 23), (datetime(2027, 10, 31, 12), 25)],
    ids=["shortest day", "longest day"],
)
async def test_the_day_of_the_cap_when_the_clocks_change(
    world: World, clock: Clock, local_noon: datetime, hours: int
) -> None:
    """In Paris these days have 23 and 25 hours; the late stamp is found by its own day."""
    paris = ZoneInfo("Europe/Paris")
    start = local_noon.replace(hour=0, tzinfo=paris)
    end = start.astimezone(UTC) + hours * HOUR
    assert end.astimezone(paris).hour == 0
    shop = await world.shop(time_zone="Europe/Paris")
    counter = await at(shop)
    card = await shop.card(await shop.program(daily_cap=1))
    set_to(clock, start + MINUTE)
    done(await counter.earn(card))
    set_to(clock, end - MINUTE)
    refused(await counter.earn(card), 409, "DAILY_CAP")
    set_to(clock, end + MINUTE)
    done(await counter.earn(card))
    # Late replays for the day before: full, whichever end of it they name.
    for moment in (start.astimezone(UTC) + MINUTE, end - MINUTE):
        refused(await counter.earn(card, at=moment), 409, "DAILY_CAP")
    before = start.astimezone(UTC) - MINUTE
    done(await counter.earn(card, at=before))
    refused(await counter.earn(card, at=before - HOUR), 409, "DAILY_CAP")
    assert await sound(shop, card) == 3


async def test_the_maximum_per_operation(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    card = await shop.card(await shop.program(max_per_operation=3))
    assert refused(await counter.earn(card, units=4), 422, "TOO_MANY_UNITS")["maximum"] == 3
    done(await counter.earn(card, units=3))
    for units in (0, -1, 1_000_001):
        refused(await counter.earn(card, units=units), 422, "VALIDATION")
    generous = await shop.card(await shop.program(units_per_visit=8, max_per_operation=3))
    assert done(await counter.earn(generous))["delta"] == 8


async def test_an_offline_gesture_counts_when_it_happened(world: World, clock: Clock) -> None:
    shop = await world.shop()
    counter = await at(shop)
    card = await shop.card(await shop.program(cooldown_minutes=30, daily_cap=1))
    then = now() - 2 * DAY
    entry = done(await counter.earn(card, at=then))
    assert datetime.fromisoformat(entry["occurred_at"]) == then
    assert datetime.fromisoformat(entry["recorded_at"]) > then + DAY
    shown = await counter.read(card)
    assert (shown["earned_today"], shown["next_earn_at"]) == (0, None)
    # Neither today's cap nor the cooldown is touched by it.
    done(await counter.earn(card))
    assert (await counter.read(card))["earned_today"] == 1
    customer = done(await (await shop.client()).get(f"/v1/customers/{card.customer_id}"), 200)
    assert datetime.fromisoformat(customer["last_visit_at"]) > then + DAY
    assert await sound(shop, card) == 2


async def test_a_late_replay_meets_the_cap_of_its_day(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    card = await shop.card(await shop.program(daily_cap=2))
    then = (now() - 3 * DAY).astimezone(ZoneInfo("Europe/Paris")).replace(hour=12)
    done(await counter.earn(card, units=2, at=then))
    done(await counter.earn(card))
    refused(await counter.earn(card, at=then + HOUR), 409, "DAILY_CAP")
    done(await counter.earn(card, at=then - DAY))
    assert (await counter.read(card))["earned_today"] == 1


async def test_a_late_replay_meets_the_cooldown_of_its_time(world: World) -> None:
    """Two gestures a minute apart are one mistake, though a later stamp is in the ledger."""
    shop = await world.shop()
    counter = await at(shop)
    card = await shop.card(await shop.program(cooldown_minutes=30))
    then = now() - 2 * DAY
    done(await counter.earn(card, at=then))
    done(await counter.earn(card))
    for apart in (MINUTE, -MINUTE, 29 * MINUTE):
        late = refused(await counter.earn(card, at=then + apart), 409, "COOLDOWN")
        assert datetime.fromisoformat(late["next_earn_at"]) == then + 30 * MINUTE
    done(await counter.earn(card, at=then + 30 * MINUTE))
    assert await sound(shop, card) == 3


async def test_a_reversed_stamp_does_not_hold_up_a_late_one(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    card = await shop.card(await shop.program(cooldown_minutes=30))
    then = now() - 2 * DAY
    mistaken = done(await counter.earn(card, at=then))
    done(await counter.earn(card))
    done(await counter.reverse(card, mistaken["id"]))
    done(await counter.earn(card, at=then + MINUTE))


async def test_how_late_and_how_early_a_gesture_may_be(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    card = await shop.card(await shop.program())
    refused(await counter.earn(card, at=now() - 7 * DAY - MINUTE), 422, "BAD_TIME")
    refused(await counter.earn(card, at=now() + 6 * MINUTE), 422, "BAD_TIME")
    done(await counter.earn(card, at=now() - 7 * DAY + MINUTE))
    # A clock that goes ahead a little is put right: nothing happens in the future.
    ahead = done(await counter.earn(card, at=now() + 4 * MINUTE))
    assert datetime.fromisoformat(ahead["occurred_at"]) <= now()
    for far in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"):
        answer = await counter.client.post(
            f"{card.path}/earnings",
            json={"occurred_at": far},
            headers={"Idempotency-Key": f"far-away-{card.number}-{far[:4]}"},
        )
        refused(answer, 422, "BAD_TIME")
    naive = await counter.client.post(
        f"{card.path}/earnings",
        json={"occurred_at": "2026-11-01T10:00:00"},
        headers={"Idempotency-Key": f"naive-{card.number}"},
    )
    refused(naive, 422, "VALIDATION")


async def test_a_closed_card_and_a_program_that_does_not_run(world: World) -> None:
    shop = await world.shop()
    counter, owner = await at(shop), await shop.client()
    program = await shop.program()
    closed, other = await shop.card(program), await shop.card(program)
    done(await owner.post(f"{closed.path}/closure", json={"reason": "partie"}), 200)
    refused(await counter.earn(closed), 409, "CARD_CLOSED")
    closing = f"/v1/programs/{program.id}/closing"
    until = (now() + 30 * DAY).date().isoformat()
    done(await owner.post(closing, json={"redeem_until": until}), 200)
    assert refused(await counter.earn(other), 409, "PROGRAM_NOT_ACTIVE")["status"]
    assert await sound(shop, other) == 0


async def test_an_auditor_cannot_stamp(world: World) -> None:
    shop = await world.shop()
    card = await shop.card(await shop.program())
    refused(await (await at(shop, "auditor")).earn(card), 403, "FORBIDDEN_SCOPE")
    assert await sound(shop, card) == 0
