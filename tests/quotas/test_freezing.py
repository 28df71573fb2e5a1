"""A smaller plan deletes nothing: what it has no room for is frozen, and thaws again."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from api.cards import fitting
from api.cards.models import Card
from api.core import worker
from tests.accounts.team import PIN, at_counter, give_pin, paired, place, type_pin
from tests.cards.counter import done, refused
from tests.quotas.plan import counted, ending, given
from tests.quotas.test_cards import card_in
from tests.world import GivenCard, GivenProgram, Shop, World, key

AT_ONCE = text("""
SELECT used, (SELECT count(*) FROM cards
               WHERE merchant_id = :merchant_id AND status = 'active' AND frozen_at IS NULL)
  FROM usages WHERE merchant_id = :merchant_id AND resource = 'cards'
""")
"""What is counted and what is there, as of one moment."""

Clock = Callable[[timedelta], None]


async def now_on(shop: Shop, **limits: int) -> None:
    await given(shop, **limits)
    await worker.drain(shop.world.database, shop.world.settings)


async def frozen(shop: Shop, what: str) -> list[str]:
    listed = done(await (await shop.client()).get(f"/v1/{what}?limit=100"), 200)["items"]
    return [one["id"] for one in listed if one["frozen"]]


async def earns(shop: Shop, card_id: UUID | str) -> str:
    path = f"/v1/cards/{card_id}/earnings"
    answer = await (await shop.client("cashier")).post(path, json={}, headers=key())
    return "earned" if answer.status_code == 201 else str(answer.json()["code"])


async def test_cards_used_last_stay_active(
    world: World, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In batches of two, so that the job has to go on."""
    monkeypatch.setattr(fitting, "BATCH", 2)
    shop = await world.shop()
    program = await shop.program(1)
    await given(shop, cards=10)
    cards = [await shop.card(program) for _ in range(8)]
    clock(timedelta(days=1))
    for used_last in (cards[0], cards[5]):
        assert await earns(shop, used_last.id) == "earned"
    await now_on(shop, cards=3)
    assert (await counted(shop))["cards"] == 3
    asleep = await frozen(shop, "cards")
    assert len(asleep) == 5
    assert not {str(cards[0].id), str(cards[5].id)} & set(asleep)
    assert await earns(shop, asleep[0]) == "CARD_FROZEN_BY_PLAN"
    owner = await shop.browser()
    usage = done(await owner.get("/v1/usage"), 200)["items"]
    (of_cards,) = [one for one in usage if one["resource"] == "cards"]
    assert (of_cards["used"], of_cards["frozen"], of_cards["level"]) == (3, 5, "full")
    refused(await owner.post(f"/v1/cards/{asleep[0]}/activation"), 403, "PLAN_LIMIT")
    closure = {"reason": "Fermée"}
    done(await owner.post(f"{cards[5].path}/closure", json=closure), 200)
    assert not done(await owner.post(f"/v1/cards/{asleep[0]}/activation"), 200)["frozen"]
    assert await earns(shop, asleep[0]) == "earned"
    done(await owner.post(f"/v1/cards/{asleep[1]}/closure", json=closure), 200)
    assert (await counted(shop))["cards"] == 3
    await now_on(shop, cards=50)
    assert await frozen(shop, "cards") == []
    assert (await counted(shop))["cards"] == 6


async def test_a_frozen_card_gives_its_rewards(world: World) -> None:
    shop = await world.shop()
    program = await shop.program(1)
    card = await shop.stamped(program, 1)
    await given(shop, cards=10)
    await now_on(shop, cards=0)
    client = await shop.client()
    done(await client.get(card.path), 200)
    adjustment = {"delta": 1, "reason": "Geste"}
    more = client.post(f"{card.path}/adjustments", json=adjustment, headers=key())
    refused(await more, 409, "CARD_FROZEN_BY_PLAN")
    reward = {"reward_id": str(program.rewards[0])}
    done(await client.post(f"{card.path}/redemptions", json=reward, headers=key()))


async def test_programs(world: World) -> None:
    shop = await world.shop()
    await given(shop, programs=5)
    programs: list[GivenProgram] = [await shop.program(1) for _ in range(3)]
    card = await shop.card(programs[2])
    await now_on(shop, programs=1)
    oldest, _, youngest = programs
    assert set(await frozen(shop, "programs")) == {str(one.id) for one in programs[1:]}
    assert (await counted(shop))["programs"] == 1
    assert await earns(shop, card.id) == "FROZEN_BY_PLAN"
    owner = await shop.browser()
    refused(await owner.post("/v1/cards", json=card_in(youngest)), 403, "FROZEN_BY_PLAN")
    renamed = owner.patch(
        f"/v1/programs/{youngest.id}", json={"name": "Autre"}, headers={"If-Match": "*"}
    )
    refused(await renamed, 403, "FROZEN_BY_PLAN")
    shown = done(await world.connect().get(f"/v1/public/{shop.slug}"), 200)["programs"]
    assert [one["id"] for one in shown] == [str(oldest.id)]
    chosen = {"programs": [str(youngest.id)]}
    done(await owner.put("/v1/plan-selection", json=chosen), 200)
    assert set(await frozen(shop, "programs")) == {str(one.id) for one in programs[:2]}
    assert await earns(shop, card.id) == "earned"
    await now_on(shop, programs=3)
    assert await frozen(shop, "programs") == []
    await now_on(shop, programs=2)
    assert await frozen(shop, "programs") == [str(programs[1].id)], "the choice is remembered"
    async with shop.db() as db:
        assert await db.scalar(select(func.count()).select_from(Card)) == 1


async def test_chosen_before_there_is_less_room(world: World) -> None:
    shop = await world.shop()
    await given(shop, locations=3)
    here, there = await place(shop, "Ici"), await place(shop, "Là")
    owner = await shop.browser()
    wish = {"programs": [], "locations": [there], "members": []}
    assert done(await owner.put("/v1/plan-selection", json=wish), 200) == wish
    assert await frozen(shop, "locations") == []
    await now_on(shop, locations=1)
    assert await frozen(shop, "locations") == [here]
    assert done(await owner.get("/v1/plan-selection"), 200) == wish
    for body, status, code in (
        ({"locations": [str(shop.id)]}, 404, "LOCATION_NOT_FOUND"),
        ({"programs": [str(shop.id)]}, 404, "PROGRAM_NOT_FOUND"),
        ({"members": [str(shop.id)]}, 404, "MEMBER_NOT_FOUND"),
        ({"members": [str(shop.team["cashier"].membership_id)]}, 409, "LAST_OWNER"),
    ):
        refused(await owner.put("/v1/plan-selection", json=body), status, code)
    manager = await shop.browser("manager")
    refused(await manager.put("/v1/plan-selection", json=wish), 403, "FORBIDDEN_SCOPE")


async def test_a_frozen_place_opens_no_counter(world: World) -> None:
    shop = await world.shop()
    await given(shop, locations=2)
    await place(shop)
    tablet = await paired(shop)
    await give_pin(shop, "cashier")
    counter = await at_counter(shop, tablet)
    done(await counter.get("/v1/cards"), 200)
    await now_on(shop, locations=1)
    refused(await counter.get("/v1/cards"), 401, "NOT_SIGNED_IN")
    refused(await type_pin(shop, tablet, "cashier", PIN), 403, "FROZEN_BY_PLAN")
    owner = await shop.browser()
    path, anyhow = f"/v1/locations/{tablet.location_id}", {"If-Match": "*"}
    refused(await owner.patch(path, json={"name": "X"}, headers=anyhow), 403, "FROZEN_BY_PLAN")
    done(await owner.patch(path, json={"active": False}, headers=anyhow), 200)
    assert (await counted(shop))["locations"] == 1


async def test_a_frozen_member_only_reads_and_an_owner_stays(world: World) -> None:
    shop = await world.shop()
    await given(shop, members=4)
    cashier, owner = await shop.browser("cashier"), await shop.browser("owner")
    program = await shop.program()
    done(await cashier.post("/v1/cards", json=card_in(program)))
    await now_on(shop, members=1)
    refused(await cashier.post("/v1/cards", json=card_in(program)), 403, "FROZEN_BY_PLAN")
    refused(await cashier.post("/v1/locations", json={}), 403, "FORBIDDEN_SCOPE")
    done(await cashier.get("/v1/cards"), 200)
    (post,) = done(await cashier.get("/v1/me"), 200)["memberships"]
    assert post["frozen"]
    assert "cards:write" not in post["scopes"]
    members = done(await owner.get("/v1/members"), 200)["items"]
    assert {one["role"] for one in members if not one["frozen"]} == {"owner"}
    assert (await counted(shop))["members"] == 1
    await now_on(shop, members=4)
    done(await cashier.post("/v1/cards", json=card_in(program)))


async def test_what_has_gone_is_no_longer_chosen(world: World) -> None:
    """Else the desk would send it back with the next choice, and be refused."""
    shop = await world.shop()
    owner = await shop.browser()
    rue = done(await owner.post("/v1/locations", json={"name": "Rue Haute"}))["id"]
    chosen = done(await owner.put("/v1/plan-selection", json={"locations": [rue]}), 200)
    assert chosen["locations"] == [rue]
    assert (await owner.delete(f"/v1/locations/{rue}")).status_code == 204
    left = done(await owner.get("/v1/plan-selection"), 200)
    assert left == {"programs": [], "locations": [], "members": []}
    done(await owner.put("/v1/plan-selection", json=left), 200)


async def test_cards_are_closed_and_given_out_while_others_are_frozen(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In small batches, so that the counter comes between: whoever is first, as many are active
    in the end as there is room for, and the count agrees at every moment that can be seen."""
    monkeypatch.setattr(fitting, "BATCH", 3)
    shop = await world.shop()
    program = await shop.program(1)
    await given(shop, cards=100)
    cards = [await shop.card(program) for _ in range(24)]
    owner = await shop.client()
    chance = random.Random(7)

    async def close(card: GivenCard) -> None:
        await asyncio.sleep(chance.random() / 2)
        answer = await owner.post(f"{card.path}/closure", json={"reason": "Perdue"})
        done(answer, 200)

    async def give_out() -> None:
        await asyncio.sleep(chance.random() / 2)
        assert ending(await owner.post("/v1/cards", json=card_in(program))) in (
            "201",
            "403 PLAN_LIMIT",
        )

    async def look() -> None:
        for _ in range(20):
            await asyncio.sleep(0.03)
            async with shop.db() as db:
                used, there = (await db.execute(AT_ONCE, {"merchant_id": shop.id})).one()
                assert used == there

    for most, closed in ((10, cards[:8]), (14, cards[8:14])):
        await given(shop, cards=most)
        freezing = worker.drain(world.database, world.settings)
        comings = [give_out() for _ in range(4)]
        await asyncio.gather(freezing, look(), *(close(card) for card in closed), *comings)
        await worker.drain(world.database, world.settings)
        left = (await counted(shop))["cards"]
        asleep = len(await frozen(shop, "cards"))
        assert left == most if asleep else left <= most
