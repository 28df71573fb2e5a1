"""Everything moves from one card to another, and back: what a merge does with two cards."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text

from api.cards.ledger import locked
from api.cards.ledger.gestures import Recorded
from api.cards.merging import transfer
from api.cards.models import Card, Lot
from api.cards.operations.opening import open_balance
from api.cards.operations.reverse import UnitsSpent
from api.cards.references import Reference
from api.core.audit import SYSTEM
from api.core.clock import now
from tests.cards.counter import at, done, refused, sound
from tests.cards.nightly.night import night
from tests.world import GivenCard, Shop, World

Clock = Callable[[timedelta], None]
RULES: dict[str, Any] = {"max_per_operation": 50, "expiry": {"kind": "after_earning", "months": 2}}

_MERGE = text("""
UPDATE cards SET status = 'merged', merged_into = :into
 WHERE merchant_id = :merchant_id AND id = :card_id
""")


async def merge(shop: Shop, source: GivenCard, target: GivenCard) -> tuple[UUID, UUID] | None:
    """As a merge of two customers does it with their cards of one program."""
    async with shop.db() as db:
        first, second = sorted((source, target), key=lambda card: card.id)
        held = {one.id: await locked.lock(db, Reference("id", one.id)) for one in (first, second)}
        moved = await transfer.move(
            db, held[source.id], held[target.id], SYSTEM, f"merge {source.id}"
        )
        values = {"merchant_id": shop.id, "card_id": source.id, "into": target.id}
        await db.execute(_MERGE, values)
        return (moved[0].id, moved[1].id) if moved else None


_PART = text("""
UPDATE cards SET status = 'active', merged_into = NULL
 WHERE merchant_id = :merchant_id AND id = :card_id
""")


async def part(
    shop: Shop, source: GivenCard, target: GivenCard, moved: tuple[UUID, UUID]
) -> tuple[Recorded, Recorded]:
    async with shop.db() as db:
        await db.execute(_PART, {"merchant_id": shop.id, "card_id": source.id})
        first, second = sorted((source, target), key=lambda card: card.id)
        held = {one.id: await locked.lock(db, Reference("id", one.id)) for one in (first, second)}
        return await transfer.move_back(
            db, held[source.id], held[target.id], moved, SYSTEM, f"part {source.id}"
        )


async def lots(shop: Shop, card: GivenCard) -> list[tuple[Any, ...]]:
    async with shop.db() as db:
        query = select(Lot.remaining, Lot.expires_at, Lot.available_at).where(
            Lot.card_id == card.id, Lot.remaining > 0
        )
        return sorted(tuple(row) for row in await db.execute(query))


async def test_there_and_back(world: World, clock: Clock) -> None:
    shop = await world.shop()
    counter = await at(shop)
    program = await shop.program(4, **RULES)
    source, target = await shop.card(program), await shop.card(program)
    done(await counter.earn(source, units=3))
    clock(timedelta(days=35))
    done(await counter.earn(source, units=5))
    done(await counter.redeem(source, program.rewards[0]))
    done(await counter.earn(target, units=2))
    before = await lots(shop, source)
    assert len(before) == 1
    done(await counter.adjust(source, 2))
    before = await lots(shop, source)
    own = await lots(shop, target)
    moved = await merge(shop, source, target)
    assert moved
    assert await lots(shop, target) == sorted(own + before)
    assert await lots(shop, source) == []
    assert await sound(shop, source) == 0
    assert await sound(shop, target) == 8
    *_, entry = await counter.entries(source)
    assert (entry["kind"], entry["delta"], entry["expires_at"]) == ("transfer", -6, None)
    refused(await counter.reverse(target, str(moved[1])), 409, "NOT_REVERSIBLE")

    await part(shop, source, target, moved)
    assert await lots(shop, source) == before
    assert await lots(shop, target) == own
    assert await sound(shop, source) == 6
    assert await sound(shop, target) == 2


async def test_not_back_once_spent(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    program = await shop.program(4, **RULES)
    source, target = await shop.card(program), await shop.card(program)
    done(await counter.earn(source, units=5))
    moved = await merge(shop, source, target)
    assert moved
    done(await counter.redeem(target, program.rewards[0]))
    with pytest.raises(UnitsSpent):
        await part(shop, source, target, moved)
    assert await sound(shop, target) == 1


async def test_an_empty_card(world: World) -> None:
    shop = await world.shop()
    program = await shop.program()
    source, target = await shop.card(program), await shop.card(program)
    assert await merge(shop, source, target) is None
    assert await sound(shop, target) == 0


async def test_the_old_names_go_on(world: World) -> None:
    """Number, code and page of a merged card, and of one merged into that, lead to the card that
    is left; the ledger of each stays readable by its id."""
    shop = await world.shop()
    counter, owner, public = await at(shop), await shop.client(), world.connect()
    program = await shop.program(5, **RULES)
    first, second, last = [await shop.card(program) for _ in range(3)]
    for card in (first, second, last):
        done(await counter.earn(card, units=2))
    await merge(shop, first, second)
    await merge(shop, second, last)
    for name in (first.code, first.number, first.id, second.code, second.number, second.id):
        shown = done(await owner.get(f"/v1/cards/{name}"), 200)
        assert (shown["id"], shown["status"]) == (str(last.id), "active")
        done(await counter.earn(f"/v1/cards/{name}"))
    assert await sound(shop, last) == 12
    for card in (first, second):
        token = {"Authorization": f"Bearer {card.token}"}
        page = done(await public.get(f"/v1/public/{shop.slug}/card", headers=token), 200)
        assert (page["number"], page["balance"]) == (last.number, 12)
        assert await sound(shop, card) == 0
    done(await counter.redeem(f"/v1/cards/{first.number}", program.rewards[0]))
    entries = done(await owner.get(f"{first.path}/entries"), 200)["items"]
    assert [entry["kind"] for entry in entries] == ["transfer", "earn"]
    by_code = done(await owner.get(f"/v1/cards/{first.code}/entries"), 200)["items"]
    assert len(by_code) == 9
    listed = done(await owner.get("/v1/cards?limit=100"), 200)["items"]
    assert [card["merged_into"] for card in listed] == [None, str(last.id), str(second.id)]


async def test_expired_units_do_not_move(world: World, clock: Clock) -> None:
    """What is past its date is written off on the card where it lay; inactivity too."""
    shop = await world.shop()
    counter = await at(shop)
    rules: dict[str, Any] = RULES | {"expiry": {"kind": "inactivity", "months": 2}}
    program = await shop.program(4, **rules)
    source, target = await shop.card(program), await shop.card(program)
    done(await counter.earn(source, units=5))
    clock(timedelta(days=90))
    done(await counter.earn(target, units=3))
    assert await merge(shop, source, target) is None
    assert await sound(shop, target) == 3
    kinds = [entry["kind"] for entry in await counter.entries(source)]
    assert kinds == ["earn", "expire"]


async def test_the_tier_counts_both(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    level = {"id": "gold", "name": "Or", "threshold": 10}
    rules: dict[str, Any] = RULES | {"tiers": {"window_months": None, "levels": [level]}}
    program = await shop.program(**rules)
    source, target = await shop.card(program), await shop.card(program)
    done(await counter.earn(source, units=6))
    done(await counter.earn(target, units=3))
    await merge(shop, source, target)
    done(await counter.earn(target, units=1))
    shown = await counter.read(target)
    assert (shown["tier"]["id"], shown["tier"]["progress"]["units"]) == ("gold", 10)


async def test_moving_while_stamping(world: World) -> None:
    """A stamp on the merged card's code goes to the one or to the other; none is lost."""
    shop = await world.shop()
    counter = await at(shop)
    program = await shop.program(**RULES)
    source, target = await shop.card(program), await shop.card(program)
    done(await counter.earn(source, units=2))
    merging = asyncio.create_task(merge(shop, source, target))
    answers = await asyncio.gather(
        *(counter.earn(f"/v1/cards/{source.code}") for _ in range(8)),
        *(counter.earn(target) for _ in range(4)),
    )
    assert await merging
    assert [answer.status_code for answer in answers] == [201] * 12
    assert await sound(shop, source) == 0
    assert await sound(shop, target) == 14


async def test_opening_balances(world: World, clock: Clock) -> None:
    shop = await world.shop()
    counter = await at(shop)
    card = await shop.card(await shop.program(**RULES))
    until = now() + timedelta(days=10)
    async with shop.db() as db:
        assert await open_balance(db, card.id, 7, SYSTEM, "import 1")
        assert await open_balance(db, card.id, 2, SYSTEM, "import 2", expires_at=until)
        assert await open_balance(db, card.id, 2, SYSTEM, "import 2", expires_at=until) is None
    assert await sound(shop, card) == 9
    first, second = await counter.entries(card)
    assert (first["kind"], first["delta"], second["delta"]) == ("import", 7, 2)
    assert first["expires_at"] > second["expires_at"]
    clock(timedelta(days=10))
    await night(shop)
    assert await sound(shop, card) == 7
    done(await counter.reverse(card, first["id"]))
    async with shop.db() as db:
        assert (await db.get_one(Card, (shop.id, card.id))).balance == 0
