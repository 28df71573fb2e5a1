"""What happens is told, once, in the words that are described, and without anybody's data."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any, get_args

import pytest
from uuid_utils.compat import uuid7

from api.cards.schemas.events import EventType
from api.core import events
from tests.cards.counter import at, done, refused
from tests.core.events.feed import get, names, whole, write
from tests.world import World

ROOT = Path(__file__).parents[3]


def test_only_ids_and_codes_get_into_an_event() -> None:
    class Nowhere:
        def add(self, row: object) -> None:
            raise AssertionError("stored")

    db: Any = Nowhere()
    for value in ("marie@boulangerie.example", "x" * 65, "Marie Dupont", "Zoé", ["ok", "a b"]):
        with pytest.raises(ValueError, match="free text"):
            events.publish(db, "thing.made", "thing", uuid7(), value=value)
    for type_ in ("made", "Thing.made", "thing.made.twice", "thing made"):
        with pytest.raises(ValueError, match="participle"):
            events.publish(db, type_, "thing", uuid7())


def test_every_type_published_is_described_and_the_other_way_round() -> None:
    published = set()
    for path in (ROOT / "api").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "publish"
            ):
                assert isinstance(node.args[1], ast.Constant), f"{path}:{node.lineno}"
                published.add(node.args[1].value)
    assert published | {"entry.recorded"} == set(get_args(EventType))


async def test_what_happens_is_told_in_order(world: World) -> None:
    shop = await world.shop()
    client = await shop.client()
    start = (await get(client, after="latest"))["next"]
    program = done(
        await client.post("/v1/programs", json={"name": "P", "rewards": [{"name": "R", "cost": 3}]})
    )
    path = f"/v1/programs/{program['id']}"
    done(await client.post(f"{path}/activation"), 200)
    card = done(
        await client.post(
            "/v1/cards",
            json={"program_id": program["id"], "customer": {"first_name": "Zoé Durand"}},
        )
    )
    customer = f"/v1/customers/{card['customer']['id']}"
    done(
        await client.patch(customer, json={"first_name": "Zoë"}, headers={"If-Match": "*"}),
        200,
    )
    done(await client.post(f"/v1/cards/{card['id']}/replacement"))
    done(await client.post(f"/v1/cards/{card['id']}/closure", json={"reason": "Perdue"}), 200)
    items = await whole(client, start)
    assert [(one["type"], one["subject"]["id"]) for one in items] == [
        ("program.created", program["id"]),
        ("program.activated", program["id"]),
        ("customer.created", card["customer"]["id"]),
        ("card.issued", card["id"]),
        ("customer.changed", card["customer"]["id"]),
        ("card.replaced", card["id"]),
        ("card.closed", card["id"]),
    ]
    assert items[3]["data"] == {
        "program_id": program["id"],
        "customer_id": card["customer"]["id"],
    }
    positions = [one["position"] for one in items]
    assert positions == list(range(positions[0], positions[0] + len(items)))
    assert "Zo" not in str(items)
    only = await whole(client, start, types="card.issued,card.closed")
    assert [one["type"] for one in only] == ["card.issued", "card.closed"]
    again = await client.get(
        "/v1/events", params=[("after", start), ("types", "card.issued"), ("types", "card.closed")]
    )
    assert done(again, 200)["items"] == only


async def test_every_entry_is_told_once(world: World) -> None:
    shop = await world.shop()
    client = await shop.client()
    counter = await at(shop)
    program = await shop.program(2, cooldown_minutes=0)
    card = await shop.card(program, anonymous=True)
    start = (await get(client, after="latest"))["next"]
    done(await counter.earn(card, key="first-stamp"))
    done(await counter.earn(card, key="first-stamp"))
    done(await counter.adjust(card, 3))
    refused(await counter.redeem(card, uuid7()), 409, "REWARD_NOT_AVAILABLE")
    spent = done(await counter.redeem(card, program.rewards[0]))
    done(await counter.reverse(card, spent["id"]))
    items = await whole(client, start)
    entries = await counter.entries(card)
    assert [one["subject"] for one in items] == [
        {"type": "entry", "id": entry["id"]} for entry in entries
    ]
    shown = ("card_id", "seq", "kind", "delta", "balance", "reverses")
    assert [one["data"] for one in items] == [
        {name: entry[name] for name in shown} for entry in entries
    ]
    assert {one["type"] for one in items} == {"entry.recorded"}


async def test_nothing_is_told_of_what_was_not_committed(world: World) -> None:
    shop = await world.shop()
    async with shop.db() as db:
        events.publish(db, "thing.undone", "thing", uuid7())
        await db.flush()
        await db.rollback()
    (kept,) = await write(shop, "kept")
    (only,) = await whole(await shop.client())
    assert only["subject"]["id"] == str(kept)


async def test_a_late_commit_is_told_late_and_not_missed(world: World) -> None:
    shop = await world.shop()
    client = await shop.client()
    async with shop.db() as slow:
        events.publish(slow, "thing.slow", "thing", uuid7())
        await slow.flush()
        await write(shop, "quick", "second")
        first = await get(client)
        assert names(first["items"]) == ["quick", "second"]
        assert (await get(client, after=first["next"]))["items"] == []
    later = await get(client, after=first["next"])
    assert names(later["items"]) == ["slow"]
    assert [one["position"] for one in first["items"] + later["items"]] == [1, 2, 3]
