"""What a change would mean, told before it is made; and what of a program is fixed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cards.counter import at, done, refused
from tests.cards.operations.test_previews import fingerprint
from tests.programs.test_programs import change, soon
from tests.world import GivenProgram, Shop, World

PER_EURO = {"units": 1, "per": 100}


async def effects(shop: Shop, program: GivenProgram, body: dict[str, Any]) -> dict[str, Any]:
    client = await shop.client()
    return done(await client.post(f"/v1/programs/{program.id}/effects", json=body), 200)


async def test_who_reaches_a_reward_before_and_after(world: World) -> None:
    shop = await world.shop()
    program = await shop.program(5, 10)
    for units in (0, 4, 5, 7, 10, 12):
        await shop.stamped(program, units)
    closed = await shop.stamped(program, 30)
    owner = await shop.client()
    done(await owner.post(f"{closed.path}/closure", json={"reason": "Partie"}), 200)
    before = await fingerprint(shop)
    dearer = [
        {"id": str(program.rewards[0]), "name": "Récompense à 8", "cost": 8},
        {"name": "Nouvelle", "cost": 9},
    ]
    found = await effects(shop, program, {"rewards": dearer})
    assert found == {
        "cards": 6,
        "units_outstanding": 38,
        "rewards_in_reach_before": 4,
        "rewards_in_reach_after": 2,
        "expiring_units_next_90_days": 0,
        "notes": ["REWARD_DEARER", "REWARD_WITHDRAWN"],
    }
    assert await fingerprint(shop) == before
    # Once made, what was "after" is "before".
    done(await change(owner, program, {"rewards": dearer}), 200)
    assert (await effects(shop, program, {}))["rewards_in_reach_before"] == 2
    empty = [{"name": "Épuisé", "cost": 1, "stock": 0}]
    assert (await effects(shop, program, {"rewards": empty}))["rewards_in_reach_after"] == 0


@pytest.mark.parametrize(
    ("before", "after", "notes"),
    [
        ({}, {}, []),
        ({}, {"cooldown_minutes": 5}, ["FORWARD_ONLY"]),
        ({"units_per_visit": 2}, {"units_per_visit": 1}, ["FORWARD_ONLY", "EARNS_LESS"]),
        ({"units_per_visit": 1}, {"units_per_visit": 2}, ["FORWARD_ONLY"]),
        ({}, {"minimum_amount": 1500}, ["FORWARD_ONLY", "EARNS_LESS"]),
        (
            {},
            {"expiry": {"kind": "after_earning", "months": 3}},
            ["FORWARD_ONLY", "EXPIRY_OF_EXISTING_UNITS_UNCHANGED"],
        ),
        (
            {},
            {"tiers": {"levels": [{"name": "Or", "threshold": 9}]}},
            ["FORWARD_ONLY", "TIERS_RECOUNTED"],
        ),
        (
            {"redeem_value": {"units": 10, "value": 100}},
            {"redeem_value": {"units": 11, "value": 100}},
            ["FORWARD_ONLY", "DISCOUNT_WORTH_LESS"],
        ),
        (
            {"redeem_value": {"units": 10, "value": 100}},
            {},
            ["FORWARD_ONLY", "DISCOUNT_WORTH_LESS"],
        ),
        (
            {"per_amount": PER_EURO},
            {"per_amount": None, "units_per_visit": 0},
            ["FORWARD_ONLY", "EARNS_LESS", "EARNS_NOTHING_BY_ITSELF"],
        ),
    ],
)  # fmt: skip
async def test_what_holders_may_notice(
    world: World, before: dict[str, Any], after: dict[str, Any], notes: list[str]
) -> None:
    shop = await world.shop()
    program = await shop.program(**before)
    found = await effects(shop, program, {"rules": {**after}})
    assert found["notes"] == notes


async def test_new_terms_are_noticed(world: World) -> None:
    shop = await world.shop()
    program = await shop.program(terms="Un an.")
    assert (await effects(shop, program, {"terms": {"text": "Un an."}}))["notes"] == []
    assert (await effects(shop, program, {"terms": {"text": "Deux."}}))["notes"] == ["NEW_TERMS"]


async def test_expiring_units_are_counted_and_a_change_leaves_them(world: World) -> None:
    shop = await world.shop()
    client, counter = await shop.client(), await at(shop)
    program = await shop.program(expiry={"kind": "after_earning", "months": 1})
    card = await shop.card(program)
    done(await counter.earn(card, units=3))
    later = {"rules": {"expiry": {"kind": "none"}}}
    assert (await effects(shop, program, later))["expiring_units_next_90_days"] == 3
    kept = (await counter.read(card))["next_expiry"]
    done(await change(client, program, later), 200)
    assert (await counter.read(card))["next_expiry"] == kept
    assert (await effects(shop, program, {}))["expiring_units_next_90_days"] == 3


async def test_effects_refuse_what_the_change_would(world: World) -> None:
    shop = await world.shop()
    client = await shop.client()
    program = await shop.program()
    for body, status, code in (
        ({"kind": "points"}, 409, "UNIT_FIXED"),
        ({"rewards": []}, 409, "NO_REWARD"),
        ({"rewards": [{"id": str(program.id), "name": "x", "cost": 1}]}, 422, "UNKNOWN_REWARD"),
        (
            {"rewards": [{"id": str(program.rewards[0]), "name": "x", "cost": 1}] * 2},
            422,
            "UNKNOWN_REWARD",
        ),
        ({"design": {"background": "#ffffff", "foreground": "#eeeeee"}}, 422, "LOW_CONTRAST"),
    ):
        path = f"/v1/programs/{program.id}/effects"
        refused(await client.post(path, json=body), status, code)
        refused(await change(client, program, body), status, code)


async def test_the_unit_of_a_program_that_runs_is_fixed(world: World) -> None:
    shop = await world.shop()
    client = await shop.client()
    draft = await shop.program(active=False)
    changed = done(await change(client, draft, {"kind": "points"}), 200)
    assert changed["kind"] == "points"
    running = await shop.program(kind="points", per_amount=PER_EURO)
    refused(await change(client, running, {"kind": "stamps"}), 409, "UNIT_FIXED")
    same = done(await change(client, running, {"kind": "points", "name": "Autre"}), 200)
    assert (same["kind"], same["name"], same["revision"]) == ("points", "Autre", 1)
    graine = {"one": "graine", "many": "graines"}
    named = done(await change(client, running, {"unit_name": graine}), 200)
    assert (named["unit_name"], named["revision"]) == (graine, 1)
    card = await shop.card(running)
    assert (await (await at(shop)).read(card))["program"]["unit_name"] == graine
    assert done(await change(client, running, {"unit_name": None}), 200)["unit_name"] is None


async def test_what_a_points_program_means_by_saying_nothing(world: World) -> None:
    shop = await world.shop()
    client = await shop.client()
    body = {"name": "Points", "kind": "points", "rules": {"per_amount": PER_EURO}}
    made = done(await client.post("/v1/programs", json=body))
    rules = made["rules"]
    assert (rules["units_per_visit"], rules["max_per_operation"]) == (0, 10_000)
    rules["bonuses"] = [{"name": "Nuit", "when": {"from": "22:00", "to": "02:00"}, "percent": 150}]
    changed = done(await change(client, made["id"], {"rules": rules}), 200)
    (bonus,) = changed["rules"]["bonuses"]
    assert bonus["when"]["from"] == "22:00"
    assert bonus["id"]
    # Sent back as it was read, it is no change.
    assert done(await change(client, made["id"], {"rules": changed["rules"]}), 200)["revision"] == 2


@pytest.mark.parametrize(
    "rules",
    [
        {"bonuses": [{"name": "Rien"}]},
        {"bonuses": [{"name": "x", "units": 1, "when": {"weekdays": [0]}}]},
        {"bonuses": [{"name": "x", "units": 1, "when": {"from": "24:00"}}]},
        {"bonuses": [{"id": "a", "name": "x", "units": 1}, {"id": "a", "name": "y", "units": 1}]},
        {"tiers": {"levels": []}},
        {"tiers": {"levels": [{"name": "A", "threshold": 9}, {"name": "B", "threshold": 9}]}},
        {"expiry": {"kind": "fixed_day", "month": 2, "day": 30}},
        {"expiry": {"kind": "someday"}},
        {"items": [{"sku": "A", "name": "A", "units": 1}, {"sku": "A", "name": "B", "units": 2}]},
        {"per_amount": {"units": 1, "per": 0}},
        {"unknown": 1},
    ],
)
async def test_rules_that_make_no_sense(world: World, rules: dict[str, Any]) -> None:
    client = await (await world.shop()).client()
    answer = await client.post("/v1/programs", json={"name": "Points", "rules": rules})
    refused(answer, 422, "VALIDATION")


async def test_closing_says_since_when_and_until_when(world: World) -> None:
    shop = await world.shop()
    client = await shop.client()
    program = await shop.program()
    path = f"/v1/programs/{program.id}"
    closing = done(await client.post(f"{path}/closing", json={"redeem_until": soon(30)}), 200)
    assert closing["closed_at"]
    moved = done(await client.post(f"{path}/closing", json={"redeem_until": soon(60)}), 200)
    assert (moved["closed_at"], moved["redeem_until"]) == (closing["closed_at"], soon(60))
