"""What the notebook holds about a customer, and what it refuses to hold."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from api.customers.models import Customer
from tests.cards.counter import count, done, refused
from tests.world import World

Clock = Callable[[timedelta], None]

WHOLE: dict[str, Any] = {
    "title": "mrs",
    "first_name": "Chloé",
    "last_name": "Lefèvre",
    "company": "Fleurs Lefèvre",
    "siret": "73282932000074",
    "phone": "+33639980102",
    "email": "chloe@client.example",
    "address": {
        "line1": "3 rue des Lilas",
        "line2": "Bâtiment B",
        "postcode": "44000",
        "city": "Nantes",
        "region": "Pays de la Loire",
        "country": "FR",
    },
    "language": "fr",
    "notes": "Vient le samedi",
    "tags": ["VIP", "Mariage"],
    "birthday": {"month": 2, "day": 29},
    "age": "adult",
    "preferred_contact": "post",
}


async def test_every_field_comes_back(world: World) -> None:
    owner = await (await world.shop()).client()
    made = done(await owner.post("/v1/customers", json=WHOLE))
    assert {name: made[name] for name in WHOLE} == WHOLE
    path = f"/v1/customers/{made['id']}"
    assert done(await owner.get(path), 200) == made
    assert (made["visits"], made["spent"], made["has_photo"], made["merged_into"]) == (
        0, 0, False, None,
    )  # fmt: skip
    emptied = dict.fromkeys(WHOLE) | {"company": "Fleurs"}
    changed = done(await owner.patch(path, json=emptied, headers={"If-Match": "*"}), 200)
    assert changed["company"] == "Fleurs"
    assert changed["tags"] == []
    gone = set(WHOLE) - {"company", "tags"}
    assert {name: changed[name] for name in gone} == dict.fromkeys(gone)
    # One way to recognise the customer has to stay.
    answer = await owner.patch(path, json={"company": None}, headers={"If-Match": "*"})
    refused(answer, 422, "NOBODY_NAMED")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("siret", "73282932000075"),
        ("siret", "7328293200007"),
        ("siret", "7328293200007x"),
        ("address", {"postcode": "4400", "country": "FR"}),
        ("address", {"postcode": "44 000", "country": "FR"}),
        ("address", {"postcode": "0123", "country": "BE"}),
        ("address", {"postcode": "10115", "country": "BE"}),
        ("address", {"postcode": "１２３４５", "country": "FR"}),
        ("address", {"country": "XX"}),
        ("address", {"country": "FRA"}),
        ("address", {"street": "x"}),
        ("birthday", {"month": 2, "day": 30}),
        ("birthday", {"month": 4, "day": 31}),
        ("birthday", {"month": 13, "day": 1}),
        ("birthday", {"month": 1, "day": 1, "year": 1990}),
        ("title", "dr"),
        ("age", "elderly"),
        ("preferred_contact", "pigeon"),
        ("tags", ["x" * 31]),
        ("tags", [str(number) for number in range(21)]),
        ("tags", [""]),
        ("tags", ["a\x1fb"]),
        ("adult_verified_on", "2026-01-01"),
        ("birth_date", "1990-01-01"),
    ],
)
async def test_what_is_no_such_thing_is_refused(world: World, field: str, value: Any) -> None:
    owner = await (await world.shop()).client()
    body = {"first_name": "Camille", field: value}
    problem = refused(await owner.post("/v1/customers", json=body), 422, "VALIDATION")
    assert problem["errors"][0]["field"].startswith(f"body.{field}")


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("siret", "732 829 320 00074", "73282932000074"),
        ("siret", "356 000 000 00048", "35600000000048"),
        ("tags", ["VIP", " vip ", "Été"], ["VIP", "Été"]),
    ],
)
async def test_how_values_are_kept(world: World, field: str, value: Any, kept: Any) -> None:
    owner = await (await world.shop()).client()
    body = {"first_name": "Camille", field: value}
    assert done(await owner.post("/v1/customers", json=body))[field] == kept


async def test_majority_is_a_date_of_verification_only(world: World, clock: Clock) -> None:
    owner = await (await world.shop()).client()
    path = f"/v1/customers/{done(await owner.post('/v1/customers', json=WHOLE))['id']}"
    assert done(await owner.get(path), 200)["adult_verified_on"] is None
    verified = done(await owner.post(f"{path}/adult-verification"), 200)
    assert verified["age"] == "adult"
    today = datetime.fromisoformat(verified["created_at"]).astimezone(ZoneInfo("Europe/Paris"))
    assert verified["adult_verified_on"] == today.date().isoformat()
    # Who is a minor after all was not verified.
    minor = await owner.patch(path, json={"age": "minor"}, headers={"If-Match": "*"})
    assert done(minor, 200)["adult_verified_on"] is None
    assert not [one.name for one in Customer.__table__.columns if "year" in one.name]


async def test_tags_in_use(world: World) -> None:
    shop = await world.shop()
    owner = await shop.client()
    for tags in (["VIP", "Mariage"], ["VIP"], ["vip"], ["Été"], []):
        done(await owner.post("/v1/customers", json={"first_name": "A", "tags": tags}))
    assert done(await owner.get("/v1/customers/tags"), 200)["items"] == [
        {"tag": "Mariage", "customers": 1},
        {"tag": "VIP", "customers": 3},
        {"tag": "Été", "customers": 1},
    ]
    found = done(await owner.get("/v1/customers", params={"tag": "VIP"}), 200)["items"]
    assert [one["tags"][0] for one in found] == ["vip", "VIP", "VIP"]


FILTERED: list[tuple[dict[str, Any], set[str]]] = [
    ({"city": "NANTES"}, {"Chloé"}),
    ({"city": "nant"}, {"Chloé"}),
    ({"city": "antes"}, set()),
    ({"has_email": True}, {"Chloé"}),
    ({"has_email": False}, {"Karim", "Léa"}),
    ({"birthday_month": 2}, {"Chloé"}),
    ({"birthday_month": 3}, set()),
    ({"consent": "marketing_email"}, {"Chloé"}),
    ({"consent": "marketing_post"}, set()),
    ({"tag": "vip", "city": "Nantes", "q": "lefevre"}, {"Chloé"}),
    ({"tag": "mariage", "has_email": False}, set()),
    ({"q": "fleurs"}, {"Chloé"}),
    ({"q": "732829320"}, {"Chloé"}),
    ({"sort": "name"}, {"Chloé", "Karim", "Léa"}),
]


async def test_filters_and_count(world: World) -> None:
    shop, other = await world.shop(), await world.shop()
    owner = await shop.client()
    for place in (shop, other):
        client = await place.client()
        done(await client.post("/v1/customers", json=WHOLE | {"marketing_consent": True}))
        done(await client.post("/v1/customers", json={"first_name": "Karim"}))
    program = await shop.program()
    lea = await shop.customer("Léa")
    card = await shop.card(program, customer_id=lea)
    for params, names in (
        *FILTERED,
        ({"program_id": str(program.id)}, {"Léa"}),
        ({"q": card.number}, {"Léa"}),
        ({"q": f"{card.number[:4]}-{card.number[4:]}".lower()}, {"Léa"}),
        ({"q": card.code}, {"Léa"}),
    ):
        answer = await owner.get("/v1/customers", params=params | {"count": True})
        assert {one["first_name"] for one in done(answer, 200)["items"]} == names, params
        assert answer.headers["X-Total-Count"] == str(len(names))
    assert "X-Total-Count" not in (await owner.get("/v1/customers")).headers


async def test_the_same_new_customer_at_two_counters_at_once(world: World) -> None:
    shop = await world.shop()
    program = await shop.program()
    one, two = await shop.client(), await shop.browser()
    body = {
        "program_id": str(program.id),
        "customer": {"first_name": "Camille", "phone": "06 39 98 01 02", "email": "c@d.example"},
    }
    for _ in range(3):
        answers = await asyncio.gather(
            *(client.post("/v1/cards", json=body) for client in (one, two, one, two))
        )
        statuses = sorted(answer.status_code for answer in answers)
        assert statuses in ([201, 409, 409, 409], [409] * 4)
    assert await count(shop, Customer) == 1
