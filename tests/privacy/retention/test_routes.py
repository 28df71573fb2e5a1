"""Retention over HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select
from uuid_utils.compat import uuid7

from api.core.audit import AuditEvent
from api.core.clock import now
from api.customers.models import Customer
from api.privacy.retention.models import RetentionStop
from tests.world import Shop, World

RULE = "customer.last_activity"
CHOICE = f"/v1/privacy/retention/choices/{RULE}"


async def put(
    shop: Shop, period: str | None, version: int, path: str = CHOICE
) -> tuple[int, dict[str, Any]]:
    client = await shop.client()
    answer = await client.put(path, json={"period": period}, headers={"If-Match": f'"{version}"'})
    return answer.status_code, answer.json() if answer.content else {}


async def rule(shop: Shop, name: str = RULE) -> dict[str, Any]:
    shown = (await (await shop.client()).get("/v1/privacy/retention")).json()
    found: dict[str, Any] = next(one for one in shown["rules"] if one["name"] == name)
    return found


async def test_eleven_years_are_refused_naming_the_rule(world: World) -> None:
    shop = await world.shop()
    status, problem = await put(shop, "P11Y", 0)
    assert (status, problem["code"]) == (422, "RETENTION_OUT_OF_BOUNDS")
    assert (problem["rule"], problem["bound"], problem["limit"]) == (RULE, "ceiling", "P3Y")
    assert "CNIL" in problem["source"]
    status, problem = await put(shop, "P1M", 0)
    assert (status, problem["bound"]) == (422, "floor")


async def test_a_choice_counts_and_is_taken_back(world: World) -> None:
    shop = await world.shop()
    assert (await rule(shop))["effective"]["period"] == "P3Y"
    assert (await put(shop, "P18M", 0))[0] == 204
    found = await rule(shop)
    assert (found["choice"], found["effective"]["period"], found["version"]) == ("P18M", "P18M", 1)
    assert (await put(shop, "P12M", 0))[1]["code"] == "STALE"
    assert (await put(shop, None, 1))[0] == 204
    assert (await rule(shop))["effective"]["period"] == "P3Y"
    async with shop.db() as db:
        query = select(AuditEvent.facts).where(AuditEvent.action == "retention.chosen")
        assert [one["period"] for one in await db.scalars(query)] == ["P18M", None]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("customer.unknown", "RETENTION_RULE_NOT_FOUND"),
        ("merchant.bookkeeping", "RETENTION_NOT_CHOSEN"),
        ("customer.expiry", "RETENTION_NOT_CHOSEN"),
    ],
)
async def test_what_is_not_the_merchants_to_choose(world: World, name: str, code: str) -> None:
    shop = await world.shop()
    _, problem = await put(shop, "P5Y", 0, f"/v1/privacy/retention/choices/{name}")
    assert problem["code"] == code


async def test_belgium_has_its_own_law(world: World) -> None:
    shop = await world.shop()
    client = await shop.client()
    merchant = await client.get("/v1/merchant")
    changed = await client.patch(
        "/v1/merchant",
        json={"time_zone": "Europe/Brussels"},
        headers={"If-Match": merchant.headers["ETag"]},
    )
    assert changed.status_code == 200
    shown = (await client.get("/v1/privacy/retention")).json()
    assert shown["country"] == "BE"
    assert (await rule(shop, "merchant.bookkeeping"))["year_end"]


async def test_preview_by_day_changes_nothing(world: World) -> None:
    shop = await world.shop()
    async with shop.db() as db:
        for days in (500, 364, 363, 363, 10):
            silent = now() - timedelta(days=days, hours=-1)
            db.add(Customer(source="desk", first_name="Ada", last_active_at=silent))
    client = await shop.client()
    path = f"/v1/privacy/retention/rules/{RULE}/preview"
    found = (await client.get(path, params={"period": "P12M", "days": 10})).json()["days"]
    assert {one["table"] for one in found} == {"customers"}
    assert [one["rows"] for one in found] == [1, 1, 2]
    assert (await client.get("/v1/privacy/retention/plan")).json()["days"] == []
    refused = await client.get(path, params={"period": "P11Y"})
    assert refused.json()["code"] == "RETENTION_OUT_OF_BOUNDS"


async def held(client: httpx.AsyncClient, **query: str) -> dict[str, int]:
    found = {}
    for status in ("in_force", "ended"):
        answer = await client.get("/v1/privacy/holds", params=query | {"status": status})
        found[status] = len(answer.json()["items"])
    return found


async def test_a_hold_on_a_card_says_whose_it_is(world: World) -> None:
    shop = await world.shop()
    card = await shop.card(await shop.program(), customer_id=await shop.customer("Ada"))
    hold = {
        "table": "cards", "row_id": str(card.id), "reason": "Litige en cours",
        "until": (now() + timedelta(days=30)).isoformat(),
    }  # fmt: skip
    placed = await (await shop.client()).post("/v1/privacy/holds", json=hold)
    assert placed.json()["customer_id"] == str(card.customer_id)
    assert placed.json()["customer_name"] == "Ada"


async def test_holds(world: World) -> None:
    shop = await world.shop()
    customer_id = await shop.customer("Ada")
    client = await shop.client()
    hold = {
        "table": "customers", "row_id": str(customer_id), "reason": "Litige en cours",
        "until": (now() + timedelta(days=30)).isoformat(),
    }  # fmt: skip
    placed = await client.post("/v1/privacy/holds", json=hold)
    assert placed.status_code == 201, placed.text
    assert (placed.json()["customer_id"], placed.json()["customer_name"]) == (
        str(customer_id),
        "Ada",
    )
    for change, code in (
        ({"row_id": str(uuid4())}, "HELD_ROW_NOT_FOUND"),
        ({"table": "users"}, "HELD_ROW_NOT_FOUND"),
        ({"until": (now() - timedelta(days=1)).isoformat()}, "HOLD_OVER"),
    ):
        refused = await client.post("/v1/privacy/holds", json=hold | change)
        assert refused.json()["code"] == code
    path = f"/v1/privacy/holds/{placed.json()['id']}"
    assert await held(client) == {"in_force": 1, "ended": 0}
    assert await held(client, row_id=str(uuid4())) == {"in_force": 0, "ended": 0}
    assert (await client.delete(path)).status_code == 204
    assert await held(client) == {"in_force": 0, "ended": 1}
    assert (await client.delete(path)).status_code == 204
    (listed,) = (await client.get("/v1/privacy/holds")).json()["items"]
    assert listed["lifted_at"]
    assert (await client.delete(f"/v1/privacy/holds/{uuid4()}")).json()[
        "code"
    ] == "LEGAL_HOLD_NOT_FOUND"


async def test_owners_alone_let_a_stopped_deletion_go_on(world: World) -> None:
    shop, stop_id = await world.shop(), uuid7()
    async with shop.db() as db:
        db.add(
            RetentionStop(
                id=stop_id, rule="merchant.payment", table_name="invoices", announced=2, found=9
            )
        )
    path = f"/v1/privacy/retention/stops/{stop_id}/release"
    assert (await (await shop.client("manager")).post(path)).status_code == 403
    client = await shop.client()
    assert len((await client.get("/v1/privacy/retention")).json()["stops"]) == 1
    assert (await client.post(path)).status_code == 204
    assert (await client.get("/v1/privacy/retention")).json()["stops"] == []
    unknown = await client.post(f"/v1/privacy/retention/stops/{uuid4()}/release")
    assert unknown.json()["code"] == "RETENTION_STOP_NOT_FOUND"
