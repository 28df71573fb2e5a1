"""Campaigns in a customer's history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import event, update

from api.campaigns.models import CampaignMail
from tests.campaigns.press import Press, press_of
from tests.cards.counter import done
from tests.world import World

Clock = Callable[[timedelta], None]


async def history(press: Press, customer_id: UUID, limit: int = 50) -> list[dict[str, Any]]:
    """All of it, in pages of so many."""
    items: list[dict[str, Any]] = []
    asked: dict[str, Any] = {"limit": limit}
    while True:
        path = f"/v1/customers/{customer_id}/timeline"
        page = done(await press.client.get(path, params=asked), 200)
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        asked["cursor"] = page["next_cursor"]


async def test_what_was_sent_and_by_which_mail_the_news_were_stopped(
    world: World, clock: Clock
) -> None:
    press = await press_of(world)
    zoe, max_ = await press.reader("Zoé"), await press.reader("Max")
    clock(timedelta(days=1))
    first = await press.sent()
    clock(timedelta(days=8))
    second = await press.sent(subject="Nouveautés de {shop}")
    clock(timedelta(hours=1))
    link = (await press.got(zoe))[-1]["List-Unsubscribe"][1:-1]
    click = await world.connect().post(link, data={"List-Unsubscribe": "One-Click"})
    assert click.status_code == 200
    clock(timedelta(days=8))
    await press.sent(subject="Et encore")

    items = await history(press, zoe, limit=2)
    assert [one["kind"] for one in items] == [
        "consent", "campaign", "campaign", "consent", "created",
    ]  # fmt: skip
    assert items == await history(press, zoe)
    assert items[0]["data"]["channel"] == "mail"
    assert items[1]["data"] == {
        "campaign_id": second["id"],
        "subject": "Nouveautés de Au Bon Pain",
        "state": "sent",
        "withdrawn": True,
    }
    assert items[2]["data"]["subject"] == "Pour vous, Zoé"
    assert items[2]["data"]["campaign_id"] == first["id"]
    assert not items[2]["data"]["withdrawn"]
    assert items[2]["actor"]["kind"] == "system"
    others = [one for one in await history(press, max_) if one["kind"] == "campaign"]
    assert len(others) == 3
    assert not any(one["data"]["withdrawn"] for one in others)


async def test_as_many_statements_for_many_mails_as_for_one(world: World) -> None:
    press = await press_of(world, days_between=1)
    zoe = await press.reader("Zoé")
    await press.sent()
    counted: list[int] = []
    for _ in range(2):
        statements: list[str] = []

        def note(_conn: Any, _cursor: Any, statement: str, *_: Any, seen: Any = statements) -> None:
            seen.append(statement)

        engine = world.database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", note)
        items = await history(press, zoe)
        event.remove(engine, "before_cursor_execute", note)
        counted.append(len(statements))
        if len(counted) == 1:
            for _ in range(3):
                async with press.shop.db() as db:
                    await db.execute(
                        update(CampaignMail).values(
                            handed_at=CampaignMail.handed_at - timedelta(days=2)
                        )
                    )
                await press.sent()
    assert len([one for one in items if one["kind"] == "campaign"]) == 4
    assert counted[0] == counted[1]
