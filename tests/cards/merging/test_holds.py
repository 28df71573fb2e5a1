"""A hold stands in the way of a merge as long as it can be confirmed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from api.cards.models import Card, Hold
from api.cards.operations import holds
from tests.cards.counter import done, refused, sound
from tests.cards.merging.test_merge import two
from tests.cards.nightly.night import run
from tests.world import World, key

Clock = Callable[[timedelta], None]


async def test_a_sale_waits_for_its_confirmation(world: World, clock: Clock) -> None:
    """Until its time is over, though the job that notes so has not run."""
    it = await two(world)
    held = [
        done(await it.owner.post(f"{card.path}/holds", json={"units": 1, **lasts}, headers=key()))
        for card, lasts in ((it.same, {"minutes": 5}), (it.hers, {"minutes": 60}))
    ]
    order, until = await it.order(), datetime.fromisoformat(held[0]["expires_at"])
    for path in ("/v1/merges/preview", "/v1/merges"):
        answer = refused(await it.owner.post(path, json=order), 409, "HOLDS_OPEN")
        assert datetime.fromisoformat(answer["expires_at"]) == until
    clock(timedelta(minutes=5))
    assert done(await it.owner.post("/v1/merges/preview", json=order), 200)["units_moved"] == 5
    made = done(await it.owner.post("/v1/merges", json=order))
    for hold in held:
        await run(it.shop, holds.lapse, hold_id=UUID(hold["id"]))
    async with it.shop.db() as db:
        rows = await db.execute(select(Hold.card_id, Hold.status))
        assert {row.card_id: row.status for row in rows} == {
            it.same.id: "lapsed",
            it.hers.id: "open",
        }
        counted = await db.execute(select(Card.id, Card.open_holds))
        assert {row.id: row.open_holds for row in counted if row.open_holds} == {it.hers.id: 1}
    done(await it.owner.post(f"{it.hers.path}/holds/{held[1]['id']}/confirmation", headers=key()))
    assert await sound(it.shop, it.hers) == 4
    undone = await it.owner.post(f"/v1/merges/{made['id']}/reversal")
    assert refused(undone, 409, "MERGE_NOT_UNDOABLE")["reason"] == "changed"
