"""The operator's end of a contract, on the command line."""

from __future__ import annotations

import json
from uuid import UUID

from sqlalchemy import select

from api.cli import contract
from api.core import audit
from api.core.audit import AuditEvent
from api.privacy.ending import course
from tests.cards.counter import Counter, done, refused
from tests.privacy.ending.shops import look
from tests.world import World


async def test_the_operator_ends_it_and_is_told_what_is_left(world: World) -> None:
    shop = await world.shop()
    card = await shop.card(await shop.program(10))
    client = await shop.client()
    assert await contract._close(world.database, world.settings, shop.id) == 0
    refused(await Counter(client).earn(card), 403, "MERCHANT_CLOSED")
    assert await contract._reopen(world.database, world.settings, shop.id) == 0
    done(await Counter(client).earn(card))
    await contract._close(world.database, world.settings, shop.id)
    async with shop.db() as db:
        await course.waive(db, audit.SYSTEM, course.NO_COPY["fr"])
        await course.ask_purge(db, audit.SYSTEM)
    await look(shop)
    (line,) = await contract._told(world.database, shop.id, as_json=True)
    told = json.loads(line)
    assert (told["state"], told["cause"]) == ("done", "operator")
    assert (told["gone"]["cards"], told["gone"]["entries"]) == (1, 1)
    assert "owners" not in told["receipts"]
    assert told["remains"]["audit_events"]["rule"] == "customer.accountability"
    assert all(one["because"] for one in told["remains"].values())
    lines = await contract._told(world.database, shop.id, as_json=False)
    assert sum(one.startswith("left: ") for one in lines) == len(told["remains"])
    async with shop.db() as db:
        left = set(await db.scalars(select(AuditEvent.action)))
    assert left == {"audit.shortened", "merchant.purged"}
    assert UUID(told["id"])
