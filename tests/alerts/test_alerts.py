"""Unusual hours: found, told once, listed, explained; and that a busy day is none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from api.alerts.models import Alert, MemberHour
from api.alerts.watching import watch
from api.core import jobs, worker
from api.core.audit import AuditEvent
from api.core.clock import now
from tests.alerts.given import stamped
from tests.cards.counter import at, done
from tests.mails import mails_to
from tests.world import GivenProgram, RoleName, Shop, World, key

WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)


@pytest.fixture
def ten(clock: Callable[[timedelta], None]) -> datetime:
    """The hour that has just passed, at ten in the shop; called a Saturday below. What is taken
    from it is taken by the shop's clock, which somebody may have put back in between."""
    tomorrow = now().astimezone(ZoneInfo("Europe/Paris")) + timedelta(days=1)
    hour = tomorrow.replace(hour=10, minute=0, second=0, microsecond=0)
    # From UTC: between two moments of one zone the clocks' change is not counted.
    clock(hour + timedelta(minutes=50) - now())
    return hour


@pytest.fixture
async def shop(world: World, ten: datetime) -> Shop:
    return await world.shop(name="Le Fournil")


@pytest.fixture
async def program(shop: Shop) -> GivenProgram:
    return await shop.program(10)


async def past(
    shop: Shop, program: GivenProgram, ten: datetime, saturday: int = 8, weekday: int = 8
) -> None:
    """Six weeks of a cashier: Saturdays at ten, and three hours each Tuesday."""
    hours: list[tuple[RoleName, datetime, int]] = []
    for week in range(1, 7):
        hours.append(("cashier", ten - week * WEEK, saturday))
        tuesday = ten - week * WEEK + timedelta(days=3)
        hours += [("cashier", tuesday + n * HOUR, weekday) for n in range(3)]
    await stamped(shop, program, *hours)
    async with shop.db() as db:
        await watch(db)


async def found(shop: Shop) -> list[dict[str, Any]]:
    async with shop.db() as db:
        await watch(db)
    answer = await (await shop.client()).get("/v1/alerts")
    return list(done(answer, 200)["items"])


async def test_an_unusual_hour_is_told_with_what_is_behind_it(
    shop: Shop, program: GivenProgram, ten: datetime
) -> None:
    await past(shop, program, ten)
    card_id = await stamped(shop, program, ("cashier", ten, 25))
    (alert,) = await found(shop)
    told = {name: alert[name] for name in ("state", "stamps", "operations", "cards", "usual")}
    assert told == {"state": "open", "stamps": 25, "operations": 25, "cards": 1, "usual": 8}
    assert alert["bound"] == 24
    assert alert["member"]["name"] == "Cashier"
    client = await shop.client()
    assert done(await client.get(f"/v1/alerts/{alert['id']}"), 200) == alert
    page = done(await client.get(f"/v1/alerts/{alert['id']}/entries?limit=20"), 200)
    rest = done(
        await client.get(
            f"/v1/alerts/{alert['id']}/entries?limit=20", params={"cursor": page["next_cursor"]}
        ),
        200,
    )
    listed = page["items"] + rest["items"]
    assert len({one["id"] for one in listed}) == 25
    assert {one["card_id"] for one in listed} == {str(card_id)}
    times = [datetime.fromisoformat(one["occurred_at"]) for one in listed]
    assert times == sorted(times, reverse=True)


async def test_a_busy_saturday_is_no_alert(
    shop: Shop, program: GivenProgram, ten: datetime
) -> None:
    await past(shop, program, ten, saturday=25, weekday=6)
    await stamped(shop, program, ("cashier", ten, 60))
    assert await found(shop) == []
    await stamped(shop, program, ("cashier", ten + timedelta(minutes=30), 16))
    assert [one["stamps"] for one in await found(shop)] == [76]


async def test_a_feast_day_fills_everybodys_hands(
    shop: Shop, program: GivenProgram, ten: datetime
) -> None:
    await past(shop, program, ten)
    await stamped(shop, program, ("cashier", ten, 60), ("manager", ten, 30))
    assert await found(shop) == []


async def test_what_was_taken_back_does_not_count(
    shop: Shop, program: GivenProgram, ten: datetime
) -> None:
    counter = await at(shop)
    browser = await shop.browser("cashier")
    card = await shop.card(program)
    for _ in range(2):
        last = done(await browser.post(f"{card.path}/earnings", json={"units": 4}, headers=key()))
    client = await shop.client()
    (line,) = done(await client.get("/v1/member-hours"), 200)["members"]
    assert (line["member"]["name"], line["stamps"]) == ("Cashier", 8)
    assert line["hours"] == [
        {"hour": 10, "stamps": 8, "operations": 2, "cards": 1, "alert_id": None}
    ]
    done(await counter.reverse(card, last["id"]))
    async with shop.db() as db:
        await watch(db)
    (line,) = done(await client.get(f"/v1/member-hours?day={ten.date()}"), 200)["members"]
    assert line["stamps"] == 4


async def test_a_queue_without_network_is_no_rush(
    shop: Shop, program: GivenProgram, ten: datetime
) -> None:
    """Twenty-four stamps of three hours arrive in one minute: each belongs to its own hour."""
    await past(shop, program, ten)
    waited: list[tuple[RoleName, datetime, int]] = [
        ("cashier", ten - n * HOUR, 10) for n in range(3)
    ]
    await stamped(shop, program, *waited, recorded=now())
    assert await found(shop) == []
    async with shop.db() as db:
        counted = await db.scalars(
            select(MemberHour.stamps).where(MemberHour.hour > ten - 3 * HOUR)
        )
        assert counted.all() == [10, 10, 10]


async def test_one_mail_for_a_member_and_day(
    shop: Shop, program: GivenProgram, ten: datetime
) -> None:
    await past(shop, program, ten)
    await stamped(shop, program, ("cashier", ten, 30), ("cashier", ten - HOUR, 40), recorded=now())
    assert len(await found(shop)) == 2
    await worker.drain(shop.world.database, shop.world.settings)
    assert len(await found(shop)) == 2
    (mail,) = mails_to(shop.world.settings.mail_folder, shop.team["owner"].email)
    part = mail.get_body(("plain",))
    assert part
    text = part.get_content()
    assert "/alerts/" in text
    assert "Cashier" in text
    assert "40" in text
    async with shop.db() as db:
        raised = select(func.count()).where(AuditEvent.action == "alert.raised")
        assert await db.scalar(raised) == 2


async def test_who_wants_none_gets_none(shop: Shop, program: GivenProgram, ten: datetime) -> None:
    await past(shop, program, ten)
    client = await shop.client()
    wish = {"watching": True, "by_mail": False, "least_stamps": 40, "times_usual": 2}
    put = await client.put("/v1/alert-settings", json=wish, headers={"If-Match": '"0"'})
    assert done(put, 200)["version"] == 1
    stale = await client.put("/v1/alert-settings", json=wish, headers={"If-Match": '"0"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "STALE")
    await stamped(shop, program, ("cashier", ten, 40))
    assert await found(shop) == []
    none = {**wish, "watching": False}
    done(await client.put("/v1/alert-settings", json=none, headers={"If-Match": '"1"'}), 200)
    await stamped(shop, program, ("cashier", ten, 40))
    async with shop.db() as db:
        await watch(db)
        assert await db.scalar(select(func.count()).select_from(Alert)) == 0
    done(await client.put("/v1/alert-settings", json=wish, headers={"If-Match": '"2"'}), 200)
    async with shop.db() as db:
        await watch(db)
        (mailed,) = (await db.scalars(select(Alert.mailed))).all()
    assert mailed is False


async def test_seen_explained_and_reopened(
    shop: Shop, program: GivenProgram, ten: datetime
) -> None:
    await past(shop, program, ten)
    await stamped(shop, program, ("cashier", ten, 30))
    (alert,) = await found(shop)
    path = f"/v1/alerts/{alert['id']}/explanation"
    browser = await shop.browser("owner")
    for role in ("manager", "cashier", "auditor"):
        refused = await (await shop.browser(role)).put(path, json={})
        assert refused.status_code == 403, role
    explained = done(await browser.put(path, json={"note": "Fête de l’école"}), 200)
    assert (explained["state"], explained["note"]) == ("explained", "Fête de l’école")
    assert explained["explained_by"] == str(shop.team["owner"].membership_id)
    assert done(await browser.get("/v1/alerts?state=open"), 200)["items"] == []
    reopened = done(await browser.delete(path), 200)
    assert (reopened["state"], reopened["note"]) == ("open", None)
    done(await browser.delete(path), 200)
    async with shop.db() as db:
        actions = await db.scalars(
            select(AuditEvent.action).where(AuditEvent.action.like("alert.%"))
        )
        assert sorted(actions) == ["alert.explained", "alert.raised", "alert.reopened"]


async def test_the_job_looks_at_each_merchant(
    shop: Shop, program: GivenProgram, ten: datetime
) -> None:
    await past(shop, program, ten)
    await stamped(shop, program, ("cashier", ten, 30))
    async with shop.world.database.session() as db:
        await jobs.enqueue(db, "alerts.watch")
    await worker.drain(shop.world.database, shop.world.settings)
    assert len(mails_to(shop.world.settings.mail_folder, shop.team["owner"].email)) == 1
