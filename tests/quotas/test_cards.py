"""Exactly as many active cards as the plan has room for, by whatever way they are given out."""

from __future__ import annotations

import asyncio
from collections import Counter as Tally
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import text

from tests.cards.counter import done, refused
from tests.imports.files import clerk_of, written
from tests.quotas.plan import at_once, counted, ending, given, used
from tests.world import GivenProgram, Shop, World, key


def card_in(program: GivenProgram, n: int | str = "") -> dict[str, Any]:
    return {"program_id": str(program.id), "customer": {"first_name": f"Client {n}"}}


async def merged(shop: Shop, kept: UUID | None, other: UUID | None) -> httpx.Response:
    client = await shop.client()
    tags = [(await client.get(f"/v1/customers/{one}")).headers["ETag"] for one in (kept, other)]
    versions = [int(tag.strip('"')) for tag in tags]
    order = {
        "keep_id": str(kept),
        "merge_id": str(other),
        "keep_version": versions[0],
        "merge_version": versions[1],
    }
    return await client.post("/v1/merges", json=order)


def joining(program: GivenProgram) -> dict[str, Any]:
    return {
        "program_id": str(program.id),
        "first_name": "Léa",
        "phone": "06 12 34 56 78",
        "marketing_consent": False,
        "notice_version": "2026-11",
    }


def item(program: GivenProgram, name: str) -> dict[str, Any]:
    return card_in(program, name) | {"key": f"bulk-{name}-{program.id}"}


async def test_of_many_enrolments_at_once(world: World) -> None:
    shop = await world.shop()
    program = await shop.program()
    await given(shop, cards=12)
    client = await shop.client("cashier")
    work = [client.post("/v1/cards", json=card_in(program, n)) for n in range(40)]
    assert Tally(await at_once(work)) == {"201": 12, "403 PLAN_LIMIT": 28}
    assert (await counted(shop))["cards"] == 12
    listed = done(await client.get("/v1/customers?limit=100"), 200)["items"]
    assert len(listed) == 12, "whoever got no card is not in the notebook either"


async def test_all_ways_at_once(world: World) -> None:
    """Enrolments with and without keys, the public page, bulk and merges: nobody waits for ever,
    and what is counted is what is there."""
    shop = await world.shop()
    program = await shop.program()
    await given(shop, cards=30)
    client, anybody = await shop.client(), world.connect()
    join = joining(program)
    pairs = [(await shop.card(program), await shop.card(program)) for _ in range(3)]

    async def bulk(n: int) -> httpx.Response:
        while True:
            body = {"items": [item(program, f"{n}-{one}") for one in range(6)]}
            answer = await client.post("/v1/cards/bulk", json=body)
            if answer.status_code != 409:
                return answer

    answers = await asyncio.gather(
        *(client.post("/v1/cards", json=card_in(program, n)) for n in range(8)),
        *(client.post("/v1/cards", json=card_in(program, n), headers=key()) for n in range(8)),
        *(anybody.post(f"/v1/public/{shop.slug}/cards", json=join) for _ in range(8)),
        *(bulk(n) for n in range(3)),
        *(merged(shop, one.customer_id, other.customer_id) for one, other in pairs),
    )
    endings = Tally(ending(answer) for answer in answers)
    full = {"201", "200", "403 PLAN_LIMIT", "409 PROGRAM_NOT_ACTIVE"}
    assert set(endings) <= full, endings
    assert (await counted(shop))["cards"] == 30


async def test_a_list_gets_as_many_as_there_is_room_for(world: World) -> None:
    shop = await world.shop()
    program = await shop.program()
    await given(shop, cards=3)
    client = await shop.client()
    body = {"items": [item(program, str(n)) for n in range(5)]}
    items = done(await client.post("/v1/cards/bulk", json=body), 200)["items"]
    assert [one["outcome"] for one in items] == ["created"] * 3 + ["error"] * 2
    assert {one["problem"]["code"] for one in items[3:]} == {"PLAN_LIMIT"}
    await given(shop, cards=4)
    items = done(await client.post("/v1/cards/bulk", json=body), 200)["items"]
    assert [one["outcome"] for one in items] == ["exists"] * 3 + ["created", "error"]
    assert (await counted(shop))["cards"] == 4


async def test_whoever_wants_to_join_is_not_told_about_plans(world: World) -> None:
    shop = await world.shop()
    program = await shop.program()
    await given(shop, cards=0)
    path = f"/v1/public/{shop.slug}/cards"
    answer = await world.connect().post(path, json=joining(program))
    problem = refused(answer, 409, "PROGRAM_NOT_ACTIVE")
    assert not {"limit", "used"} & problem.keys()


async def test_a_life_of_cards(world: World) -> None:
    """Closed and merged ones make room, a lost one keeps its own, an undone merge needs it
    again."""
    shop = await world.shop()
    program = await shop.program()
    await given(shop, cards=3)
    client = await shop.client()
    one, other, third = [await shop.card(program) for _ in range(3)]
    done(await client.post(f"{one.path}/replacement"))
    assert (await counted(shop))["cards"] == 3
    made = done(await merged(shop, one.customer_id, other.customer_id))
    assert (await counted(shop))["cards"] == 2
    fourth = done(await client.post("/v1/cards", json=card_in(program)))
    undo = f"/v1/merges/{made['id']}/reversal"
    refused(await client.post(undo), 403, "PLAN_LIMIT")
    closure = {"reason": "Fermée"}
    done(await client.post(f"/v1/cards/{fourth['id']}/closure", json=closure), 200)
    done(await client.post(undo), 200)
    assert (await counted(shop))["cards"] == 3
    done(await client.post(f"{third.path}/closure", json=closure), 200)
    assert (await counted(shop))["cards"] == 2


async def test_an_import_beside_enrolments(world: World) -> None:
    """Its rows beyond the limit are rejected, to be sent again; the counter takes its share."""
    shop = await world.shop()
    program = await shop.program()
    await given(shop, cards=20)
    client = await shop.client()
    clerk = await clerk_of(shop, world.settings)
    lines = [["Prénom", "Email", "Points"]]
    lines += [[f"C{n}", f"c{n}@example.com", "5"] for n in range(30)]
    brought = await clerk.bring(written(lines))
    checked = await clerk.map(brought, program_id=str(program.id))
    assert checked["status"] == "checked", checked
    answers = asyncio.gather(
        *(client.post("/v1/cards", json=card_in(program, n)) for n in range(5))
    )
    ran = await clerk.post(checked, "run")
    given_out = sum(answer.status_code == 201 for answer in await answers)
    for _ in range(8):  # somebody took what its page had counted on
        if ran["status"] != "running":
            break
        await asyncio.sleep(1)
        await clerk.work()
        ran = await clerk.read(ran["id"])
    assert ran["status"] == "done", ran
    new, rejected = ran["counts"]["new"], ran["counts"]["rejected"]
    assert (new + rejected, new + given_out) == (30, 20)
    assert (await counted(shop))["cards"] == 20
    await clerk.post(ran, "reversal")
    assert (await counted(shop))["cards"] == given_out


async def test_earning_never_waits_for_the_counters(world: World) -> None:
    """The row is held by somebody, and the till goes on."""
    shop = await world.shop()
    program = await shop.program()
    await given(shop, cards=9)
    card = await shop.card(program)
    client = await shop.client()
    hold = text("SELECT 1 FROM usages WHERE merchant_id = :merchant_id FOR UPDATE")
    async with shop.db() as db:
        await db.execute(hold, {"merchant_id": shop.id})
        earned = client.post(f"{card.path}/earnings", json={}, headers=key())
        assert (await asyncio.wait_for(earned, 10)).status_code == 201
        read = client.get(card.path)
        assert (await asyncio.wait_for(read, 10)).status_code == 200
    assert await used(shop) == await counted(shop)
