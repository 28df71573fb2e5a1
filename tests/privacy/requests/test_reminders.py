"""Owners are reminded, once each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from api.core import clock as the_clock
from api.core import jobs
from api.privacy.requests.reminders import REMIND
from tests.accounts.people import mailbox
from tests.privacy.requests.desk import Desk, desk
from tests.world import World

Clock = Callable[[timedelta], None]


async def subjects(at: Desk) -> list[str]:
    owner = at.shop.team["owner"].email
    return [one["Subject"] for one in await mailbox(at.shop.world, owner)]


async def morning(at: Desk, clock: Clock, day: date, *, hour: int = 7) -> list[str]:
    """The nightly job of that day; what the owner has got by then."""
    wanted = datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo("Europe/Paris"))
    clock(wanted - the_clock.now())
    async with at.shop.db() as db:
        await jobs.enqueue(db, REMIND)
    return await subjects(at)


async def test_ten_and_three_days_before_and_on_the_day(world: World, clock: Clock) -> None:
    at = await desk(world)
    last = date.fromisoformat((await at.ask("access"))["due_on"])
    counts = {}
    for left in (12, 11, 10, 9, 4, 3, 2, 1, 0, -1):
        counts[left] = len(await morning(at, clock, last - timedelta(days=left)))
    assert counts == {12: 0, 11: 0, 10: 1, 9: 1, 4: 1, 3: 2, 2: 2, 1: 2, 0: 3, -1: 3}
    ten, three, today = await subjects(at)
    assert "encore 10 jours" in ten
    assert "encore 3 jours" in three
    assert "dernier jour" in today
    assert await at.mails() == []


async def test_twice_in_one_night_is_once(world: World, clock: Clock) -> None:
    at = await desk(world)
    last = date.fromisoformat((await at.ask("access"))["due_on"])
    day = last - timedelta(days=10)
    assert len(await morning(at, clock, day, hour=6)) == 1
    assert len(await morning(at, clock, day, hour=8)) == 1


async def test_what_is_answered_is_not_reminded_of(world: World, clock: Clock) -> None:
    at = await desk(world)
    last = date.fromisoformat((await at.ask("access"))["due_on"])
    await at.take("refusal", {"ground": "law", "reason": "Non."})
    assert await morning(at, clock, last) == []


async def test_an_extension_begins_anew(world: World, clock: Clock) -> None:
    at = await desk(world)
    last = date.fromisoformat((await at.ask("access"))["due_on"])
    assert len(await morning(at, clock, last - timedelta(days=3))) == 1
    await at.look()
    longer = date.fromisoformat((await at.take("extension", {"reason": "Complexe."}))["due_on"])
    assert len(await morning(at, clock, longer - timedelta(days=11))) == 1
    assert len(await morning(at, clock, longer - timedelta(days=10))) == 2


async def test_only_owners_are_written_to(world: World, clock: Clock) -> None:
    at = await desk(world)
    last = date.fromisoformat((await at.ask("access"))["due_on"])
    await morning(at, clock, last)
    for role in ("manager", "cashier", "auditor"):
        assert await mailbox(world, at.shop.team[role].email) == []
