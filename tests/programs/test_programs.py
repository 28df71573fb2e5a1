"""Programs: their life, their revisions, and two people editing one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx

from api.core.clock import now
from tests.cards.counter import at, done, refused
from tests.world import GivenProgram, World

Clock = Callable[[timedelta], None]
DRAFT = {"name": "Le dixième offert", "rewards": [{"name": "Un croissant", "cost": 10}]}


async def change(
    client: httpx.AsyncClient, program: GivenProgram | str, body: dict[str, Any]
) -> httpx.Response:
    """A change by somebody who has read the newest version."""
    path = f"/v1/programs/{program.id if isinstance(program, GivenProgram) else program}"
    tag = (await client.get(path)).headers["ETag"]
    return await client.patch(path, json=body, headers={"If-Match": tag})


def soon(days: int = 30) -> str:
    return (now() + timedelta(days=days)).date().isoformat()


async def test_from_draft_to_archive(world: World, clock: Clock) -> None:
    shop = await world.shop()
    owner = await shop.client()
    answer = await owner.post("/v1/programs", json=DRAFT)
    program = done(answer)
    assert answer.headers["ETag"]
    path = f"/v1/programs/{program['id']}"
    assert (program["status"], program["revision"], program["slots"]) == ("draft", 1, 10)
    assert program["join_url"] == (
        f"{world.settings.origin}/join/{shop.slug}?program={program['id']}"
    )
    refused(await owner.post("/v1/cards", json={"program_id": program["id"]}), 409,
            "PROGRAM_NOT_ACTIVE")  # fmt: skip
    refused(await owner.post(f"{path}/closing", json={"redeem_until": soon()}), 409, "WRONG_STATE")
    active = done(await owner.post(f"{path}/activation"), 200)
    assert (active["status"], active["redeem_until"]) == ("active", None)
    assert active["activated_at"]
    wrong = refused(await owner.post(f"{path}/activation"), 409, "WRONG_STATE")
    assert wrong["state"] == "active"
    refused(await owner.post(f"{path}/archival"), 409, "WRONG_STATE")
    refused(
        await owner.post(f"{path}/closing", json={"redeem_until": soon(-1)}),
        422,
        "REDEEM_UNTIL_PAST",
    )
    for until in (soon(30), soon(60)):
        closing = done(await owner.post(f"{path}/closing", json={"redeem_until": until}), 200)
        assert (closing["status"], closing["redeem_until"]) == ("closing", until)
    refused(await owner.post("/v1/cards", json={"program_id": program["id"]}), 409,
            "PROGRAM_NOT_ACTIVE")  # fmt: skip
    refused(await owner.post(f"{path}/archival"), 409, "WRONG_STATE")
    clock(timedelta(days=62))
    assert done(await owner.post(f"{path}/archival"), 200)["status"] == "archived"
    refused(await change(owner, program["id"], {"name": "Encore"}), 409, "WRONG_STATE")
    for step in ("activation", "archival"):
        refused(await owner.post(f"{path}/{step}"), 409, "WRONG_STATE")


async def test_a_draft_without_rewards_does_not_start(world: World) -> None:
    shop = await world.shop()
    owner = await shop.client()
    program = done(await owner.post("/v1/programs", json={"name": "Vide"}))
    path = f"/v1/programs/{program['id']}"
    assert program["slots"] == 0
    refused(await owner.post(f"{path}/activation"), 409, "NO_REWARD")
    done(await change(owner, program["id"], {"rewards": [{"name": "Café", "cost": 5}]}), 200)
    done(await owner.post(f"{path}/activation"), 200)
    refused(await change(owner, program["id"], {"rewards": []}), 409, "NO_REWARD")
    dropped = done(await owner.post("/v1/programs", json={"name": "Brouillon"}))
    archived = done(await owner.post(f"/v1/programs/{dropped['id']}/archival"), 200)
    assert archived["status"] == "archived"


async def test_two_people_editing(world: World) -> None:
    shop = await world.shop()
    owner = await shop.client()
    program = await shop.program()
    path = f"/v1/programs/{program.id}"
    tag = (await owner.get(path)).headers["ETag"]
    refused(await owner.patch(path, json={"name": "Un"}), 428, "PRECONDITION_REQUIRED")
    answer = await owner.patch(path, json={"name": "Un"}, headers={"If-Match": tag})
    done(answer, 200)
    assert answer.headers["ETag"] != tag
    stale = await owner.patch(path, json={"name": "Deux"}, headers={"If-Match": tag})
    refused(stale, 412, "STALE")
    for odd in ("", "1", "W/" + tag, '"é"', "x" * 5000):
        headers = [(b"If-Match", odd.encode())]
        refused(await owner.patch(path, json={"name": "Trois"}, headers=headers), 412, "STALE")
    assert done(await owner.get(path), 200)["name"] == "Un"
    tag = answer.headers["ETag"]
    both = await asyncio.gather(
        *(
            owner.patch(path, json={"name": name}, headers={"If-Match": tag})
            for name in ("Quatre", "Cinq")
        )
    )
    assert sorted(answer.status_code for answer in both) == [200, 412]


async def test_a_changed_rule_holds_from_now_on(world: World) -> None:
    shop = await world.shop()
    owner, counter = await shop.client(), await at(shop)
    program = await shop.program(10)
    card = await shop.card(program)
    before = done(await counter.earn(card))
    changed = done(await change(owner, program, {"rules": {"units_per_visit": 3}}), 200)
    assert changed["revision"] == 2
    after = done(await counter.earn(card))
    assert (before["revision"], before["delta"]) == (1, 1)
    assert (after["revision"], after["delta"]) == (2, 3)
    cheaper = [{"id": str(program.rewards[0]), "name": "Récompense à 4", "cost": 4}]
    done(await change(owner, program, {"rewards": cheaper}), 200)
    redeemed = done(await counter.redeem(card, program.rewards[0]))
    assert (redeemed["revision"], redeemed["delta"], redeemed["balance"]) == (3, -4, 0)
    assert (await counter.entries(card))[0]["revision"] == 1
    listed = done(await owner.get(f"/v1/programs/{program.id}/revisions"), 200)["items"]
    assert [revision["number"] for revision in listed] == [3, 2, 1]
    assert [revision["rules"]["units_per_visit"] for revision in listed] == [3, 3, 1]
    assert [revision["rewards"][0]["cost"] for revision in listed] == [4, 10, 10]
    assert listed[0]["created_by"]


async def test_what_is_no_change_of_rules_makes_no_revision(world: World) -> None:
    shop = await world.shop()
    owner = await shop.client()
    program = await shop.program(3, 8)
    same = [
        {"id": str(reward), "name": f"Récompense à {cost}", "cost": cost}
        for reward, cost in zip(program.rewards, (3, 8), strict=True)
    ]
    for body in (
        {"name": "Autre nom"},
        {"design": {"stamp": "cup"}},
        {"rewards": same},
        {"rewards": same[::-1]},
        {},
    ):
        assert done(await change(owner, program, body), 200)["revision"] == 1, body


async def test_rewards_come_and_go(world: World) -> None:
    shop = await world.shop()
    owner = await shop.client()
    program, other = await shop.program(3, 8), await shop.program(5)
    kept = {"id": str(program.rewards[1]), "name": "Gardée", "cost": 8}
    changed = done(
        await change(owner, program, {"rewards": [kept, {"name": "Neuve", "cost": 12}]}), 200
    )
    assert [reward["name"] for reward in changed["rewards"]] == ["Gardée", "Neuve"]
    assert changed["slots"] == 12
    for stranger in (other.rewards[0], program.rewards[0], program.id):
        body = {"rewards": [{"id": str(stranger), "name": "Volée", "cost": 1}]}
        refused(await change(owner, program, body), 422, "UNKNOWN_REWARD")
    refused(await change(owner, program, {"rewards": [kept, kept]}), 422, "UNKNOWN_REWARD")
    refused(
        await owner.post("/v1/programs", json={"name": "x", "rewards": [kept]}),
        422,
        "UNKNOWN_REWARD",
    )
    assert done(await owner.get(f"/v1/programs/{program.id}"), 200)["slots"] == 12


async def test_a_card_has_to_be_readable(world: World) -> None:
    shop = await world.shop()
    owner = await shop.client()
    pale = {"background": "#ffffff", "foreground": "#FFFF00"}
    low = refused(await owner.post("/v1/programs", json=DRAFT | {"design": pale}), 422,
                  "LOW_CONTRAST")  # fmt: skip
    assert low["contrast"] < low["least"] == 4.5
    program = await shop.program()
    refused(await change(owner, program, {"design": pale}), 422, "LOW_CONTRAST")
    # 4.54 : 1 and 4.48 : 1 on white.
    edge = {"background": "#ffffff", "foreground": "#767676"}
    done(await change(owner, program, {"design": edge}), 200)
    refused(
        await change(owner, program, {"design": edge | {"foreground": "#777777"}}),
        422,
        "LOW_CONTRAST",
    )
    for colour in ("#fff", "red", "#12345g", "#1234567"):
        body = {"design": edge | {"accent": colour}}
        refused(await change(owner, program, body), 422, "VALIDATION")


async def test_who_may_do_it(world: World) -> None:
    shop = await world.shop()
    program = await shop.program()
    for role, creating, reading in (
        ("owner", 201, 200),
        ("manager", 201, 200),
        ("cashier", 403, 200),
        ("auditor", 403, 200),
    ):
        client = await shop.client(role)  # type: ignore[arg-type]  # each is a role
        assert (await client.post("/v1/programs", json=DRAFT)).status_code == creating
        assert (await client.get(f"/v1/programs/{program.id}")).status_code == reading


async def test_a_shops_programs_by_state(world: World) -> None:
    shop = await world.shop()
    owner = await shop.client()
    active, draft = await shop.program(), await shop.program(active=False)
    listed = done(await owner.get("/v1/programs"), 200)["items"]
    assert [one["id"] for one in listed] == [str(draft.id), str(active.id)]
    drafts = done(await owner.get("/v1/programs?status=draft"), 200)["items"]
    assert [one["id"] for one in drafts] == [str(draft.id)]
    refused(await owner.get("/v1/programs?status=open"), 422, "VALIDATION")
