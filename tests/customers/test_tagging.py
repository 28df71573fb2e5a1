"""Tags for many customers at once."""

from __future__ import annotations

import httpx
import pytest

from api.customers.models import Customer
from tests.cards.counter import done, refused
from tests.world import Shop, World


async def add(client: httpx.AsyncClient, name: str, *tags: str, city: str | None = None) -> str:
    body = {"first_name": name, "tags": list(tags), "address": {"city": city} if city else None}
    return str(done(await client.post("/v1/customers", json=body))["id"])


async def tags(shop: Shop) -> dict[str, list[str]]:
    listed = done(await (await shop.client()).get("/v1/customers"), 200)["items"]
    return {one["first_name"]: one["tags"] for one in listed}


async def test_tags_come_and_go(world: World) -> None:
    shop, other = await world.shop(), await world.shop()
    owner = await shop.client()
    theirs = await add(await other.client(), "Zoé", "vip")
    anne = await add(owner, "Anne", "vip", "Mariage")
    karim = await add(owner, "Karim")
    full = await add(owner, "Plein", *(str(number) for number in range(20)))
    ids = [anne, karim, full, theirs, "01920000-0000-7000-8000-000000000000"]
    body = {"ids": ids, "add": ["VIP", "Noël"], "remove": ["mariage"]}
    assert done(await owner.post("/v1/customers/bulk-tags", json=body), 200)["changed"] == 2
    found = await tags(shop)
    assert found["Anne"] == ["vip", "Noël"]
    assert found["Karim"] == ["VIP", "Noël"]
    assert len(found["Plein"]) == 20
    assert await tags(other) == {"Zoé": ["vip"]}
    # Found by the tags that they have now, and by no other.
    for tag, names in (("VIP", {"Anne", "Karim"}), ("mariage", set()), ("noël", {"Anne", "Karim"})):
        listed = done(await owner.get("/v1/customers", params={"tag": tag}), 200)["items"]
        assert {one["first_name"] for one in listed} == names
    again = body | {"remove": []}
    assert done(await owner.post("/v1/customers/bulk-tags", json=again), 200) == {
        "changed": 0,
        "undo": [],
    }
    # Whoever had the record open is told that it is another one now.
    stale = await owner.patch(
        f"/v1/customers/{karim}", json={"notes": "x"}, headers={"If-Match": '"1"'}
    )
    refused(stale, 412, "STALE")


async def test_a_filtered_list_is_tagged(world: World) -> None:
    shop = await world.shop()
    owner = await shop.client()
    await add(owner, "Anne", city="Nantes")
    await add(owner, "Karim", city="Rennes")
    body = {"filter": {"city": "nantes"}, "add": ["Ici"]}
    assert done(await owner.post("/v1/customers/bulk-tags", json=body), 200)["changed"] == 1
    assert await tags(shop) == {"Anne": ["Ici"], "Karim": []}
    everybody = {"filter": {}, "remove": ["ICI"]}
    assert done(await owner.post("/v1/customers/bulk-tags", json=everybody), 200)["changed"] == 1
    assert await tags(shop) == {"Anne": [], "Karim": []}


async def test_what_a_list_got_is_taken_back(world: World) -> None:
    shop = await world.shop()
    owner = await shop.client()
    await add(owner, "Anne", "vip", "Mariage")
    await add(owner, "Karim", "mariage")
    await add(owner, "Zoé")
    before = await tags(shop)
    body = {"filter": {}, "add": ["VIP", "Noël"], "remove": ["MARIAGE"]}
    answer = done(await owner.post("/v1/customers/bulk-tags", json=body), 200)
    assert (await tags(shop))["Zoé"] == ["VIP", "Noël"]
    for order in answer["undo"]:
        done(await owner.post("/v1/customers/bulk-tags", json=order), 200)
    # As it was written, by each; the tag that Anne had before is still hers.
    assert await tags(shop) == before


@pytest.mark.parametrize(
    ("city", "found"),
    [
        ("nantes", ["Anne"]),
        ("NAN", ["Anne"]),
        ("saint-étienne", ["Karim", "Zoé"]),
        ("Saint Etienne", ["Karim", "Zoé"]),
        ("SAINT-E", ["Karim", "Zoé"]),
        ("saint", ["Karim", "Léa", "Zoé"]),
        ("etienne", []),
        ("n n", []),
        ("!", []),
        ("'s-h", ["Ève"]),
    ],
)
async def test_a_city_is_found_by_its_beginning(world: World, city: str, found: list[str]) -> None:
    shop, other = await world.shop(), await world.shop()
    owner = await shop.client()
    for name, place in (
        ("Anne", "Nantes"),
        ("Karim", "Saint-Étienne"),
        ("Zoé", "SAINT ETIENNE-du-Bois"),
        ("Léa", "Saint-Malo"),
        ("Ève", "’s-Hertogenbosch"),
    ):
        await add(owner, name, city=place)
        await add(await other.client(), name, city=place)
    listed = done(await owner.get("/v1/customers", params={"city": city, "sort": "name"}), 200)
    assert sorted(one["first_name"] for one in listed["items"]) == sorted(found)


async def test_what_is_refused(world: World) -> None:
    shop = await world.shop()
    owner = await shop.client()
    somebody = str(await shop.customer())
    for body in (
        {"add": ["x"]},
        {"ids": [somebody], "filter": {}, "add": ["x"]},
        {"ids": [somebody]},
        {"ids": [], "add": ["x"]},
        {"ids": [somebody], "add": ["x" * 31]},
        {"filter": {"nobody": 1}, "add": ["x"]},
    ):
        refused(await owner.post("/v1/customers/bulk-tags", json=body), 422, "VALIDATION")
    auditor = await shop.client("auditor")
    answer = await auditor.post("/v1/customers/bulk-tags", json={"filter": {}, "add": ["x"]})
    refused(answer, 403, "FORBIDDEN_SCOPE")
    async with shop.db() as db:
        assert (await db.get_one(Customer, (shop.id, somebody))).tags == []
