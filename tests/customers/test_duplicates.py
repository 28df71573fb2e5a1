"""Proposing customers who may be one person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from api.core import jobs
from api.customers import duplicates
from tests.cards.counter import done, refused
from tests.world import Shop, World


async def proposed(shop: Shop, customer_id: str | None = None) -> list[dict[str, Any]]:
    async with shop.db() as db:
        await duplicates.find(db, UUID(customer_id) if customer_id else None)
    return list(done(await (await shop.client()).get("/v1/duplicates"), 200)["items"])


async def add(shop: Shop, **who: Any) -> str:
    client = await shop.client()
    return str(done(await client.post("/v1/customers", json=who | {"allow_duplicate": True}))["id"])


PAIRS: list[tuple[dict[str, Any], dict[str, Any], list[str]]] = [
    ({"phone": "06 39 98 01 02"}, {"phone": "+33639980102"}, ["phone"]),
    ({"email": "Lea@client.example"}, {"email": "lea@CLIENT.example"}, ["email"]),
    (
        {"first_name": "Élodie", "last_name": "Lefèvre", "phone": "06 39 98 01 02"},
        {"first_name": "Elodie", "last_name": "Lefebvre", "phone": "06 39 98 01 02"},
        ["phone", "name"],
    ),
    (
        {"first_name": "Philippe", "last_name": "Durant"},
        {"first_name": "durant", "last_name": "filipe"},
        ["name"],
    ),
    ({"company": "Fleurs Lefèvre"}, {"company": "FLEURS LEFEVRE SARL"}, []),
    ({"company": "Fleurs Lefèvre"}, {"company": "Fleurs LEFÈBVRE"}, ["name"]),
    ({"first_name": "Camille"}, {"first_name": "Camille"}, []),
    (
        {"first_name": "Marie", "last_name": "Roy"},
        {"first_name": "Marie", "last_name": "Petit"},
        [],
    ),
    # Only namesakes.
    (
        {"first_name": "Anne", "last_name": "Roy", "birthday": {"month": 1, "day": 2}},
        {"first_name": "Anne", "last_name": "Roy", "birthday": {"month": 2, "day": 1}},
        [],
    ),
    (
        {
            "first_name": "Anne",
            "last_name": "Roy",
            "phone": "06 39 98 01 02",
            "email": "a@b.example",
        },
        {
            "first_name": "Anne",
            "last_name": "Roy",
            "phone": "06 39 98 01 03",
            "email": "c@b.example",
        },
        [],
    ),
]


@pytest.mark.parametrize(("one", "other", "reasons"), PAIRS)
async def test_who_may_be_one_person(
    world: World, one: dict[str, Any], other: dict[str, Any], reasons: list[str]
) -> None:
    shop, elsewhere = await world.shop(), await world.shop()
    await add(elsewhere, **one)
    ids = [await add(shop, **one), await add(shop, **other)]
    for about in (ids[1], None, ids[0]):
        found = await proposed(shop, about)
        assert [pair["reason"] for pair in found] == ([reasons] if reasons else [])
        for pair in found:
            assert [customer["id"] for customer in pair["customers"]] == ids
    assert await proposed(elsewhere) == []


async def test_the_likeliest_come_first(world: World) -> None:
    shop = await world.shop()
    anne = {"first_name": "Anne", "last_name": "Roy", "email": "anne@client.example"}
    await add(shop, **anne)
    await add(shop, **anne, phone="06 39 98 01 02")
    await add(shop, first_name="Karim", phone="06 39 98 01 02")
    scores = [pair["score"] for pair in await proposed(shop)]
    assert len(scores) == 2
    assert scores[0] > 90 > 40 > scores[1]


async def test_a_dismissal_is_remembered(world: World) -> None:
    shop = await world.shop()
    manager, cashier = await shop.client("manager"), await shop.client("cashier")
    mother = await add(shop, first_name="Anne", phone="06 39 98 01 02")
    await add(shop, first_name="Zoé", phone="06 39 98 01 02")
    (pair,) = await proposed(shop)
    path = f"/v1/duplicates/{pair['id']}/dismissal"
    refused(await cashier.post(path), 403, "FORBIDDEN_SCOPE")
    done(await manager.post(path), 200)
    assert await proposed(shop) == []
    assert await proposed(shop, mother) == []
    done(await manager.post(path), 200)


async def test_a_dismissal_is_taken_back(world: World) -> None:
    shop = await world.shop()
    manager = await shop.client("manager")
    cashier, auditor = await shop.client("cashier"), await shop.client("auditor")
    mother = await add(shop, first_name="Anne", phone="06 39 98 01 02")
    child = await add(shop, first_name="Zoé", phone="06 39 98 01 02")
    for mail in ("a@client.example", "b@client.example"):
        for _ in range(2):
            await add(shop, email=mail)
    pairs = await proposed(shop)
    paths = [f"/v1/duplicates/{pair['id']}/dismissal" for pair in pairs]
    dismissed = [done(await manager.post(path), 200) for path in paths]
    assert await proposed(shop) == []
    listed = done(await auditor.get("/v1/duplicates?dismissed=true"), 200)["items"]
    assert listed == dismissed[::-1]
    assert all(pair["dismissed_at"] for pair in listed)
    (family,) = (path for path, pair in zip(paths, pairs, strict=True) if "phone" in pair["reason"])
    for client in (cashier, auditor):
        refused(await client.delete(family), 403, "FORBIDDEN_SCOPE")
    assert done(await manager.delete(family), 200)["dismissed_at"] is None
    (again,) = done(await auditor.get("/v1/duplicates"), 200)["items"]
    assert [one["id"] for one in again["customers"]] == [mother, child]
    assert len(done(await auditor.get("/v1/duplicates?dismissed=true"), 200)["items"]) == 2
    assert done(await manager.delete(family), 200) == again


async def test_what_no_longer_holds_is_no_longer_proposed(world: World) -> None:
    shop = await world.shop()
    owner = await shop.client()
    await add(shop, first_name="Anne", phone="06 39 98 01 02")
    zoe = await add(shop, first_name="Zoé", phone="06 39 98 01 02")
    assert len(await proposed(shop)) == 1
    change = {"phone": "06 39 98 01 03"}
    done(await owner.patch(f"/v1/customers/{zoe}", json=change, headers={"If-Match": "*"}), 200)
    assert await proposed(shop, zoe) == []


async def test_many_with_one_phone_are_no_duplicates(world: World) -> None:
    shop = await world.shop()
    for number in range(9):
        await add(shop, first_name=f"N{number}", phone="06 00 00 00 00")
    assert await proposed(shop) == []


async def test_writing_a_customer_asks_for_the_comparison(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    enqueue = jobs.enqueue

    async def noted(db: Any, name: str, **payload: Any) -> None:
        asked.append((name, payload.get("customer_id")))
        await enqueue(db, name, **payload)

    monkeypatch.setattr(jobs, "enqueue", noted)
    shop = await world.shop()
    owner = await shop.client()
    anne = await add(shop, first_name="Anne")
    path = f"/v1/customers/{anne}"
    done(await owner.patch(path, json={"notes": "x"}, headers={"If-Match": "*"}), 200)
    assert asked == [(duplicates.COMPARE, UUID(anne))]
    done(await owner.patch(path, json={"last_name": "Roy"}, headers={"If-Match": "*"}), 200)
    assert len(asked) == 2
