"""A program's terms: versions, and who accepted which."""

from __future__ import annotations

from typing import Any

import httpx

from tests.cards.counter import done, refused
from tests.programs.test_programs import change
from tests.world import GivenProgram, Shop, World

TEXT = "Valable un an.\nNon cumulable."


def joining(program: GivenProgram, **more: Any) -> dict[str, Any]:
    return {
        "program_id": str(program.id),
        "first_name": "Camille",
        "phone": "06 39 98 01 02",
        "marketing_consent": False,
        "notice_version": "2026-11",
        **more,
    }


async def join(shop: Shop, program: GivenProgram, **more: Any) -> httpx.Response:
    client = shop.world.connect()
    return await client.post(f"/v1/public/{shop.slug}/cards", json=joining(program, **more))


async def page(shop: Shop, token: str) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token}"}
    return done(
        await shop.world.connect().get(f"/v1/public/{shop.slug}/card", headers=headers), 200
    )


async def test_a_new_text_is_a_new_version(world: World) -> None:
    shop = await world.shop()
    client = await shop.client()
    program = await shop.program()
    path = f"/v1/programs/{program.id}"
    assert done(await client.get(path), 200)["terms"] is None
    for text, version in ((TEXT, 1), (TEXT, 1), ("Autre texte.", 2), (TEXT, 3)):
        changed = done(await change(client, program, {"terms": {"text": text}}), 200)
        assert changed["terms"] == {"version": version, "text": text}
    assert changed["revision"] == 1
    assert done(await change(client, program, {"name": "Autre"}), 200)["terms"]["version"] == 3
    assert done(await change(client, program, {"terms": None}), 200)["terms"] is None
    back = done(await change(client, program, {"terms": {"text": TEXT}}), 200)
    assert back["terms"]["version"] == 4
    (listed,) = done(await client.get("/v1/programs"), 200)["items"]
    assert listed["terms"] == back["terms"]


async def test_joining_means_accepting_what_is_in_force(world: World) -> None:
    shop = await world.shop()
    program = await shop.program(terms=TEXT)
    shown = done(await world.connect().get(f"/v1/public/{shop.slug}"), 200)
    assert shown["programs"][0]["terms"] == {"version": 1, "text": TEXT}
    assert refused(await join(shop, program), 422, "TERMS_NOT_ACCEPTED")["version"] == 1
    assert refused(await join(shop, program, terms_version=2), 409, "TERMS_CHANGED")["version"] == 1
    joined = done(await join(shop, program, terms_version=1))
    holder = await page(shop, joined["page_token"])
    assert holder["terms"] == {"version": 1, "text": TEXT}
    assert holder["terms_accepted"]["version"] == 1
    assert holder["terms_accepted"]["accepted_at"]


async def test_the_accepted_text_stays_when_a_newer_one_is_in_force(world: World) -> None:
    shop = await world.shop()
    program = await shop.program(terms=TEXT)
    token = done(await join(shop, program, terms_version=1))["page_token"]
    done(await change(await shop.client(), program, {"terms": {"text": "Nouveau."}}), 200)
    holder = await page(shop, token)
    assert holder["terms"] == {"version": 2, "text": "Nouveau."}
    assert (holder["terms_accepted"]["version"], holder["terms_accepted"]["text"]) == (1, TEXT)
    accept = f"/v1/public/{shop.slug}/card/terms"
    headers = {"Authorization": f"Bearer {token}"}
    client = world.connect()
    refused(await client.post(accept, json={"version": 1}, headers=headers), 409, "TERMS_CHANGED")
    accepted = done(await client.post(accept, json={"version": 2}, headers=headers))
    assert (accepted["version"], accepted["text"]) == (2, "Nouveau.")
    assert (await page(shop, token))["terms_accepted"] == accepted
    nobody = {"Authorization": "Bearer " + "0" * 26}
    refused(await client.post(accept, json={"version": 2}, headers=nobody), 404, "CARD_NOT_FOUND")


async def test_a_card_given_at_the_counter(world: World) -> None:
    shop = await world.shop()
    program = await shop.program(terms=TEXT)
    client = await shop.client("cashier")
    body = {"program_id": str(program.id), "customer": {"first_name": "Camille"}}
    for version, accepted in ((None, None), (1, 1)):
        said = body | ({"terms_version": version} if version else {})
        card = done(await client.post("/v1/cards", json=said | {"allow_duplicate": True}))
        holder = await page(shop, card["page_url"].partition("#")[2])
        got = holder["terms_accepted"] and holder["terms_accepted"]["version"]
        assert got == accepted
    refused(await client.post("/v1/cards", json=body | {"terms_version": 7}), 409, "TERMS_CHANGED")


async def test_without_terms_nothing_is_accepted(world: World) -> None:
    shop = await world.shop()
    program = await shop.program()
    token = done(await join(shop, program, terms_version=3))["page_token"]
    holder = await page(shop, token)
    assert (holder["terms"], holder["terms_accepted"]) == (None, None)
