"""A crash between any two statements of an operation leaves nothing half done, and the same
request then succeeds as if nothing had been."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import event, text

from api.cards.models import Card, Entry, FormerCode, Lot, LotUse
from api.core.audit import AuditEvent
from api.core.postgres.embedded import Server
from api.customers.models import Consent, Customer
from tests.cards.counter import Counter, count, done, sound
from tests.world import GivenCard, GivenProgram, Shop, World

How = Literal["exception", "killed"]
EVERYTHING = text(
    "SELECT "
    + ", ".join(
        f"(SELECT count(*) || coalesce(md5(string_agg(t::text, '|' ORDER BY t.id)), '')"
        f" FROM {model.__tablename__} t WHERE t.merchant_id = :merchant_id)"
        for model in (Entry, Lot, LotUse, Card, FormerCode, Customer, Consent, AuditEvent)
    )
)
"""Every row that an operation might write, to the last column."""


@dataclass
class Crash:
    happened: bool = False


@pytest.fixture
async def fragile(app: FastAPI, world: World) -> AsyncIterator[httpx.AsyncClient]:
    """A client that is answered when the application fails, as through a real server."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=world.settings.origin) as client:
        yield client


@contextmanager
def crash_after(app: FastAPI, server: Server, statements: int, how: How) -> Iterator[Crash]:
    """After so many statements, an exception, or the server ends the connection (so that the
    next statement, or the commit, fails)."""
    engine = app.state.database.engine.sync_engine
    crash, seen = Crash(), 0

    def after(connection: Any, *_: Any) -> None:
        nonlocal seen
        seen += 1
        if seen != statements:
            return
        crash.happened = True
        if how == "exception":
            raise RuntimeError("crashed on purpose")
        pid = connection.connection.driver_connection.get_server_pid()
        server.run(f"SELECT pg_terminate_backend({pid}, 5000);")

    event.listen(engine, "after_cursor_execute", after)
    try:
        yield crash
    finally:
        event.remove(engine, "after_cursor_execute", after)


async def survives(
    app: FastAPI,
    server: Server,
    how: How,
    shop: Shop,
    act: Callable[[], Awaitable[httpx.Response]],
) -> httpx.Response:
    """Crash after the first statement, the second, and so on, until the operation is through."""

    async def everything() -> Any:
        async with shop.db() as db:
            return (await db.execute(EVERYTHING, {"merchant_id": shop.id})).one()

    before = await everything()
    for statements in range(1, 40):
        with crash_after(app, server, statements, how) as crash:
            answer = await act()
        if not crash.happened:
            assert statements > 2
            done(answer)
            return answer
        assert answer.status_code == (500 if how == "exception" else 503), answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert await everything() == before, statements
    raise AssertionError("no end of statements")


@dataclass
class Stage:
    shop: Shop
    program: GivenProgram
    card: GivenCard
    counter: Counter
    survives: Callable[[Callable[[], Awaitable[httpx.Response]]], Awaitable[httpx.Response]]


@pytest.fixture(params=["exception", "killed"])
async def stage(
    request: pytest.FixtureRequest,
    app: FastAPI,
    server: Server,
    world: World,
    fragile: httpx.AsyncClient,
) -> Stage:
    shop = await world.shop()
    program = await shop.program(3, cooldown_minutes=30, daily_cap=5)
    card = await shop.stamped(program, 4)
    fragile.headers["Authorization"] = f"Bearer {await shop.api_key()}"

    async def through(act: Callable[[], Awaitable[httpx.Response]]) -> httpx.Response:
        return await survives(app, server, request.param, shop, act)

    return Stage(shop, program, card, Counter(fragile), through)


async def test_earning(stage: Stage) -> None:
    answer = await stage.survives(lambda: stage.counter.earn(stage.card, key="through-it-all"))
    assert "Idempotent-Replayed" not in answer.headers
    assert await sound(stage.shop, stage.card) == 5


async def test_redeeming(stage: Stage) -> None:
    reward = stage.program.rewards[0]
    await stage.survives(lambda: stage.counter.redeem(stage.card, reward, key="through-it-all"))
    assert await sound(stage.shop, stage.card) == 1


async def test_adjusting(stage: Stage) -> None:
    await stage.survives(lambda: stage.counter.adjust(stage.card, -3, key="through-it-all"))
    assert await sound(stage.shop, stage.card) == 1


async def test_taking_back(stage: Stage) -> None:
    entry = done(await stage.counter.earn(stage.card))
    await stage.survives(
        lambda: stage.counter.reverse(stage.card, entry["id"], key="through-it-all")
    )
    assert await sound(stage.shop, stage.card) == 4
    spent = done(await stage.counter.redeem(stage.card, stage.program.rewards[0]))
    await stage.survives(
        lambda: stage.counter.reverse(stage.card, spent["id"], key="through-it-again")
    )
    assert await sound(stage.shop, stage.card) == 4


async def test_enrolling(stage: Stage) -> None:
    body = {
        "program_id": str(stage.program.id),
        "customer": {"first_name": "Zoé", "phone": "06 39 98 77 66"},
        "marketing_consent": True,
    }
    await stage.survives(lambda: stage.counter.client.post("/v1/cards", json=body))
    assert await count(stage.shop, Consent) == 1
    assert await count(stage.shop, Card) == 2


async def test_replacing(stage: Stage) -> None:
    path = f"{stage.card.path}/replacement"
    await stage.survives(lambda: stage.counter.client.post(path))
    assert await count(stage.shop, FormerCode) == 1
