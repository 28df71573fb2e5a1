"""The counts are what the ledger says, whatever was done to it and whenever it was looked at."""

from __future__ import annotations

from collections import Counter as Tally
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, text

from api.cards.models import Card, Entry
from api.core import clock, worker
from api.statistics.following import follow
from api.statistics.models import EVERYWHERE, StatisticDay, StatisticFlow, StatisticHour
from tests.cards.counter import at, done
from tests.world import Shop, World

PARIS = ZoneInfo("Europe/Paris")
Counts = dict[str, Tally[tuple[Any, ...]]]


async def counted(shop: Shop) -> Counts:
    found: Counts = {"days": Tally(), "flows": Tally(), "hours": Tally()}
    async with shop.db() as db:
        for day in await db.scalars(select(StatisticDay)):
            for name in ("visits", "newcomers", "redeemers", "redemptions", "cost"):
                found["days"][day.program_id, day.location_id, day.day, name] += getattr(day, name)
        for one in await db.scalars(select(StatisticFlow)):
            where = one.program_id, one.location_id, one.act, one.day, one.previous
            found["flows"][where] += one.cards
        for hour in await db.scalars(select(StatisticHour)):
            slot = hour.program_id, hour.location_id, hour.month, hour.weekday, hour.hour
            found["hours"][*slot, "visits"] += hour.visits
            found["hours"][*slot, "cards"] += hour.cards
    return {name: Tally({k: n for k, n in one.items() if n}) for name, one in found.items()}


async def recomputed(shop: Shop, zone: ZoneInfo = PARIS) -> Counts:
    """The same from the whole ledger, in Python and card by card."""
    found: Counts = {"days": Tally(), "flows": Tally(), "hours": Tally()}
    async with shop.db() as db:
        entries = (await db.scalars(select(Entry))).all()
        rows = await db.execute(select(Card.id, Card.program_id))
        programs = {row.id: row.program_id for row in rows}
    back = {one.reverses for one in entries}
    visits: dict[tuple[UUID, UUID], list[Entry]] = defaultdict(list)
    for one in entries:
        if one.kind in ("earn", "redeem") and one.id not in back:
            for place in {EVERYWHERE, one.location_id or EVERYWHERE}:
                visits[one.card_id, place].append(one)
    slots: set[tuple[Any, ...]] = set()
    for (card, place), acts in visits.items():
        of = programs[card], place
        days: dict[date, list[Entry]] = defaultdict(list)
        for one in sorted(acts, key=lambda one: one.occurred_at):
            days[one.occurred_at.astimezone(zone).date()].append(one)
        first, last, redeemed = min(days), None, None
        months = set()
        for day in sorted(days):
            rewards = [one for one in days[day] if one.kind == "redeem"]
            found["days"][*of, day, "visits"] += 1
            found["days"][*of, day, "newcomers"] += last is None
            found["flows"][*of, "visit", day, last] += 1
            if rewards:
                found["days"][*of, day, "redeemers"] += 1
                found["days"][*of, day, "redemptions"] += len(rewards)
                found["days"][*of, day, "cost"] += sum(one.value or 0 for one in rewards)
                found["flows"][*of, "redeem", day, redeemed] += 1
                if redeemed is None:
                    found["flows"][*of, "reward", day, first] += 1
                redeemed = day
            months.add(day.replace(day=1))
            hour = days[day][0].occurred_at.astimezone(zone)
            slot = *of, day.replace(day=1), hour.isoweekday(), hour.hour
            found["hours"][*slot, "visits"] += 1
            if (card, slot) not in slots:
                slots.add((card, slot))
                found["hours"][*slot, "cards"] += 1
            last = day
        for month in months:
            found["flows"][*of, "month", month, first.replace(day=1)] += 1
    return {name: Tally({k: n for k, n in one.items() if n}) for name, one in found.items()}


async def up_to_date(shop: Shop, **how: Any) -> None:
    async with shop.db() as db:
        while not (await follow(db, **how)).whole:
            pass


async def check(shop: Shop) -> Counts:
    found = await counted(shop)
    assert found == await recomputed(shop)
    return found


async def test_what_is_done_late_or_taken_back_counts_on_its_day(
    world: World, clock: Callable[[timedelta], None]
) -> None:
    shop = await world.shop()
    counter = await at(shop)
    place = done(await counter.client.post("/v1/locations", json={"name": "Marché"}))["id"]
    program = await shop.program(
        rewards=[{"cost": 2, "value": 150}], cooldown_minutes=0, daily_cap=None
    )
    other = await shop.program(3, cooldown_minutes=0, daily_cap=None)
    cards = [await shop.card(one) for one in (program, program, program, other)]
    began = clock_now()
    for card in cards:
        done(await counter.sale(card, {"units": 3, "location_id": place}))
    first = done(await counter.earn(cards[0]))
    await up_to_date(shop)
    before = await check(shop)
    assert before["flows"]

    clock(timedelta(days=5))
    done(await counter.redeem(cards[0], program.rewards[0]))
    taken = done(await counter.redeem(cards[1], program.rewards[0]))
    late = done(await counter.earn(cards[2], at=began + timedelta(days=2)))
    await up_to_date(shop)
    await check(shop)

    done(await counter.reverse(cards[1], taken["id"]))
    done(await counter.reverse(cards[2], late["id"]))
    # Before all that was counted of it, the first visit moves.
    done(await counter.earn(cards[3], at=began - timedelta(days=1)))
    await up_to_date(shop)
    again = await check(shop)
    await up_to_date(shop)
    assert await counted(shop) == again
    assert first

    # Counted anew, it is the same; and so it is when all was counted at once.
    await up_to_date(shop, anew=True)
    assert await counted(shop) == again


def clock_now() -> datetime:
    return clock.now()


async def test_an_entry_that_commits_late_is_counted_at_night(world: World) -> None:
    shop = await world.shop()
    program = await shop.program()
    card = await shop.card(program)
    await up_to_date(shop)
    done(await (await at(shop)).earn(card))
    async with shop.db() as db:
        await db.execute(
            text(
                "UPDATE statistic_heads SET followed_at = now() + interval '3 hours'"
                " WHERE merchant_id = :merchant_id"
            ),
            {"merchant_id": shop.id},
        )
    await up_to_date(shop)
    assert not (await counted(shop))["days"]
    await up_to_date(shop, everything=True)
    assert (await check(shop))["days"]


async def test_merging_and_erasing_customers_changes_nothing(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    program = await shop.program(2)
    one, other = await shop.card(program), await shop.card(program)
    for card in (one, other):
        done(await counter.earn(card))
    await up_to_date(shop)
    before = await counted(shop)
    order = {
        "keep_id": str(one.customer_id),
        "merge_id": str(other.customer_id),
        "keep_version": 1,
        "merge_version": 1,
    }
    done(await counter.client.post("/v1/merges", json=order))
    await up_to_date(shop)
    assert await counted(shop) == before
    path = f"/v1/customers/{one.customer_id}"
    plan = done(await counter.client.post(f"{path}/erasure-plan"), 200)
    agreed = {"plan_digest": plan["digest"]}
    done(await counter.client.post(f"{path}/erasures", json=agreed))
    await worker.drain(world.database, world.settings)
    await up_to_date(shop, anew=True)
    assert await counted(shop) == before


async def test_days_are_the_merchants_and_anew_in_another_zone(world: World) -> None:
    """Around midnight, a changed clock and a leap day."""
    shop = await world.shop()
    counter = await at(shop)
    card = await shop.card(await shop.program(cooldown_minutes=0, daily_cap=None))
    moments = [
        "2024-02-28T23:30:00+00:00",
        "2024-02-29T22:59:59+00:00",
        "2024-02-29T23:00:00+00:00",
        "2024-03-31T00:30:00+00:00",
        "2024-03-31T01:30:00+00:00",
        "2024-10-27T00:30:00+00:00",
        "2024-10-27T01:30:00+00:00",
    ]
    async with shop.db() as db:
        for number, moment in enumerate(moments, start=1):
            await a_stamp(db, shop, card.id, number, datetime.fromisoformat(moment))
    await up_to_date(shop)
    found = await check(shop)
    days = sorted({day for _, _, day, name in found["days"] if name == "visits"})
    assert days == [
        date(2024, 2, 29),
        date(2024, 3, 1),
        date(2024, 3, 31),
        date(2024, 10, 27),
    ]
    moved = {"time_zone": "America/Guadeloupe"}
    done(await counter.client.patch("/v1/merchant", json=moved, headers={"If-Match": "*"}), 200)
    await up_to_date(shop)
    assert await counted(shop) == await recomputed(shop, ZoneInfo("America/Guadeloupe"))


async def a_stamp(db: Any, shop: Shop, card: UUID, seq: int, moment: datetime) -> None:
    values = {"merchant_id": shop.id, "card": card, "seq": seq, "at": moment}
    await db.execute(
        text("""
        INSERT INTO entries (merchant_id, id, card_id, seq, kind, delta, balance, revision,
                             actor_kind, occurred_at, recorded_at, hash)
        VALUES (:merchant_id, gen_random_uuid(), :card, :seq, 'earn', 1, :seq, 1, 'system', :at,
                :at, '')
        """),
        values,
    )
    await db.execute(
        text("UPDATE cards SET seq = :seq WHERE merchant_id = :merchant_id AND id = :card"),
        {name: values[name] for name in ("merchant_id", "card", "seq")},
    )
