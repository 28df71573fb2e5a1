"""Units that expire: written off once, never spent afterwards, shown before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from api.cards.ledger import writing
from api.cards.models import Entry
from api.cards.nightly import nights
from api.core import jobs
from api.core.clock import now
from api.core.jobs import Work
from api.programs.lasting import plus_months
from tests.cards.counter import at, done, refused, sound
from tests.cards.nightly.night import night, run
from tests.world import GivenCard, Shop, World

Clock = Callable[[timedelta], None]
PARIS = ZoneInfo("Europe/Paris")
YEAR = {"kind": "after_earning", "months": 12}
IDLE = {"kind": "inactivity", "months": 3}


def to(clock: Clock, moment: datetime, by: timedelta = timedelta()) -> None:
    """Move the clock to a moment."""
    clock(moment - now() + by)


def when(text: str) -> datetime:
    return datetime.fromisoformat(text)


def midnight_after(months: int) -> datetime:
    """The first moment of the month after the one so many months from now, in Paris."""
    day = plus_months(now().astimezone(PARIS).date().replace(day=1), months + 1)
    return datetime(day.year, day.month, day.day, tzinfo=PARIS)


async def kinds(shop: Shop, card: GivenCard) -> list[tuple[str, int]]:
    async with shop.db() as db:
        query = select(Entry.kind, Entry.delta).where(Entry.card_id == card.id)
        return [(kind, delta) for kind, delta in await db.execute(query.order_by(Entry.seq))]


async def test_after_earning(world: World, clock: Clock) -> None:
    shop = await world.shop()
    counter = await at(shop)
    program = await shop.program(5, expiry=YEAR)
    card = await shop.card(program)
    earned = done(await counter.earn(card, units=5))
    end = midnight_after(12)
    assert when(earned["expires_at"]) == end
    shown = await counter.read(card)
    assert shown["available"] == shown["balance"] == 5
    assert shown["next_expiry"]["units"] == 5
    assert when(shown["next_expiry"]["expires_at"]) == end

    to(clock, end, by=timedelta(seconds=-30))
    await night(shop)
    assert await sound(shop, card) == 5
    to(clock, end)
    shown = await counter.read(card)
    assert (shown["balance"], shown["available"], shown["next_expiry"]) == (5, 0, None)
    answer = await counter.redeem(card, program.rewards[0])
    assert refused(answer, 409, "NOT_ENOUGH_UNITS")["balance"] == 0
    refused(await counter.adjust(card, -1), 409, "NOT_ENOUGH_UNITS")

    await night(shop)
    await night(shop)
    assert await sound(shop, card) == 0
    *_, entry = await counter.entries(card)
    assert (entry["kind"], entry["delta"], entry["balance"]) == ("expire", -5, 0)
    assert entry["actor"] == {"kind": "system", "id": None}
    assert when(entry["occurred_at"]) == end
    assert await kinds(shop, card) == [("earn", 5), ("expire", -5)]
    refused(await counter.reverse(card, entry["id"]), 409, "NOT_REVERSIBLE")
    refused(await counter.reverse(card, earned["id"]), 409, "UNITS_SPENT")


async def test_soonest_first(world: World, clock: Clock) -> None:
    """What a later rule lets expire earlier is spent first; each date has an entry."""
    shop = await world.shop()
    counter, owner = await at(shop), await shop.client()
    program = await shop.program(4, expiry=YEAR, max_per_operation=9)
    card = await shop.card(program)
    done(await counter.earn(card, units=6))
    read = await owner.get(f"/v1/programs/{program.id}")
    rules = {**read.json()["rules"], "expiry": {"kind": "after_earning", "months": 2}}
    changed = await owner.patch(
        f"/v1/programs/{program.id}",
        json={"rules": rules},
        headers={"If-Match": read.headers["ETag"]},
    )
    done(changed, 200)
    soon = done(await counter.earn(card, units=5))
    assert when(soon["expires_at"]) == midnight_after(2)
    redeemed = done(await counter.redeem(card, program.rewards[0]))
    to(clock, midnight_after(2))
    await night(shop)
    assert await sound(shop, card) == 6
    # Given back, the units are expired all the same.
    done(await counter.reverse(card, redeemed["id"]))
    shown = await counter.read(card)
    assert (shown["balance"], shown["available"]) == (10, 6)
    await night(shop)
    assert await kinds(shop, card) == [
        ("earn", 6), ("earn", 5), ("redeem", -4), ("expire", -1), ("reverse", 4), ("expire", -4),
    ]  # fmt: skip
    assert await sound(shop, card) == 6


async def test_two_dates_are_two_entries(world: World, clock: Clock) -> None:
    shop = await world.shop()
    counter = await at(shop)
    card = await shop.card(await shop.program(expiry={"kind": "after_earning", "months": 1}))
    first = done(await counter.earn(card, units=2))
    clock(timedelta(days=31))
    second = done(await counter.earn(card, units=3))
    to(clock, when(second["expires_at"]))
    await night(shop)
    entries = await counter.entries(card)
    assert [(one["delta"], one["occurred_at"]) for one in entries[2:]] == [
        (-2, first["expires_at"]),
        (-3, second["expires_at"]),
    ]
    assert await sound(shop, card) == 0


async def test_inactivity(world: World, clock: Clock) -> None:
    """Every visit moves the date of all units; a gift by hand does not."""
    shop = await world.shop()
    counter = await at(shop)
    program = await shop.program(2, expiry=IDLE, max_per_operation=9)
    card = await shop.card(program)
    assert done(await counter.earn(card, units=5))["expires_at"] is None
    first = (await counter.read(card))["next_expiry"]
    clock(timedelta(days=40))
    done(await counter.adjust(card, 1))
    assert (await counter.read(card))["next_expiry"] == {**first, "units": 6}
    done(await counter.redeem(card, program.rewards[0]))
    second = (await counter.read(card))["next_expiry"]
    assert second["units"] == 4
    assert when(second["expires_at"]) - when(first["expires_at"]) > timedelta(days=35)
    to(clock, when(first["expires_at"]))
    await night(shop)
    assert await sound(shop, card) == 4
    to(clock, when(second["expires_at"]))
    await night(shop)
    assert await sound(shop, card) == 0


@pytest.mark.parametrize("rested", [True, False])
async def test_coming_back_too_late(world: World, clock: Clock, rested: bool) -> None:
    """Whether the job has run or not: what inactivity has cost does not come back."""
    shop = await world.shop()
    counter = await at(shop)
    program = await shop.program(2, expiry=IDLE, max_per_operation=9)
    card = await shop.card(program)
    done(await counter.earn(card, units=5))
    clock(timedelta(days=200))
    if rested:
        await night(shop)
    refused(await counter.redeem(card, program.rewards[0]), 409, "NOT_ENOUGH_UNITS")
    done(await counter.earn(card, units=3))
    assert await kinds(shop, card) == [("earn", 5), ("expire", -5), ("earn", 3)]
    assert (await counter.read(card))["available"] == 3
    await night(shop)
    assert await sound(shop, card) == 3


async def test_other_rules_leave_old_units_alone(world: World, clock: Clock) -> None:
    """A program that begins to let units expire does so for new ones."""
    shop = await world.shop()
    counter, owner = await at(shop), await shop.client()
    program = await shop.program(max_per_operation=9)
    card = await shop.card(program)
    done(await counter.earn(card, units=5))
    read = await owner.get(f"/v1/programs/{program.id}")
    rules: dict[str, Any] = {**read.json()["rules"], "expiry": IDLE}
    headers = {"If-Match": read.headers["ETag"]}
    done(
        await owner.patch(f"/v1/programs/{program.id}", json={"rules": rules}, headers=headers), 200
    )
    done(await counter.earn(card, units=2))
    assert (await counter.read(card))["next_expiry"]["units"] == 2
    clock(timedelta(days=400))
    await night(shop)
    assert await sound(shop, card) == 5


async def test_batches(world: World, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch that ends early leaves the rest to the next one, and one that dies leaves all."""
    shop = await world.shop()
    counter = await at(shop)
    program = await shop.program(expiry=YEAR)
    cards = [await shop.card(program) for _ in range(5)]
    for card in cards:
        done(await counter.earn(card, units=1))
    clock(timedelta(days=500))
    monkeypatch.setattr(nights, "BATCH", 2)
    await run(shop, nights.expire)
    assert [len(await kinds(shop, card)) for card in cards] == [2, 2, 1, 1, 1]

    write_off, held = writing.write_off, iter(range(3))

    async def dying(*given: Any) -> Any:
        if next(held) == 1:
            raise RuntimeError("the process was killed")
        return await write_off(*given)

    monkeypatch.setattr(writing, "write_off", dying)
    with pytest.raises(RuntimeError, match="killed"):
        await run(shop, nights.expire, after=cards[1].id)
    assert [len(await kinds(shop, card)) for card in cards] == [2, 2, 1, 1, 1]
    monkeypatch.setattr(writing, "write_off", write_off)
    await run(shop, nights.expire, after=cards[1].id)
    await run(shop, nights.expire, after=cards[3].id)
    for card in cards:
        assert await kinds(shop, card) == [("earn", 1), ("expire", -1)]
        assert await sound(shop, card) == 0


async def test_pending(world: World, clock: Clock) -> None:
    shop = await world.shop()
    counter = await at(shop)
    program = await shop.program(3, pending_days=14, expiry={"kind": "after_earning", "months": 1})
    card = await shop.card(program)
    earned = done(await counter.earn(card, units=3))
    pending = now() + timedelta(days=14)
    assert abs(when(earned["pending_until"]) - pending) < timedelta(minutes=1)
    shown = await counter.read(card)
    assert (shown["balance"], shown["available"]) == (3, 0)
    assert shown["pending"] == [{"units": 3, "available_at": earned["pending_until"]}]
    refused(await counter.redeem(card, program.rewards[0]), 409, "NOT_ENOUGH_UNITS")
    refused(await counter.adjust(card, -1), 409, "NOT_ENOUGH_UNITS")
    # By hand they are there at once, and spent instead of what is pending.
    done(await counter.adjust(card, 1))
    done(await counter.adjust(card, -1))
    to(clock, when(earned["pending_until"]))
    shown = await counter.read(card)
    assert (shown["available"], shown["pending"]) == (3, [])
    done(await counter.redeem(card, program.rewards[0]))
    assert await sound(shop, card) == 0


async def test_pending_units_can_be_taken_back(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    card = await shop.card(await shop.program(pending_days=14))
    earned = done(await counter.earn(card, units=3))
    done(await counter.reverse(card, earned["id"]))
    assert await sound(shop, card) == 0


async def test_the_planner_keeps_the_merchants_hours(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each merchant's jobs are enqueued in the night of its own time zone."""
    hour = now().hour
    zone = f"Etc/GMT{hour:+}" if hour <= 12 else f"Etc/GMT-{24 - hour}"
    night, noon = await world.shop(time_zone=zone), await world.shop(time_zone=_noon(hour))
    seen: dict[Any, list[str]] = {}

    async def enqueue(db: Any, name: str, *, merchant_id: UUID, once: str) -> None:
        seen.setdefault(merchant_id, []).append(name)

    monkeypatch.setattr(jobs, "enqueue", enqueue)
    async with world.database.session() as db:
        await nights.plan_nights(Work(db, world.database, world.settings))
    assert seen[night.id] == [nights.EXPIRE, nights.TIERS, nights.WARN]
    assert noon.id not in seen


def _noon(hour: int) -> str:
    return f"Etc/GMT{hour - 12:+}"
