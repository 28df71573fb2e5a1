"""Redeeming, adjusting, closing: one test for each rule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from api.cards.models import Lot
from api.core.clock import now
from tests.cards.counter import at, done, refused, sound
from tests.world import GivenCard, Shop, World

Clock = Callable[[timedelta], None]
DAY = timedelta(days=1)


async def lots(shop: Shop, card: GivenCard) -> list[Lot]:
    """In the order in which they were made."""
    async with shop.db() as db:
        found = select(Lot).where(Lot.card_id == card.id).order_by(Lot.id)
        return list(await db.scalars(found))


async def expiring(
    shop: Shop, server_run: Callable[[str], Any], card: GivenCard, *days: int | None
) -> None:
    """Give the card's lots their expiry, in so many days from now (None: never)."""
    for lot, after in zip(await lots(shop, card), days, strict=True):
        if after is not None:
            server_run(
                f"UPDATE lots SET expires_at = now() + interval '{after} days' "
                f"WHERE id = '{lot.id}';"
            )


async def test_a_reward_costs_its_units(world: World) -> None:
    shop = await world.shop()
    program = await shop.program(3, 5)
    card = await shop.stamped(program, 7)
    counter = await at(shop, "cashier")
    entry = done(await counter.redeem(card, program.rewards[1]))
    assert (entry["kind"], entry["delta"], entry["balance"]) == ("redeem", -5, 2)
    assert entry["reward"] == {"id": str(program.rewards[1]), "name": "Récompense à 5"}
    short = refused(await counter.redeem(card, program.rewards[0]), 409, "NOT_ENOUGH_UNITS")
    assert (short["balance"], short["cost"]) == (2, 3)
    assert await sound(shop, card) == 2


async def test_redeeming_is_a_visit_and_earns_nothing(world: World) -> None:
    shop = await world.shop()
    program = await shop.program(3)
    card = await shop.stamped(program, 3)
    entry = done(await (await at(shop)).redeem(card, program.rewards[0]))
    shown = await (await at(shop)).read(card)
    assert (shown["balance"], shown["earned_today"], shown["last_earned_at"]) == (0, 0, None)
    customer = done(await (await shop.client()).get(f"/v1/customers/{card.customer_id}"), 200)
    assert customer["last_visit_at"] == entry["occurred_at"]


async def test_the_soonest_expiring_lot_is_spent_first(
    world: World, server: Any, database_name: str
) -> None:
    shop = await world.shop()
    program = await shop.program(4)
    card = await shop.card(program)
    counter = await at(shop)
    for units in (2, 3, 3, 2):
        done(await counter.earn(card, units=units))
    await expiring(shop, lambda sql: server.run(sql, database_name), card, None, 30, 10, 30)
    done(await counter.redeem(card, program.rewards[0]))
    assert [lot.remaining for lot in await lots(shop, card)] == [2, 2, 0, 2]
    done(await counter.redeem(card, program.rewards[0]))
    # Of two that expire together, the older one goes first; the one without an end last.
    assert [lot.remaining for lot in await lots(shop, card)] == [2, 0, 0, 0]
    assert await sound(shop, card) == 2


async def test_units_past_their_expiry_are_not_spent(
    world: World, server: Any, database_name: str
) -> None:
    """Until the job has written them off they are in the balance, but nobody can spend them."""
    shop = await world.shop()
    program = await shop.program(3)
    card = await shop.card(program)
    counter = await at(shop)
    for units in (2, 2):
        done(await counter.earn(card, units=units))
    await expiring(shop, lambda sql: server.run(sql, database_name), card, -1, None)
    refused(await counter.redeem(card, program.rewards[0]), 409, "NOT_ENOUGH_UNITS")
    refused(await counter.adjust(card, -3), 409, "NOT_ENOUGH_UNITS")
    done(await counter.earn(card, units=1))
    done(await counter.redeem(card, program.rewards[0]))
    assert [lot.remaining for lot in await lots(shop, card)] == [2, 0, 0]
    assert await sound(shop, card) == 2


async def test_a_reward_of_another_program_or_withdrawn(world: World) -> None:
    shop, other = await world.shop(), await world.shop()
    program, second = await shop.program(3), await shop.program(3)
    theirs = await other.program(3)
    card = await shop.stamped(program, 9)
    counter = await at(shop)
    for reward in (second.rewards[0], theirs.rewards[0], card.id):
        refused(await counter.redeem(card, reward), 409, "REWARD_NOT_AVAILABLE")
    owner = await shop.client()
    path = f"/v1/programs/{program.id}"
    tag = (await owner.get(path)).headers["ETag"]
    done(
        await owner.patch(
            path, json={"rewards": [{"name": "Autre", "cost": 4}]}, headers={"If-Match": tag}
        ),
        200,
    )
    refused(await counter.redeem(card, program.rewards[0]), 409, "REWARD_NOT_AVAILABLE")
    assert await sound(shop, card) == 9


async def test_a_closing_program_gives_rewards_until_its_last_day(
    world: World, clock: Clock
) -> None:
    zone = ZoneInfo("Pacific/Auckland")
    shop = await world.shop(time_zone="Pacific/Auckland")
    program = await shop.program(3)
    card = await shop.stamped(program, 9)
    counter, owner = await at(shop), await shop.client()
    path = f"/v1/programs/{program.id}"
    last = now().astimezone(zone).date() + 2 * DAY
    done(await owner.post(f"{path}/closing", json={"redeem_until": last.isoformat()}), 200)
    done(await counter.redeem(card, program.rewards[0]))
    end = datetime(last.year, last.month, last.day, tzinfo=zone) + DAY
    clock(end - now() - timedelta(minutes=2))
    done(await counter.redeem(card, program.rewards[0]))
    refused(await owner.post(f"{path}/archival"), 409, "WRONG_STATE")
    clock(timedelta(minutes=4))
    over = refused(await counter.redeem(card, program.rewards[0]), 409, "REDEEM_PERIOD_OVER")
    assert over["redeem_until"] == last.isoformat()
    assert done(await owner.post(f"{path}/archival"), 200)["status"] == "archived"
    refused(await counter.redeem(card, program.rewards[0]), 409, "REDEEM_PERIOD_OVER")
    assert await sound(shop, card) == 3


async def test_adjusting(world: World) -> None:
    shop = await world.shop()
    card = await shop.card(await shop.program(max_per_operation=1, daily_cap=1))
    counter = await at(shop, "manager")
    entry = done(await counter.adjust(card, 12))
    assert (entry["kind"], entry["delta"], entry["reason"]) == ("adjust", 12, "Geste")
    # Neither a stamp nor a visit.
    shown = await counter.read(card)
    assert (shown["balance"], shown["earned_today"], shown["last_earned_at"]) == (12, 0, None)
    done(await counter.adjust(card, -5))
    assert refused(await counter.adjust(card, -8), 409, "NOT_ENOUGH_UNITS")["balance"] == 7
    refused(await counter.adjust(card, 0), 422, "NOTHING_TO_ADJUST")
    without = await counter.client.post(
        f"{card.path}/adjustments",
        json={"delta": 1, "reason": "  "},
        headers={"Idempotency-Key": f"no-reason-{card.number}"},
    )
    refused(without, 422, "VALIDATION")
    refused(await (await at(shop, "cashier")).adjust(card, 1), 403, "FORBIDDEN_SCOPE")
    assert await sound(shop, card) == 7


async def test_a_balance_has_a_ceiling(world: World, server: Any, database_name: str) -> None:
    """Integers of four bytes: one more would not be an accident of ours but a refusal."""
    shop = await world.shop()
    card = await shop.card(await shop.program())
    counter = await at(shop)
    done(await counter.adjust(card, 1_000_000))
    server.run(
        f"UPDATE cards SET balance = 2147483000 WHERE id = '{card.id}';",
        database_name,
    )
    refused(await counter.adjust(card, 1_000_000), 409, "TOO_MANY_ON_CARD")


async def test_a_closed_card_does_nothing_any_more(world: World) -> None:
    shop = await world.shop()
    program = await shop.program(3)
    card = await shop.stamped(program, 9)
    counter, owner = await at(shop), await shop.client()
    last = done(await counter.earn(card))
    closed = done(await owner.post(f"{card.path}/closure", json={"reason": "Déménagement"}), 200)
    assert closed["status"] == "closed"
    assert closed["closed_at"]
    for answer in (
        await counter.earn(card),
        await counter.redeem(card, program.rewards[0]),
        await counter.adjust(card, 1),
        await counter.reverse(card, last["id"]),
        await owner.post(f"{card.path}/closure", json={"reason": "encore"}),
        await owner.post(f"{card.path}/replacement"),
        await owner.post(f"{card.path}/page-links"),
    ):
        refused(answer, 409, "CARD_CLOSED")
    cashier = await shop.client("cashier")
    other = await shop.card(program)
    refused(
        await cashier.post(f"{other.path}/closure", json={"reason": "x"}), 403, "FORBIDDEN_SCOPE"
    )
    assert await sound(shop, card) == 10
