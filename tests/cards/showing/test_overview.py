"""The desk's first screen: its numbers are the ledger's, by the shop's own days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from api.core.clock import now
from tests.cards.counter import at, done
from tests.world import Shop, World

Clock = Callable[[timedelta], None]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


async def overview(shop: Shop) -> dict[str, Any]:
    return done(await (await shop.client("auditor")).get("/v1/overview"), 200)


async def test_a_new_shop_step_by_step(world: World) -> None:
    shop = await world.shop()
    owner, counter = await shop.client(), await at(shop)

    async def steps() -> list[str]:
        onboarding: dict[str, bool] = (await overview(shop))["onboarding"]
        return [name for name, reached in onboarding.items() if reached]

    assert await steps() == []
    empty = await overview(shop)
    assert (empty["active_cards"], empty["rewards_ready"], empty["recent"]) == (0, 0, [])
    program = await shop.program(1, active=False)
    assert await steps() == ["program_created"]
    done(await owner.post(f"/v1/programs/{program.id}/activation"), 200)
    assert await steps() == ["program_created", "program_active"]
    auditor = await shop.client("auditor")
    assert (await auditor.get(f"/v1/programs/{program.id}/poster")).status_code == 200
    assert "poster_opened" not in await steps()
    assert (await owner.get(f"/v1/programs/{program.id}/poster")).status_code == 200
    card = await shop.card(program)
    assert await steps() == ["program_created", "program_active", "poster_opened",
                             "first_customer"]  # fmt: skip
    done(await counter.earn(card))
    assert all((await overview(shop))["onboarding"].values())


async def test_numbers_of_the_day(world: World) -> None:
    shop, other = await world.shop(), await world.shop()
    program = await shop.program(3, 5)
    counter = await at(shop)
    cards = [await shop.card(program) for _ in range(3)]
    for card, units in zip(cards, (4, 2, 1), strict=True):
        done(await counter.earn(card, units=units))
    done(await counter.earn(cards[0], units=1))
    mistake = done(await counter.earn(cards[1], units=5))
    done(await counter.reverse(cards[1], mistake["id"]))
    done(await counter.redeem(cards[0], program.rewards[0]))
    done(await counter.adjust(cards[2], 2))
    closed = await shop.stamped(program, 9)
    done(await (await shop.client()).post(f"{closed.path}/closure", json={"reason": "x"}), 200)
    done(await (await at(other)).earn(await other.card(await other.program(1))))
    shown = await overview(shop)
    # An adjustment is no stamp and no visit; what was taken back was none.
    assert shown["today"] == {
        "visits": 3,
        "stamps": 8,
        "points": 0,
        "redemptions": 1,
        "new_customers": 4,
    }
    assert (shown["active_cards"], shown["rewards_ready"]) == (3, 1)
    assert shown["week"][-1] == {"date": _today("Europe/Paris"), "visits": 3}
    assert len(shown["week"]) == 14
    kinds = [entry["kind"] for entry in shown["recent"]]
    assert kinds == ["adjust", "adjust", "redeem", "reverse", "earn", "earn", "earn", "earn",
                     "earn"]  # fmt: skip
    assert [entry["reversed"] for entry in shown["recent"]].count(True) == 1
    first = shown["recent"][-1]
    assert first["card_number"] == cards[0].number
    assert first["customer_id"] == str(cards[0].customer_id)
    assert first["customer_first_name"].startswith("Client")
    assert (first["restricted"], first["objected"]) == (False, False)
    path = f"/v1/customers/{first['customer_id']}/restriction"
    done(await (await shop.client()).post(path, json={"reason": "accuracy"}))
    marks = {(one["customer_id"], one["restricted"]) for one in (await overview(shop))["recent"]}
    assert (first["customer_id"], True) in marks
    assert any(not restricted for _, restricted in marks)


def _today(zone: str) -> str:
    return now().astimezone(ZoneInfo(zone)).date().isoformat()


async def test_a_reversed_visit_is_none(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    card = await shop.card(await shop.program())
    stamp = done(await counter.earn(card))
    assert (await overview(shop))["today"]["visits"] == 1
    done(await counter.reverse(card, stamp["id"]))
    shown = await overview(shop)
    assert (shown["today"]["visits"], shown["today"]["stamps"]) == (0, 0)


async def test_days_are_the_shops(world: World, clock: Clock) -> None:
    zone = ZoneInfo("Pacific/Auckland")
    shop = await world.shop(time_zone="Pacific/Auckland")
    counter = await at(shop)
    card = await shop.card(await shop.program())
    late = datetime.now(zone).replace(hour=23, minute=50) + DAY
    clock(late - now())
    done(await counter.earn(card))
    clock(20 * MINUTE)
    anonymous = await shop.card(await shop.program(), anonymous=True)
    done(await counter.earn(anonymous))
    done(await counter.earn(card, at=now() - 15 * MINUTE))
    shown = await overview(shop)
    assert (shown["today"]["visits"], shown["today"]["new_customers"]) == (1, 0)
    assert [day["visits"] for day in shown["week"][-3:]] == [0, 1, 1]
    assert [day["date"] for day in shown["week"][-2:]] == [
        late.date().isoformat(),
        (late + DAY).date().isoformat(),
    ]
    # By the calendar: a fortnight is an hour more or less where the clocks change.
    clock((late + 14 * DAY).replace(hour=12) - now())
    assert [day["visits"] for day in (await overview(shop))["week"]][:2] == [1, 0]


async def test_rewards_ready_are_those_that_can_be_had(world: World, clock: Clock) -> None:
    shop = await world.shop()
    owner = await shop.client()
    program = await shop.program(3)
    await shop.stamped(program, 3)
    await shop.stamped(program, 2)
    assert (await overview(shop))["rewards_ready"] == 1
    until = {"redeem_until": _today("Europe/Paris")}
    done(await owner.post(f"/v1/programs/{program.id}/closing", json=until), 200)
    assert (await overview(shop))["rewards_ready"] == 1
    clock(2 * DAY)
    assert (await overview(shop))["rewards_ready"] == 0


async def test_stamps_and_points_are_told_apart(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    assert (await overview(shop))["unit_kinds"] == []
    stamps = await shop.program()
    assert (await overview(shop))["unit_kinds"] == ["stamps"]
    points = await shop.program(
        kind="points", per_amount={"units": 1, "per": 100}, max_per_operation=500
    )
    draft = await shop.program(kind="points", active=False)
    assert draft
    done(await counter.earn(await shop.card(stamps), 2))
    done(await counter.sale(await shop.card(points), {"amount": 12_300}))
    shown = await overview(shop)
    assert shown["unit_kinds"] == ["stamps", "points"]
    assert (shown["today"]["stamps"], shown["today"]["points"]) == (2, 123)
    assert [one["program"]["kind"] for one in shown["recent"]] == ["points", "stamps"]


async def test_a_reward_is_ready_where_it_can_be_had_today(world: World, clock: Clock) -> None:
    shop = await world.shop()
    counter = await at(shop)
    day = now().astimezone(ZoneInfo("Europe/Paris")).date()
    tomorrow = (day + DAY).isoformat()
    program = await shop.program(
        rewards=[
            {"cost": 1, "name": "Épuisé", "stock": 1},
            {"cost": 2, "name": "Demain", "valid_from": tomorrow},
            {"cost": 3, "name": "Une fois", "limit_per_customer": 1},
            {"cost": 9, "name": "Toujours"},
        ],
        cooldown_minutes=0,
        expiry={"kind": "after_earning", "months": 1},
    )
    last, once, many = [await shop.card(program) for _ in range(3)]
    for card, units in ((last, 2), (once, 5), (once, 2), (many, 5), (many, 5)):
        done(await counter.earn(card, units))
    assert (await overview(shop))["rewards_ready"] == 3
    # The last of the stock goes to one; so the two units left of it are enough for nothing.
    done(await counter.redeem(last, program.rewards[0]))
    assert (await overview(shop))["rewards_ready"] == 2
    # Once is enough of this one; the other has to collect on.
    done(await counter.redeem(once, program.rewards[2]))
    assert (await overview(shop))["rewards_ready"] == 1
    clock(DAY)
    assert (await overview(shop))["rewards_ready"] == 2
    # Everything has expired, though no night has written it off.
    clock(70 * DAY)
    assert (await overview(shop))["rewards_ready"] == 0


async def test_pending_units_make_no_reward_ready(world: World, clock: Clock) -> None:
    shop = await world.shop()
    counter = await at(shop)
    program = await shop.program(3, pending_days=2)
    done(await counter.earn(await shop.card(program), 3))
    assert (await overview(shop))["rewards_ready"] == 0
    clock(3 * DAY)
    assert (await overview(shop))["rewards_ready"] == 1


async def test_ten_recent_entries(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    card = await shop.card(await shop.program())
    for _ in range(12):
        done(await counter.earn(card))
    recent = (await overview(shop))["recent"]
    assert [entry["seq"] for entry in recent] == list(range(12, 2, -1))
