"""Statistics over HTTP."""

from __future__ import annotations

import csv
import io
from itertools import pairwise
from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.cards.counter import done, refused
from tests.statistics.given import days_ago, past, today
from tests.world import Shop, World

KINDS = ("overview", "series", "breakdown", "cohorts", "hours")


async def read(client: httpx.AsyncClient, what: str, **asked: Any) -> dict[str, Any]:
    params = {name: str(value) for name, value in asked.items()}
    return done(await client.get(f"/v1/statistics/{what}", params=params), 200)


def values(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: one["value"] for name, one in answer["figures"].items()}


async def busy(world: World) -> Shop:
    """Twelve regulars who come every ten days for a hundred days, twenty who come once, and a
    reward for each regular."""
    shop = await world.shop()
    program = await shop.program()
    regulars = [f"r{number}" for number in range(12)]
    stamps = [(who, days_ago(back)) for who in regulars for back in range(5, 100, 10)]
    stamps += [(f"n{number}", days_ago(5)) for number in range(20)]
    await past(shop, program, stamps, redeemed=[(who, days_ago(15)) for who in regulars])
    return shop


async def test_the_figures_of_a_period_beside_those_before(world: World) -> None:
    client = await (await busy(world)).client("auditor")
    answer = await read(client, "overview", **{"from": days_ago(29), "to": today()})
    assert values(answer) == {
        "visits": 3 * 12 + 20,
        "active_cards": 30,
        "new_customers": 20,
        "returning_customers": 10,
        "redemptions": 12,
        "redemption_share": 33.3,
        "redemption_cost": 2400,
        "days_to_reward": 80,
    }
    assert answer["figures"]["visits"]["previous"] == 36
    assert answer["figures"]["visits"]["change"] == 55.6
    # Nobody, or up to nine.
    assert answer["figures"]["new_customers"]["previous"] is None
    assert answer["figures"]["new_customers"]["previous_few"]
    assert answer["figures"]["new_customers"]["change"] is None
    assert answer["since"] == str(days_ago(95))
    assert answer["compared_with"] == {"from": str(days_ago(59)), "to": str(days_ago(30))}
    # By default the last thirty days.
    assert (await read(client, "overview"))["figures"] == answer["figures"]
    ahead = await read(client, "overview", **{"from": days_ago(29), "to": days_ago(-30)})
    assert ahead["figures"]["visits"]["value"] == 56


async def test_over_time(world: World) -> None:
    client = await (await busy(world)).client("manager")
    answer = await read(client, "series", interval="day", **{"from": days_ago(29), "to": today()})
    assert [one["from"] for one in answer["points"]] == [
        str(days_ago(back)) for back in range(29, -1, -1)
    ]
    assert [one["visits"] for one in answer["points"]].count(12) == 2
    fifth = answer["points"][-6]
    assert fifth["visits"] == 32
    assert (fifth["new_customers"], fifth["returning_customers"]) == (20, 10)
    assert sum(one["visits"] for one in answer["previous"]) == 36
    months = await read(
        client, "series", interval="month", compare="none", **{"from": days_ago(95), "to": today()}
    )
    assert sum(one["visits"] for one in months["points"]) == 140
    assert months["previous"] == []


async def test_nothing_is_told_about_fewer_than_ten(world: World) -> None:
    """Nine people, and a tenth."""
    shop = await world.shop()
    client = await shop.client()
    program = await shop.program()
    await past(shop, program, [(f"p{number}", days_ago(3)) for number in range(9)])
    answer = await read(client, "overview")
    for name in ("visits", "active_cards", "new_customers"):
        assert answer["figures"][name] == {
            "value": None,
            "few": True,
            "covers": None,
            "previous": 0,
            "previous_few": False,
            "change": None,
        }
    assert all(one["visits"] in (0, None) for one in (await read(client, "series"))["points"])
    assert not any(one["visits"] for one in (await read(client, "hours"))["hours"])
    assert [one["cards"] for one in (await read(client, "cohorts"))["cohorts"]] == [None] * (
        2 if days_ago(3).month != today().month else 1
    )
    await past(shop, program, [("p9", days_ago(3))])
    answer = await read(client, "overview")
    assert answer["figures"]["visits"]["value"] == 10
    assert [one["visits"] for one in (await read(client, "hours"))["hours"]] == [10]


async def test_no_difference_of_periods_tells_about_few(world: World) -> None:
    """Fourteen days with four strangers each: any two answers differ by ten people or by none."""
    shop = await world.shop()
    client = await shop.client()
    strangers = [(f"{back}.{n}", days_ago(back)) for back in range(14) for n in range(4)]
    await past(shop, await shop.program(), strangers)
    seen = {0}
    for back in range(14):
        answer = await read(
            client, "overview", compare="none", **{"from": days_ago(27), "to": days_ago(back)}
        )
        if answer["figures"]["visits"]["value"] is not None:
            seen.add(answer["figures"]["visits"]["value"])
    assert len(seen) > 2
    ordered = sorted(seen)
    assert all(high - low >= 10 for low, high in pairwise(ordered))


async def test_a_small_program_does_not_follow_from_the_large_one(world: World) -> None:
    shop = await world.shop()
    client = await shop.client()
    large, small, other = [await shop.program(name=name) for name in ("A", "B", "C")]
    await past(shop, large, [(f"a{number}", days_ago(3)) for number in range(30)])
    await past(shop, small, [(f"b{number}", days_ago(3)) for number in range(4)])
    whole = await read(client, "overview")
    assert whole["figures"]["visits"]["value"] == 34
    for program in (large, small):
        part = await read(client, "overview", program_id=program.id)
        assert part["figures"]["visits"]["few"], program
        hours = await read(client, "hours", program_id=program.id)
        assert [one["visits"] for one in hours["hours"]] == [None]
    # Of people tens are told, and the whole is the tens of its parts.
    for program_id, cards in ((None, 30), (large.id, 30), (small.id, None)):
        asked = {"program_id": program_id} if program_id else {}
        assert (await read(client, "cohorts", **asked))["cohorts"][0]["cards"] == cards
    await past(shop, other, [(f"c{number}", days_ago(3)) for number in range(10)])
    shares = {one["name"]: one for one in (await read(client, "breakdown"))["programs"]}
    assert shares["A"]["visits"]["value"] == 30
    # The smallest of the others keeps the small one company.
    assert shares["B"]["visits"]["few"]
    assert shares["C"]["visits"]["few"]


async def test_places(world: World) -> None:
    shop = await world.shop()
    client = await shop.client()
    program = await shop.program()
    ids = []
    for name, number in (("Rue", 20), ("Marché", 14)):
        made = done(await client.post("/v1/locations", json={"name": name}))
        ids.append(made["id"])
        stamps = [(f"{name}{one}", days_ago(4)) for one in range(number)]
        await past(shop, program, stamps, place=UUID(made["id"]))
    assert (await read(client, "overview", location_id=ids[0]))["figures"]["visits"]["value"] == 20
    assert (await read(client, "overview"))["figures"]["visits"]["value"] == 34
    shares = (await read(client, "breakdown"))["locations"]
    assert [(one["id"], one["visits"]["value"]) for one in shares] == [(ids[0], 20), (ids[1], 14)]
    both = await read(client, "overview", location_id=ids[1], program_id=program.id)
    assert both["figures"]["visits"]["value"] == 14


async def test_who_came_again_and_when(world: World) -> None:
    client = await (await busy(world)).client()
    table = (await read(client, "cohorts"))["cohorts"]
    assert table[0]["month"] == str(days_ago(95).replace(day=1))
    assert table[0]["cards"] == 10
    assert all(cell == {"cards": 10, "share": None} for cell in table[0]["months"][:-1])
    hours = (await read(client, "hours", **{"from": days_ago(95), "to": today()}))["hours"]
    assert {one["hour"] for one in hours} <= {10, 11}
    assert sum(one["visits"] or 0 for one in hours) >= 100


@pytest.mark.parametrize("what", KINDS)
async def test_files(world: World, what: str) -> None:
    shop = await busy(world)
    client = await shop.client()
    path = f"/v1/statistics/{what}"
    for language, separator in (("fr", ";"), ("en", ",")):
        file = await client.get(path, params={"format": "csv", "language": language})
        assert file.headers["content-type"].startswith("text/csv")
        assert "attachment" in file.headers["content-disposition"]
        rows = list(csv.reader(io.StringIO(file.text.lstrip("\ufeff")), delimiter=separator))
        assert len(rows) > 1
        assert len({len(row) for row in rows}) == 1 or what == "cohorts"


async def test_an_empty_shop(world: World) -> None:
    client = await (await world.shop()).client()
    answer = await read(client, "overview")
    assert answer["since"] is None
    assert values(answer)["visits"] == 0
    assert (await read(client, "cohorts"))["cohorts"] == []
    assert (await read(client, "hours"))["hours"] == []
    assert {one["visits"] for one in (await read(client, "series"))["points"]} == {0}


async def test_what_is_refused(world: World) -> None:
    shop = await world.shop()
    client = await shop.client()
    backwards = {"from": str(today()), "to": str(days_ago(1))}
    for what in ("overview", "series", "breakdown", "hours"):
        path = f"/v1/statistics/{what}"
        refused(await client.get(path, params=backwards), 422, "PERIOD_BACKWARDS")
        refused(await client.get(path, params={"from": "2020-01-01"}), 422, "PERIOD_TOO_LONG")
    nobody = str(UUID(int=5))
    for name, code in (("program_id", "PROGRAM_NOT_FOUND"), ("location_id", "LOCATION_NOT_FOUND")):
        refused(await client.get("/v1/statistics/hours", params={name: nobody}), 404, code)
    cashier = await shop.client("cashier")
    refused(await cashier.get("/v1/statistics/overview"), 403, "FORBIDDEN_SCOPE")


async def test_merchants_do_not_see_each_other(world: World) -> None:
    await busy(world)
    other = await (await world.shop()).client()
    assert values(await read(other, "overview"))["visits"] == 0
