"""The trail as a merchant's team reads it."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from uuid_utils.compat import uuid7

from api.core import audit
from api.core.audit import nightly
from api.core.audit.seals import AuditVerification
from api.core.clock import now
from api.core.jobs import Work
from tests.cards.counter import done
from tests.core.audit.trail import owning, seal, sealed
from tests.world import RoleName, Shop, World


async def search(client: httpx.AsyncClient, **asked: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    while True:
        page = done(await client.get("/v1/audit-events", params={"limit": 3} | asked), 200)
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        asked["cursor"] = page["next_cursor"]


async def verified(shop: Shop) -> None:
    async with shop.db() as db:
        await nightly.verify_of(Work(db, shop.world.database, shop.world.settings))


async def test_what_was_done_is_found_by_action_actor_subject_and_time(world: World) -> None:
    shop = await world.shop()
    owner, auditor = await shop.browser("owner"), await shop.client("auditor")
    made = [
        done(await owner.post("/v1/customers", json={"first_name": f"Zoé {number}"}))["id"]
        for number in range(4)
    ]
    key = done(await owner.post("/v1/api-keys", json={"name": "Caisse", "scopes": ["cards:read"]}))
    everything = await search(auditor)
    assert [one["action"] for one in everything] == ["api_key.created"] + ["customer.created"] * 4
    assert [one["subject"]["id"] for one in everything] == [key["id"], *reversed(made)]
    actor = str(shop.team["owner"].membership_id)
    assert {one["actor"]["id"] for one in everything} == {actor}
    assert "Zo" not in str([one["facts"] for one in everything])

    only = await search(auditor, action="api_key.created,export.created")
    assert [one["subject"]["id"] for one in only] == [key["id"]]
    assert only[0]["subject"]["name"] == "Caisse"
    assert only[0]["facts"] == {"scopes": ["cards:read"]}
    assert await search(auditor, actor=str(uuid7())) == []
    assert await search(auditor, actor=actor) == everything
    assert await search(auditor, subject=made[1]) == [everything[3]]
    assert await search(auditor, **{"from": everything[1]["at"]}) == everything[:2]
    assert await search(auditor, until=everything[1]["at"]) == everything[2:]
    unknown = await auditor.get("/v1/audit-events", params={"action": "card.eaten"})
    assert unknown.status_code == 422


async def test_a_member_is_named_while_there(world: World) -> None:
    shop = await world.shop()
    manager, owner = await shop.browser("manager"), await shop.client("owner")
    done(await manager.post("/v1/customers", json={"first_name": "A"}))
    (line,) = await search(owner, action="customer.created")
    name = line["actor"]["name"]
    assert name
    gone = shop.team["manager"].membership_id
    assert (await owner.delete(f"/v1/members/{gone}")).status_code == 204
    (line,) = await search(owner, action="customer.created")
    assert line["actor"] == {"kind": "member", "id": str(gone), "name": None}
    (line,) = await search(owner, action="member.removed")
    assert line["subject"] == {"type": "membership", "id": str(gone), "name": None}


@pytest.mark.parametrize("path", ["", "/file", "/verification"])
async def test_owners_and_auditors_read_it(world: World, path: str) -> None:
    shop = await world.shop()
    allowed: dict[RoleName, int] = {"owner": 200, "auditor": 200, "manager": 403, "cashier": 403}
    for role, status in allowed.items():
        answer = await (await shop.client(role)).get(f"/v1/audit-events{path}")
        assert answer.status_code == status, role


async def test_the_same_search_as_a_file_which_leaves_a_trace(world: World) -> None:
    shop = await world.shop()
    client = await shop.client("owner")
    done(await client.post("/v1/api-keys", json={"name": "=1+1", "scopes": ["cards:read"]}))
    (key,) = await search(client, action="api_key.created")
    async with shop.db() as db:
        by = audit.By("api_key", key["subject"]["id"])
        for _ in range(1_100):
            audit.record(db, by, "card.issued", "card", uuid7())
    await seal(shop, 100)
    asked = {"action": "card.issued"}
    answer = await client.get("/v1/audit-events/file", params=asked)
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len({row["id"] for row in rows}) == len(rows) == 1_100
    assert rows == sorted(rows, key=lambda row: (row["at"], row["id"]), reverse=True)
    assert {row["actor"] for row in rows} == {"'=1+1"}
    assert sum(bool(row["place"]) for row in rows) == 99
    (trace,) = await search(client, action="audit.downloaded")
    assert trace["actor"]["kind"] == "api_key"


async def test_it_says_how_far_it_is_verified(world: World, owner_url: str) -> None:
    shop = await world.shop()
    client = await shop.client("auditor")

    async def state() -> dict[str, Any]:
        found: dict[str, Any] = done(await client.get("/v1/audit-events/verification"), 200)
        return found

    assert (await state())["state"] == "unverified"
    ids = await sealed(shop, 6)
    async with shop.db() as db:
        audit.record(db, audit.SYSTEM, "card.issued", "card", uuid7())
    await verified(shop)
    found = await state()
    shown = [found[name] for name in ("state", "events", "waiting", "faults")]
    assert shown == ["whole", 6, 1, 0]
    assert found["head"]["place"] == 6
    assert found["up_to"] <= now().isoformat()
    async with owning(owner_url, shop.id) as db:
        await db.execute("UPDATE audit_events SET action = 'x.y' WHERE id = $1", ids[2])
    assert (await state())["state"] == "whole"
    await verified(shop)
    found = await state()
    assert (found["state"], found["faults"]) == ("faulty", 1)
    assert found["first_faults"] == [{"kind": "edited", "place": 3, "event_id": str(ids[2])}]


async def test_verifications_of_long_ago_are_forgotten(world: World, clock: Any) -> None:
    shop = await world.shop()
    await sealed(shop, 3)
    await verified(shop)
    clock(timedelta(days=401))
    await verified(shop)
    async with shop.db() as db:
        kept = (await db.scalars(select(AuditVerification))).all()
    assert [one.at > now() - timedelta(minutes=5) for one in kept] == [True]
