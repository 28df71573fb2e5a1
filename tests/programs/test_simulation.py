"""Rules tried on a sale without a card: what the desk shows beside the form."""

from __future__ import annotations

from tests.world import World

TUESDAY_AFTERNOON = "2026-11-17T14:30:00+01:00"
QUIET = {
    "name": "Heures creuses",
    "when": {"weekdays": [2], "from": "14:00", "to": "17:00"},
    "percent": 200,
}


async def test_a_draft_is_tried_at_any_hour_of_the_shop_and_nothing_changes(world: World) -> None:
    shop = await world.shop(time_zone="Europe/Paris")
    api = await shop.client("owner")
    made = await api.post(
        "/v1/programs",
        json={
            "name": "Points",
            "kind": "points",
            "rules": {"per_amount": {"units": 1, "per": 100}, "bonuses": [QUIET]},
        },
    )
    program = made.json()
    path = f"/v1/programs/{program['id']}/previews"
    sale = {"amount": 1250, "occurred_at": TUESDAY_AFTERNOON}
    tried = (await api.post(path, json={"sale": sale})).json()
    assert tried["units"] == 24
    assert [(line["rule"], line["units"]) for line in tried["breakdown"]] == [
        ("amount", 12),
        ("bonus", 12),
    ]
    evening = {**sale, "occurred_at": "2026-11-17T17:00:00+01:00"}
    assert (await api.post(path, json={"sale": evening})).json()["units"] == 12
    assert (await api.get(f"/v1/programs/{program['id']}")).json() == program


async def test_unsaved_rules_are_tried_with_their_refusals(world: World) -> None:
    shop = await world.shop()
    program = await shop.program(10)
    api = await shop.client("owner")
    path = f"/v1/programs/{program.id}/previews"
    rules = {"per_amount": {"units": 1, "per": 1000}, "minimum_amount": 2000}
    wish = {"sale": {"amount": 1500}, "rules": rules, "kind": "points"}
    tried = (await api.post(path, json=wish)).json()
    assert tried["units"] == 0
    assert tried["refusals"][0]["code"] == "BELOW_MINIMUM"
    assert tried["refusals"][0]["minimum"] == 2000
    tried = (await api.post(path, json={**wish, "sale": {"amount": 4500}})).json()
    assert tried["units"] == 4


async def test_rules_that_make_no_sense_name_their_field(world: World) -> None:
    shop = await world.shop()
    program = await shop.program(10)
    api = await shop.client("owner")
    bonus = {"name": "Sans effet"}
    answer = await api.post(
        f"/v1/programs/{program.id}/previews",
        json={"sale": {}, "rules": {"bonuses": [bonus]}},
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "VALIDATION")
