"""Taking back: once, exactly, and only what may be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from api.cards.models import LotUse
from api.core.clock import now
from tests.cards.counter import Counter, at, done, refused, sound
from tests.cards.operations.test_redeem import lots
from tests.world import World

Clock = Callable[[timedelta], None]
SECOND = timedelta(seconds=1)


async def test_a_stamp_is_taken_back_once(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    card = await shop.card(await shop.program())
    stamp = done(await counter.earn(card, units=2))
    back = done(await counter.reverse(card, stamp["id"]))
    assert (back["kind"], back["delta"], back["balance"]) == ("reverse", -2, 0)
    assert back["reverses"] == stamp["id"]
    first, second = await counter.entries(card)
    assert (first["reversed"], second["reversed"]) == (True, False)
    assert {name: value for name, value in first.items() if name != "reversed"} == {
        name: value for name, value in stamp.items() if name != "reversed"
    }
    refused(await counter.reverse(card, stamp["id"]), 409, "ALREADY_REVERSED")
    assert await sound(shop, card) == 0


async def test_a_reversal_is_not_reversed(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    card = await shop.card(await shop.program())
    stamp = done(await counter.earn(card))
    back = done(await counter.reverse(card, stamp["id"]))
    refused(await counter.reverse(card, back["id"]), 409, "NOT_REVERSIBLE")


async def test_entries_of_other_cards_and_of_nobody(world: World) -> None:
    shop, other = await world.shop(), await world.shop()
    counter = await at(shop)
    program = await shop.program()
    card, second = await shop.card(program), await shop.card(program)
    elsewhere = done(await counter.earn(second))
    foreign = done(await (await at(other)).earn(await other.card(await other.program())))
    for entry in (elsewhere["id"], foreign["id"], str(card.id)):
        refused(await counter.reverse(card, entry), 404, "ENTRY_NOT_FOUND")
    assert await sound(shop, second) == 1


async def test_spent_units_are_not_taken_back(world: World) -> None:
    shop = await world.shop()
    program = await shop.program(3)
    counter = await at(shop)
    card = await shop.card(program)
    first = done(await counter.earn(card, units=2))
    second = done(await counter.earn(card, units=2))
    spent = done(await counter.redeem(card, program.rewards[0]))
    # The first lot is empty, the second one touched; that the balance is 1 does not help.
    for entry in (first, second):
        refused(await counter.reverse(card, entry["id"]), 409, "UNITS_SPENT")
    done(await counter.earn(card, units=5))
    refused(await counter.reverse(card, second["id"]), 409, "UNITS_SPENT")
    done(await counter.reverse(card, spent["id"]))
    for entry in (first, second):
        done(await counter.reverse(card, entry["id"]))
    assert await sound(shop, card) == 5


async def test_a_redemption_taken_back_fills_the_very_lots(world: World) -> None:
    shop = await world.shop()
    program = await shop.program(4)
    counter = await at(shop)
    card = await shop.card(program)
    for units in (1, 2, 3):
        done(await counter.earn(card, units=units))
    before = [lot.remaining for lot in await lots(shop, card)]
    spent = done(await counter.redeem(card, program.rewards[0]))
    assert [lot.remaining for lot in await lots(shop, card)] == [0, 0, 2]
    back = done(await counter.reverse(card, spent["id"]))
    assert (back["delta"], back["balance"]) == (4, 6)
    assert [lot.remaining for lot in await lots(shop, card)] == before
    async with shop.db() as db:
        uses = (await db.execute(select(LotUse.entry_id, LotUse.units))).all()
    assert sum(use.units for use in uses) == 0
    assert await sound(shop, card) == 6


async def test_adjustments_are_taken_back_both_ways(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    card = await shop.card(await shop.program())
    given = done(await counter.adjust(card, 5))
    taken = done(await counter.adjust(card, -2))
    refused(await counter.reverse(card, given["id"]), 409, "UNITS_SPENT")
    done(await counter.reverse(card, taken["id"]))
    done(await counter.reverse(card, given["id"]))
    assert await sound(shop, card) == 0


async def test_a_cashier_undoes_an_own_gesture_within_30_seconds(
    world: World, clock: Clock
) -> None:
    shop = await world.shop()
    cashier, manager = await at(shop, "cashier"), await at(shop, "manager")
    card = await shop.card(await shop.program())
    late = done(await cashier.earn(card))
    others = done(await manager.earn(card))
    clock(29 * SECOND)
    refused(await cashier.reverse(card, others["id"]), 403, "UNDO_EXPIRED")
    own = done(await cashier.earn(card))
    done(await cashier.reverse(card, own["id"]))
    clock(2 * SECOND)
    refused(await cashier.reverse(card, late["id"]), 403, "UNDO_EXPIRED")
    clock(timedelta(days=400))
    done(await manager.reverse(card, late["id"]))
    assert await sound(shop, card) == 1


async def test_what_was_done_offline_is_undone_within_30_seconds_of_arriving(
    world: World,
) -> None:
    shop = await world.shop()
    cashier = await at(shop, "cashier")
    card = await shop.card(await shop.program())
    entry = done(await cashier.earn(card, at=now() - timedelta(hours=3)))
    done(await cashier.reverse(card, entry["id"]))


async def test_another_member_is_another_actor(world: World) -> None:
    """The same right and role, but not the same person: an undo is for one's own mistake."""
    shop = await world.shop()
    browser, program = Counter(await shop.browser("cashier")), await at(shop, "cashier")
    card = await shop.card(await shop.program())
    entry = done(await program.earn(card))
    refused(await browser.reverse(card, entry["id"]), 403, "UNDO_EXPIRED")
    own = done(await browser.earn(card))
    assert own["actor"] == {
        "kind": "member",
        "id": str(shop.team["cashier"].membership_id),
    }
    done(await browser.reverse(card, own["id"]))


async def test_cooldown_and_cap_count_as_if_it_had_not_been(world: World, clock: Clock) -> None:
    # Where it is noon now: the day that the cap counts does not end meanwhile.
    shop = await world.shop(time_zone=f"Etc/GMT{now().hour - 12:+}")
    counter = await at(shop)
    card = await shop.card(await shop.program(cooldown_minutes=30, daily_cap=3))
    first = done(await counter.earn(card))
    clock(timedelta(minutes=31))
    mistake = done(await counter.earn(card, units=2))
    refused(await counter.earn(card), 409, "COOLDOWN")
    done(await counter.reverse(card, mistake["id"]))
    shown = await counter.read(card)
    assert (shown["earned_today"], shown["last_earned_at"]) == (1, first["occurred_at"])
    assert shown["next_earn_at"] is None
    done(await counter.earn(card, units=2))
    clock(timedelta(minutes=31))
    refused(await counter.earn(card), 409, "DAILY_CAP")
    assert await sound(shop, card) == 3


async def test_a_mistake_was_no_visit(world: World, clock: Clock) -> None:
    shop = await world.shop()
    counter, owner = await at(shop), await shop.client()
    card = await shop.card(await shop.program())
    customer = f"/v1/customers/{card.customer_id}"
    first = done(await counter.earn(card))
    clock(timedelta(days=3))
    mistake = done(await counter.earn(card))
    assert done(await owner.get(customer), 200)["last_visit_at"] == mistake["occurred_at"]
    done(await counter.reverse(card, mistake["id"]))
    assert done(await owner.get(customer), 200)["last_visit_at"] == first["occurred_at"]
    done(await counter.reverse(card, first["id"]))
    assert done(await owner.get(customer), 200)["last_visit_at"] is None
