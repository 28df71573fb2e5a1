"""A merge or its undo that is killed after any of its statements has changed nothing, and the
same request then does it as if nothing had been."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from api.cards.models import Card, Entry, FormerCode, Lot, LotUse, Merge, TierChange
from api.core.audit import AuditEvent
from api.core.events import Event
from api.core.postgres.embedded import Server
from api.customers.models import Consent, Customer, CustomerKey, Duplicate
from tests.cards.counter import done, sound
from tests.cards.ledger.test_crash import How, crash_after, fragile
from tests.cards.merging.test_merge import Two, state, two
from tests.world import Shop, World

__all__ = ["fragile"]

TABLES = (
    Entry, Lot, LotUse, Card, FormerCode, TierChange, Customer, CustomerKey, Consent, Duplicate,
    Merge, AuditEvent, Event,
)  # fmt: skip
EVERYTHING = text(
    "SELECT "
    + ", ".join(
        f"(SELECT count(*) || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '')"
        f" FROM {model.__tablename__} t WHERE t.merchant_id = :merchant_id)"
        for model in TABLES
    )
)
"""Every row that a merge might write, to the last column."""
MOST_STATEMENTS = 120


async def everything(shop: Shop) -> Any:
    async with shop.db() as db:
        return (await db.execute(EVERYTHING, {"merchant_id": shop.id})).one()


async def through(
    app: FastAPI, server: Server, how: How, it: Two, client: httpx.AsyncClient, path: str, body: Any
) -> dict[str, Any]:
    """Crash after the first statement, the second, and so on, until it is through."""
    before = await everything(it.shop)
    for statements in range(1, MOST_STATEMENTS):
        with crash_after(app, server, statements, how) as crash:
            answer = await client.post(path, json=body)
        if not crash.happened:
            assert statements > 10
            return done(answer, 200 if path.endswith("reversal") else 201)
        assert answer.status_code == (500 if how == "exception" else 503), answer.text
        assert await everything(it.shop) == before, statements
    raise AssertionError("no end of statements")


@pytest.mark.parametrize("how", ["exception", "killed"])
async def test_a_merge_and_its_undo_survive(
    app: FastAPI, server: Server, world: World, fragile: httpx.AsyncClient, how: How
) -> None:
    it = await two(world)
    fragile.headers["Authorization"] = f"Bearer {await it.shop.api_key()}"
    before = await state(it.shop)
    order = await it.order()
    made = await through(app, server, how, it, fragile, "/v1/merges", order)
    assert await sound(it.shop, it.hers) == 3
    assert await sound(it.shop, it.same) == 0
    await through(app, server, how, it, fragile, f"/v1/merges/{made['id']}/reversal", None)
    assert await state(it.shop) == before
    for card, units in ((it.hers, 2), (it.same, 1), (it.more, 4)):
        assert await sound(it.shop, card) == units
