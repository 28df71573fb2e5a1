"""Tiers: reached by earning, lost by time or by taking back, and each change told once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from api.cards.models import TierChange
from api.core.audit import AuditEvent
from api.core.clock import now
from api.core.events import Event
from api.programs.lasting import plus_months
from api.programs.levels import standing
from api.programs.schemas.rules import Tiers
from tests.cards.counter import at, done, sound
from tests.cards.nightly.night import night
from tests.world import GivenCard, Shop, World

Clock = Callable[[timedelta], None]
LEVELS = [
    {"id": "silver", "name": "Argent", "threshold": 10, "percent": 100},
    {"id": "gold", "name": "Or", "threshold": 20, "percent": 200},
]
EVER = {"window_months": None, "levels": LEVELS}
YEAR = {"window_months": 12, "levels": LEVELS}
RULES: dict[str, Any] = {"max_per_operation": 50}


async def changes(shop: Shop, card: GivenCard) -> list[tuple[str | None, str | None, bool, int]]:
    """From, to, up or down, units; after checking that the trail and the feed say the same."""
    async with shop.db() as db:
        query = select(TierChange).where(TierChange.card_id == card.id).order_by(TierChange.id)
        rows = (await db.scalars(query)).all()
        trail = select(AuditEvent).where(
            AuditEvent.subject_id == card.id, AuditEvent.action == "card.tier_changed"
        )
        feed = select(Event).where(Event.subject_id == card.id, Event.type == "tier.changed")
        facts = [event.facts for event in await db.scalars(trail.order_by(AuditEvent.id))]
        data = [event.data for event in await db.scalars(feed.order_by(Event.id))]
        told = [
            {"before": row.before, "after": row.after, "promoted": row.promoted} for row in rows
        ]
        assert told == facts == data
        return [(row.before, row.after, row.promoted, row.units) for row in rows]


async def tier(shop: Shop, card: GivenCard) -> dict[str, Any]:
    shown = await (await at(shop)).read(card)
    found: dict[str, Any] = shown["tier"]
    return found


async def test_over_a_lifetime(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    card = await shop.card(await shop.program(tiers=EVER, **RULES))
    assert await tier(shop, card) == {
        "id": None,
        "name": None,
        "progress": {"units": 0, "next_threshold": 10, "until": None},
    }
    done(await counter.earn(card, units=9))
    done(await counter.adjust(card, 30))
    assert (await tier(shop, card))["progress"]["units"] == 9
    first = done(await counter.earn(card, units=1))
    assert await tier(shop, card) == {
        "id": "silver",
        "name": "Argent",
        "progress": {"units": 10, "next_threshold": 20, "until": None},
    }
    done(await counter.earn(card, units=10))
    # Gold doubles what is earned from then on.
    assert done(await counter.earn(card, units=3))["delta"] == 6
    assert (await tier(shop, card))["progress"] == {
        "units": 26, "next_threshold": None, "until": None,
    }  # fmt: skip
    done(await counter.reverse(card, first["id"]))
    assert await changes(shop, card) == [
        (None, "silver", True, 10),
        ("silver", "gold", True, 20),
    ]
    assert await sound(shop, card) == 55


async def test_taking_back_takes_the_tier_back(world: World) -> None:
    shop = await world.shop()
    counter = await at(shop)
    card = await shop.card(await shop.program(tiers=EVER, **RULES))
    earned = done(await counter.earn(card, units=25))
    done(await counter.reverse(card, earned["id"]))
    assert await changes(shop, card) == [(None, "gold", True, 25), ("gold", None, False, 0)]
    assert (await tier(shop, card))["id"] is None


async def test_a_rolling_window(world: World, clock: Clock) -> None:
    shop = await world.shop()
    counter = await at(shop)
    card = await shop.card(await shop.program(tiers=YEAR, **RULES))
    start = now()
    done(await counter.earn(card, units=12))
    clock(timedelta(days=100))
    done(await counter.earn(card, units=9))
    found = await tier(shop, card)
    assert (found["id"], found["progress"]["units"]) == ("gold", 21)
    until = date.fromisoformat(found["progress"]["until"])
    assert abs(until - (start + timedelta(days=365)).date()) <= timedelta(days=1)
    clock(timedelta(days=264))
    await night(shop)
    assert (await tier(shop, card))["id"] == "gold"
    clock(timedelta(days=3))
    await night(shop)
    await night(shop)
    found = await tier(shop, card)
    assert (found["id"], found["progress"]["units"]) == (None, 9)
    assert await changes(shop, card) == [
        (None, "silver", True, 12),
        ("silver", "gold", True, 21),
        ("gold", None, False, 9),
    ]
    # Nobody had to wait for the night: earning counts by itself.
    clock(timedelta(days=100))
    done(await counter.earn(card, units=11))
    assert (await tier(shop, card))["progress"]["units"] == 11


async def test_other_rules(world: World) -> None:
    """Tiers that begin, change or end place the cards that are there."""
    shop = await world.shop()
    counter, owner = await at(shop), await shop.client()
    program = await shop.program(**RULES)
    card, asleep = await shop.card(program), await shop.card(program)
    for one in (card, asleep):
        done(await counter.earn(one, units=15))

    async def rule(tiers: Any) -> None:
        path = f"/v1/programs/{program.id}"
        body = {"rules": RULES | {"tiers": tiers}}
        done(await owner.patch(path, json=body, headers={"If-Match": "*"}), 200)

    await rule(EVER)
    done(await counter.earn(card, units=1))
    await night(shop)
    lower = {"window_months": None, "levels": [{**LEVELS[1], "threshold": 15}]}
    await rule(lower)
    await night(shop)
    assert await changes(shop, card) == [(None, "silver", True, 16), ("silver", "gold", True, 16)]
    assert await changes(shop, asleep) == [(None, "silver", True, 15), ("silver", "gold", True, 15)]
    await rule(None)
    await night(shop)
    done(await counter.earn(card, units=1))
    for one in (card, asleep):
        assert (await changes(shop, one))[-1][:3] == ("gold", None, False)
        assert await tier(shop, one) is None


days = st.lists(
    st.tuples(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.integers(1, 30)), max_size=12
).map(sorted)


@given(days=days, today=st.dates(date(2027, 1, 1), date(2028, 3, 1)), window=st.integers(1, 36))
def test_until_is_the_last_day(days: list[tuple[date, int]], today: date, window: int) -> None:
    """Nothing more earned, the level holds through that day and not a day longer."""
    tiers = Tiers.model_validate({"window_months": window, "levels": LEVELS})
    days = [one for one in days if one[0] <= today]
    found = standing(tiers, days, today)
    counted = sum(units for day, units in days if plus_months(day, window) >= today)
    assert found.units == counted
    assert (found.until is None) == (found.level is None)
    if found.level and found.until:
        assert found.level.threshold <= counted
        assert standing(tiers, days, found.until).units >= found.level.threshold
        assert standing(tiers, days, found.until + timedelta(days=1)).units < found.level.threshold


@pytest.mark.parametrize("window", [None, 12])
def test_nothing_earned(window: int | None) -> None:
    tiers = Tiers.model_validate({"window_months": window, "levels": LEVELS})
    found = standing(tiers, [], datetime.now(UTC).date())
    assert (found.units, found.level, found.until) == (0, None, None)
