"""Every refusal and every accident is a problem document."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from api.app import create_app
from api.core import db, errors
from api.core.errors import Problem
from api.core.http import accidents
from api.core.http.bodies import LARGEST
from api.core.postgres.embedded import Server
from tests.cards.counter import Counter, at, done, refused, sound
from tests.conftest import make_settings
from tests.world import World


@asynccontextmanager
async def serving(
    url: str, data: Path, **others: object
) -> AsyncIterator[tuple[FastAPI, httpx.AsyncClient]]:
    """An application of the test's own, answering as through a real server."""
    settings = make_settings(url, data, **others)
    app = create_app(settings)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url=settings.origin) as client,
    ):
        yield app, client


async def test_a_row_that_somebody_holds_on_to(
    world: World, db_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "LOCK_TIMEOUT_MS", 50)
    shop = await world.shop()
    card = await shop.card(await shop.program())
    async with serving(db_url, tmp_path) as (_, client):
        client.headers["Authorization"] = f"Bearer {await shop.api_key()}"
        async with shop.db() as holding:
            await holding.execute(
                text("SELECT 1 FROM cards WHERE merchant_id = :merchant_id FOR UPDATE"),
                {"merchant_id": shop.id},
            )
            answer = await Counter(client).earn(card, key="held-up-for-long")
            refused(answer, 409, "STILL_RUNNING")
            assert answer.headers["Retry-After"] == "1"
        done(await Counter(client).earn(card, key="held-up-for-long"))
    assert await sound(shop, card) == 1


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("40P01", errors.StillRunning),
        ("55P03", errors.StillRunning),
        ("22021", errors.InvalidInput),
        ("57P01", errors.Unavailable),
        ("57P03", errors.Unavailable),
        ("08006", errors.Unavailable),
        ("53300", errors.Unavailable),
        ("28P01", errors.Unavailable),
        ("57014", None),
        ("23505", None),
        ("42501", None),
        ("", None),
    ],
)
def test_what_the_database_says(state: str, kind: type[Problem] | None) -> None:
    """By SQLSTATE: a deadlock's victim tries again, a forgotten conflict is an accident."""

    class Said(Exception):
        sqlstate = state

    error = DBAPIError("", {}, Said())
    if kind is None:
        with pytest.raises(DBAPIError):
            accidents.from_database(error)
    else:
        assert isinstance(accidents.from_database(error), kind)


async def test_no_database(tmp_path: Path) -> None:
    nowhere = f"postgresql+asyncpg://carnet_app@/carnet?host={tmp_path}"
    async with serving(nowhere, tmp_path) as (_, client):
        for path in ("/v1/public/somebody", "/readyz"):
            answer = await client.get(path)
            assert answer.status_code == 503
            assert answer.headers["content-type"] == "application/problem+json"
            assert int(answer.headers["Retry-After"]) > 0
        assert (await client.get("/healthz")).status_code == 200


async def test_a_database_that_goes_away_and_comes_back(
    world: World, server: Server, db_url: str, tmp_path: Path
) -> None:
    shop = await world.shop()
    card = await shop.card(await shop.program())
    async with serving(db_url, tmp_path, pool_size=2) as (app, client):
        client.headers["Authorization"] = f"Bearer {await shop.api_key()}"
        done(await client.get(card.path), 200)
        async with app.state.database.engine.connect() as connection:
            pid = await connection.scalar(text("SELECT pg_backend_pid()"))
        server.run(f"SELECT pg_terminate_backend({pid}, 5000);")
        answer = await client.get(card.path)
        # The connection is dead, the database is not: at the latest the next request is served.
        if answer.status_code != 200:
            refused(answer, 503, "DATABASE_UNAVAILABLE")
        done(await client.get(card.path), 200)


async def test_more_requests_than_connections_for_too_long(
    world: World, db_url: str, tmp_path: Path
) -> None:
    async with serving(db_url, tmp_path, pool_size=1) as (app, client):
        app.state.database.engine.pool._timeout = 0.05
        async with app.state.database.engine.connect():
            answer = await client.get("/v1/public/somebody")
            refused(answer, 503, "DATABASE_UNAVAILABLE")
            assert answer.headers["Retry-After"]
        assert (await client.get("/v1/public/somebody")).status_code == 404


async def test_an_accident_tells_nothing(
    world: World, db_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(db_url, tmp_path) as (app, client):

        @app.get("/v1/accident")
        async def accident() -> None:
            raise ZeroDivisionError("a secret")

        app.router.routes.insert(0, app.router.routes.pop())
        answer = await client.get("/v1/accident?token=hidden")
        refused(answer, 500, "INTERNAL")
        assert "secret" not in answer.text
    assert "/v1/accident failed" in caplog.text
    assert "hidden" not in caplog.text


async def test_addresses_and_methods_that_do_not_exist(client: httpx.AsyncClient) -> None:
    for path in ("/v1/nothing", "/v1/cards/a/b/c/d", "/v1/", "/v1"):
        refused(await client.get(path), 404, "NOT_FOUND")
    for method, path in (("DELETE", "/v1/cards"), ("PUT", "/v1/programs"), ("PATCH", "/v1/cards")):
        answer = await client.request(method, path)
        refused(answer, 405, "METHOD_NOT_ALLOWED")
        assert answer.headers["Allow"]


BODIES: list[tuple[bytes, int, str]] = [
    (b"", 422, "VALIDATION"),
    (b"null", 422, "VALIDATION"),
    (b"[]", 422, "VALIDATION"),
    (b'"text"', 422, "VALIDATION"),
    (b"12", 422, "VALIDATION"),
    (b"{", 400, "UNDECODABLE"),
    (b"not json", 400, "UNDECODABLE"),
    (b'{"first_name": "x"', 400, "UNDECODABLE"),
    (b"\xff\xfe\x00", 400, "UNDECODABLE"),
    (b'{"first_name": "\xff"}', 400, "UNDECODABLE"),
    (b'{"first_name": "\\u0000"}', 422, "VALIDATION"),
    (b'{"first_name": "a\\u0000b", "notes": "x"}', 422, "VALIDATION"),
    (b'{"notes": "a\\u0000b", "first_name": "x"}', 422, "VALIDATION"),
    (b'{"first_name": "\\ud800"}', 422, "VALIDATION"),
    (b'{"\\ud800": "x"}', 422, "VALIDATION"),
    (b'{"first_name": "x", "\\ud800\\u0000": 1}', 422, "VALIDATION"),
    (b'{"first_name": 1e999}', 422, "VALIDATION"),
    (b'{"first_name": NaN}', 422, "VALIDATION"),
    (b'{"first_name": ' + b"9" * 5000 + b"}", 400, "UNDECODABLE"),
    (b"[" * 100_000, 400, "UNDECODABLE"),
    (b'{"first_name": "' + b"x" * 1_000_000 + b'"}', 422, "VALIDATION"),
    (b'{"first_name": "x", "first_name": 3}', 422, "VALIDATION"),
]


async def test_bodies_that_cannot_be_used(world: World) -> None:
    shop = await world.shop()
    client = await shop.client()
    for body, status, code in BODIES:
        answer = await client.post(
            "/v1/customers", content=body, headers={"Content-Type": "application/json"}
        )
        found = refused(answer, status, code)
        if status == 422:
            assert found["errors"] or found["detail"], body[:60]
    for kind in ("text/plain", "application/xml", "multipart/form-data; boundary=x", "", "x/y"):
        headers = {"Content-Type": kind}
        answer = await client.post("/v1/customers", content=b"first_name=x", headers=headers)
        assert answer.status_code in (400, 415, 422), kind
        assert answer.headers["content-type"] == "application/problem+json"
    assert done(await client.get("/v1/customers"), 200)["items"] == []


async def test_bodies_that_are_too_large(world: World) -> None:
    client = await (await world.shop()).client()
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        yield b'{"notes": "'
        while True:
            sent += 1 << 16
            yield b"x" * (1 << 16)

    headers = {"Content-Type": "application/json"}
    answer = await client.post("/v1/customers", content=endless(), headers=headers)
    refused(answer, 413, "TOO_LARGE")
    assert sent < 2 * LARGEST
    for announced in (str(LARGEST + 1), "9" * 30):
        unread = headers | {"Content-Length": announced}
        answer = await client.post("/v1/customers", content=b"{}", headers=unread)
        refused(answer, 413, "TOO_LARGE")
    almost = b'{"first_name": "' + b"x" * (LARGEST - 18) + b'"}'
    assert len(almost) == LARGEST
    answer = await client.post("/v1/customers", content=almost, headers=headers)
    refused(answer, 422, "VALIDATION")


async def test_what_is_wrong_is_named_by_field(world: World) -> None:
    client = await (await world.shop()).client()
    answer = await client.post("/v1/customers", json={"phone": "12", "age": 3})
    found = refused(answer, 422, "VALIDATION")
    assert sorted(error["field"] for error in found["errors"]) == ["body.age", "body.phone"]
    assert all(error["message"] and error["code"] for error in found["errors"])
    answer = await client.get("/v1/cards?limit=0&program_id=x")
    fields = {error["field"] for error in refused(answer, 422, "VALIDATION")["errors"]}
    assert fields == {"query.limit", "query.program_id"}
    # What was sent is not sent back: it may be a password or somebody's number.
    answer = await client.post("/v1/sessions", json={"email": "x", "password": ["hunter2"]})
    assert "hunter2" not in answer.text


async def test_text_that_only_postgresql_refuses(world: World) -> None:
    shop = await world.shop()
    card = await shop.card(await shop.program())
    answer = await (await shop.client()).post(
        f"{card.path}/earnings",
        json={"receipt": "a\0b"},
        headers={"Idempotency-Key": f"nul-{card.number}"},
    )
    refused(answer, 422, "VALIDATION")
    assert await sound(shop, card) == 0


async def test_headers_that_cannot_be_used(world: World) -> None:
    shop = await world.shop()
    client = await shop.client()
    for name, value in (
        ("Authorization", b"Bearer \xff\xfe"),
        ("Authorization", b"Bearer"),
        ("Authorization", b"Bearer mck_"),
        ("Authorization", b"Bearer mck_" + b"Z" * 26 + b"_" + b"A" * 26),
        ("Authorization", b"Bearer " + b"x" * 50_000),
        ("Authorization", b"Basic eDp5"),
        ("Cookie", b"carnet=\xff"),
        ("Cookie", b"carnet=" + b"x" * 10_000),
    ):
        fresh = world.connect()
        answer = await fresh.get("/v1/customers", headers=[(name.encode(), value)])
        refused(answer, 401, "NOT_SIGNED_IN")
        assert answer.headers["WWW-Authenticate"]
    other = await world.shop()
    answer = await client.get("/v1/customers", headers={"X-Merchant-Id": str(other.id)})
    refused(answer, 404, "MERCHANT_NOT_FOUND")
    answer = await client.get("/v1/customers", headers={"X-Merchant-Id": "mine"})
    assert answer.status_code in (404, 422)


def test_facts_never_take_the_place_of_a_problems_own_members() -> None:
    for name in ("type", "title", "status", "code"):
        with pytest.raises(ValueError, match=name):
            Problem("", **{name: 1})
    document: Any = json.loads(bytes(Problem("because", retry_after=3, left=2).response().body))
    assert document == {
        "type": "/docs#BAD_REQUEST",
        "title": Problem.title,
        "status": 400,
        "code": "BAD_REQUEST",
        "detail": "because",
        "retry_after": 3,
        "left": 2,
    }


async def test_a_client_that_goes_away_leaves_nothing_behind(world: World) -> None:
    """A cancelled request is rolled back, and its connection serves the next one."""
    shop = await world.shop()
    counter = await at(shop)
    card = await shop.card(await shop.program())
    for _ in range(5):
        request = asyncio.create_task(counter.earn(card, key="cut-off-half-way"))
        for _ in range(8):
            await asyncio.sleep(0)
        request.cancel()
        await asyncio.gather(request, return_exceptions=True)
    done(await counter.earn(card, key="cut-off-half-way"))
    assert await sound(shop, card) == 1
