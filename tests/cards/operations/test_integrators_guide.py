"""The worked example of the API's documents does what it says, command for command."""

from __future__ import annotations

import json
import re
import shlex

import httpx
import pytest
from fastapi import FastAPI

from tests.cards.counter import done
from tests.world import World

BLOCK = re.compile(r"```\n(curl .*?)\n```", re.DOTALL)


async def curl(client: httpx.AsyncClient, command: str, **variables: str) -> httpx.Response:
    """Send what the command would send, with the variables that a shell would put in."""
    for name, value in variables.items():
        command = command.replace(f"${name}", value)
    assert "$" not in command, command
    program, url, *options = shlex.split(command.replace("\\\n", ""))
    assert program == "curl"
    headers, body = {}, None
    while options:
        option, value, *options = options
        if option == "-H":
            name, _, text = value.partition(": ")
            headers[name] = text
        else:
            assert option == "--json"
            body = json.loads(value)
    return await client.request("POST" if body else "GET", url, headers=headers, json=body)


@pytest.fixture
def commands(app: FastAPI) -> list[str]:
    found = BLOCK.findall(app.openapi()["info"]["description"])
    assert len(found) == 9
    return found


async def test_the_guides_commands(
    world: World, commands: list[str], client: httpx.AsyncClient
) -> None:
    shop = await world.shop()
    program = await shop.program(20, kind="points", per_amount={"units": 1, "per": 100})
    scopes = ["cards:read", "cards:write", "cards:adjust", "customers:read", "events:read"]
    made = await (await shop.browser()).post(
        "/v1/api-keys", json={"name": "Caisse", "scopes": scopes}
    )
    card = await shop.stamped(program, 50)
    given = {
        "SERVICE": world.settings.origin,
        "KEY": done(made)["secret"],
        "CARD": card.number,
        "RECEIPT": "A-0042",
        "REWARD": str(program.rewards[0]),
        "PROGRAM": str(program.id),
        "NUMBER": "4711",
    }
    preview, sale, back, latest, customers, cards, follow, bulk, balances = commands

    start = done(await curl(client, latest, **given), 200)
    told = done(await curl(client, preview, **given), 200)
    assert told["units"] == 22
    assert [one["available"] for one in told["redeemable"]] == [True]
    sold = done(await curl(client, sale, **given))
    assert [one["delta"] for one in sold["entries"]] == [-20, 22]
    assert sold["card_balance"] == 52
    again = await curl(client, sale, **given)
    assert done(again) == sold
    for entry in reversed(sold["entries"]):
        done(await curl(client, back, ENTRY=entry["id"], **given))

    assert done(await curl(client, customers, **given), 200)["items"]
    assert done(await curl(client, cards, **given), 200)["items"]
    news = done(await curl(client, follow, NEXT=start["next"], **given), 200)
    recorded = [one for one in news["items"] if one["type"] == "entry.recorded"]
    assert [one["data"]["balance"] for one in recorded] == [30, 52, 30, 50]
    (new,) = done(await curl(client, bulk, **given), 200)["items"]
    assert new["outcome"] == "created"
    (known,) = done(await curl(client, bulk, **given), 200)["items"]
    assert known == new | {"outcome": "exists"}
    (held,) = done(await curl(client, balances, **given), 200)["items"]
    assert held["balance"] == 50
