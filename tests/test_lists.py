"""Every list is read page by page without missing or repeating a row, and no cursor, whatever
stands in it, is an accident of ours."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

import httpx
import pytest

from api.billing.models import Invoice
from api.core import clock
from api.customers import duplicates
from api.privacy.access.models import Intake, Takeout
from tests.alerts.given import an_alert
from tests.cards.counter import Counter, done, refused
from tests.world import Shop, World, key

ROWS = 5


async def furnish(world: World) -> tuple[Shop, dict[str, str]]:
    """A shop with some rows in every list, and the lists' addresses."""
    shop = await world.shop()
    client = await shop.client()
    counter = Counter(client)
    program = await shop.program()
    card = await shop.card(program)
    customer = f"/v1/customers/{card.customer_id}"
    for number in range(ROWS):
        await shop.program(name=f"Programme {number}")
        await shop.card(program)
        done(await counter.earn(card))
        done(await client.post(f"{card.path}/holds", json={"units": 1}, headers=key()))
        consent = {"purpose": "marketing_email", "granted": number % 2 == 0}
        done(await client.post(f"{customer}/consents", json=consent))
        path = f"/v1/programs/{program.id}"
        rules = {"rules": {"units_per_visit": number + 2, "max_per_operation": 50}}
        done(await client.patch(path, json=rules, headers={"If-Match": "*"}), 200)
        done(await client.post("/v1/api-keys", json={"name": "k", "scopes": ["cards:read"]}))
        place = done(await client.post("/v1/locations", json={"name": f"Lieu {number}"}))["id"]
        done(await client.post("/v1/devices", json={"name": "Tablette", "location_id": place}))
        guest = {"email": f"{number}.{place}@shop.example", "role": "cashier"}
        done(await client.post("/v1/invitations", json=guest))
        done(await client.post("/v1/imports", content=b"Prenom\nCamille\n"))
        done(await client.post("/v1/exports", json={"what": "cards", "format": "csv"}))
        done(await client.post("/v1/extracts", json={"customer_id": str(card.customer_id)}))
        done(await client.post("/v1/campaigns", json={"subject": f"Lettre {number}"}))
        await shop.customer(f"Client {number}", email="client@client.example")
        one, other = str(await shop.customer("Fusion")), str(await shop.customer("Fusion"))
        order = {"keep_id": one, "merge_id": other, "keep_version": 1, "merge_version": 1}
        done(await client.post("/v1/merges", json=order))
        asked = {"customer_id": str(card.customer_id), "kind": "access"}
        request = done(await client.post("/v1/privacy/requests", json=asked))["id"]
        wrong = done(await client.post("/v1/privacy/requests", json=asked))["id"]
        no = {"ground": "law", "reason": "Non"}
        path = f"/v1/privacy/requests/{wrong}/refusal"
        done(await client.post(path, json=no, headers={"If-Match": "*"}), 200)
    steps = [("identification", {"by": "counter"}), *[("qualification", {"kind": "access"})] * ROWS]
    for step, body in steps:
        path = f"/v1/privacy/requests/{request}/{step}"
        done(await client.post(path, json=body, headers={"If-Match": "*"}), 200)
    async with shop.db() as db:
        await duplicates.find(db)
        for number in range(ROWS):
            db.add(an_invoice(number))
            db.add(an_alert(shop.team["cashier"].membership_id, number))
            until = clock.now() + timedelta(days=7)
            db.add(Takeout(language="fr", status="ready", actor_kind="system", expires_at=until))
            db.add(Intake(status="failed", size=1, actor_kind="member"))
    for pair in done(await client.get("/v1/duplicates"), 200)["items"][:ROWS]:
        done(await client.post(f"/v1/duplicates/{pair['id']}/dismissal"), 200)
    return shop, {
        "invoices": "/v1/invoices",
        "customers, recent": "/v1/customers",
        "customers, by name": "/v1/customers?sort=name",
        "customers, by visits": "/v1/customers?sort=visits",
        "customers, by what they spent": "/v1/customers?sort=spent",
        "customers, found": "/v1/customers?q=client",
        "consents": f"{customer}/consents",
        "timeline": f"{customer}/timeline",
        "duplicates": "/v1/duplicates",
        "duplicates, dismissed": "/v1/duplicates?dismissed=true",
        "merges": "/v1/merges",
        "programs": "/v1/programs",
        "revisions": f"/v1/programs/{program.id}/revisions",
        "cards": "/v1/cards",
        "cards, found": "/v1/cards?q=client",
        "cards of a program": f"/v1/cards?program_id={program.id}",
        "entries": f"{card.path}/entries",
        "holds": f"{card.path}/holds",
        "api keys": "/v1/api-keys",
        "members": "/v1/members",
        "locations": "/v1/locations",
        "devices": "/v1/devices",
        "invitations": "/v1/invitations",
        "imports": "/v1/imports",
        "exports": "/v1/exports",
        "campaigns": "/v1/campaigns",
        "alerts": "/v1/alerts",
        "extracts": "/v1/extracts",
        "takeouts": "/v1/takeouts",
        "intakes": "/v1/intakes",
        "audit": "/v1/audit-events",
        "privacy requests": "/v1/privacy/requests",
        "privacy requests, closed": "/v1/privacy/requests?status=closed",
        "what happened to a request": f"/v1/privacy/requests/{request}/events",
    }


def an_invoice(number: int) -> Invoice:
    """Two of each moment, so that the moment alone does not order them."""
    at = clock.now() - timedelta(days=number // 2)
    at = at.replace(minute=0, second=0, microsecond=0)
    return Invoice(
        stripe_id=f"in_{number}",
        number=f"F-{number}",
        status="paid",
        currency="EUR",
        created_at=at,
        period_start=at,
        period_end=at,
        disputed=False,
        **dict.fromkeys(AMOUNTS, 1900),
    )


AMOUNTS = (
    *("subtotal", "tax", "total", "amount_due"),
    *("amount_paid", "amount_refunded", "amount_credited"),
)


async def pages(client: httpx.AsyncClient, path: str, limit: int) -> list[Any]:
    rows: list[Any] = []
    cursor: str | None = None
    while True:
        params = dict(httpx.URL(path).params) | {"limit": str(limit)}
        params |= {"cursor": cursor} if cursor else {}
        page = done(await client.get(path.partition("?")[0], params=params), 200)
        assert len(page["items"]) <= limit
        rows += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return rows
        assert len(page["items"]) == limit


async def test_pages_neither_miss_nor_repeat(world: World) -> None:
    shop, lists = await furnish(world)
    client = await shop.client()
    for name, path in lists.items():
        whole = await pages(client, path, 100)
        assert len(whole) > 3, name
        for limit in (1, 3, len(whole)):
            assert await pages(client, path, limit) == whole, (name, limit)


async def test_sessions_are_read_page_by_page(world: World) -> None:
    shop = await world.shop()
    browsers = [await shop.browser() for _ in range(ROWS)]
    whole = await pages(browsers[0], "/v1/sessions", 100)
    assert len(whole) == ROWS
    assert await pages(browsers[0], "/v1/sessions", 2) == whole


async def test_rows_that_appear_meanwhile_disturb_nothing(world: World) -> None:
    shop, lists = await furnish(world)
    client = await shop.client()
    first = done(await client.get("/v1/cards?limit=3"), 200)
    rest = await pages(client, "/v1/cards", 100)
    await shop.card(await shop.program())
    cursor = {"limit": "100", "cursor": first["next_cursor"]}
    second = done(await client.get("/v1/cards", params=cursor), 200)
    assert first["items"] + second["items"] == rest
    assert lists


def encoded(parts: Any) -> str:
    text = parts if isinstance(parts, str) else json.dumps(parts)
    return base64.urlsafe_b64encode(text.encode("utf-8", "surrogatepass")).decode()


UUID = "01920000-0000-7000-8000-000000000000"
GARBAGE = [
    "",
    "x",
    "====",
    "%",
    "🥐",
    "\0",
    "null",
    encoded(None),
    encoded({}),
    encoded([]),
    encoded("["),
    encoded("[" * 5000),
    encoded("1e999"),
    base64.urlsafe_b64encode(b"\xff\xfe").decode(),
]
"""Not even the form of a cursor."""

FORGED: list[list[Any]] = [
    ["x"],
    [UUID],
    [1],
    [None],
    ["\0"],
    ["\ud800"],
    ["99999999999999999999"],
    ["-1"],
    ["1e3"],
    ["2026-01-01T00:00:00", UUID],
    ["0001-01-01T00:00:00+23:59", UUID],
    ["9999-12-31T23:59:59-23:59", UUID],
    ["2026-01-01T00:00:00+00:00", "\0"],
    ["\0", UUID],
    ["a\ud800", UUID],
    [UUID, UUID, UUID],
]
"""After the right tag, what another list or somebody's imagination would put there."""


async def test_no_cursor_is_an_accident(world: World) -> None:
    shop, lists = await furnish(world)
    client = await shop.client()
    for name, path in lists.items():
        plain, params = path.partition("?")[0], dict(httpx.URL(path).params)

        async def ask(cursor: str, plain: str = plain, params: Any = params) -> httpx.Response:
            return await client.get(plain, params=params | {"cursor": cursor})

        own = done(await client.get(plain, params=params | {"limit": "1"}), 200)["next_cursor"]
        assert own, name
        tag, *parts = list[str](json.loads(base64.urlsafe_b64decode(own)))
        odd = GARBAGE if name == "customers, by name" else []
        for cursor in (*odd, own[:-3], own[1:], encoded(parts), encoded(["", *parts])):
            refused(await ask(cursor), 400, "BAD_CURSOR")
        for forged in FORGED:
            answer = await ask(encoded([tag, *forged]))
            assert answer.status_code in (200, 400), (name, forged, answer.text)
        refused(await ask("x" * 8001), 422, "VALIDATION")
        done(await ask(own), 200)


async def test_a_cursor_is_good_for_its_own_list(world: World) -> None:
    shop, lists = await furnish(world)
    client = await shop.client()
    cursors = {}
    for name, path in lists.items():
        params = dict(httpx.URL(path).params) | {"limit": "1"}
        page = done(await client.get(path.partition("?")[0], params=params), 200)
        cursors[name] = page["next_cursor"]
    for name, path in lists.items():
        for other, cursor in cursors.items():
            params = dict(httpx.URL(path).params) | {"cursor": cursor}
            answer = await client.get(path.partition("?")[0], params=params)
            if name == other:
                done(answer, 200)
            else:
                refused(answer, 400, "BAD_CURSOR")


@pytest.mark.parametrize("limit", ["0", "101", "-1", "x", "1.5", ""])
async def test_limits(world: World, limit: str) -> None:
    client = await (await world.shop()).client()
    refused(await client.get("/v1/cards", params={"limit": limit}), 422, "VALIDATION")


async def test_long_names_make_cursors_that_are_taken_back(world: World) -> None:
    shop = await world.shop()
    client = await shop.client()
    for name in ("李" * 80, "ﷺ" * 80, "🥐" * 80, "é" * 80):
        await shop.customer(name, last_name=name)
    assert len(await pages(client, "/v1/customers?sort=name", 1)) == 4
