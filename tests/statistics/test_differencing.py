"""Somebody reads every answer there is, and subtracts: about no group of one to nine people does
anything follow. The attacker knows how figures are told, and that people are in none of two
numbers negatively."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any
from uuid import UUID

import pytest

from api.statistics import cohorts, figures, hours
from api.statistics.cutting import FEW
from api.statistics.gathering import Part, gather
from api.statistics.periods import Period
from tests.cards.counter import done
from tests.statistics.given import days_ago, past, today
from tests.world import Shop, World

DAYS = 6
Stretch = tuple[date, date]
Bounds = tuple[int, int]


@dataclass
class Seen:
    """Of one part: what is known of each stretch that a figure covered."""

    people: dict[tuple[str, Stretch], Bounds]
    acts: dict[tuple[str, Stretch], int]


def _told(figure: Any, *, people: bool) -> tuple[Stretch, Any] | None:
    if figure.covers is None or (figure.value is None and not people):
        return None
    stretch = figure.covers.from_, figure.covers.to
    if not people:
        return stretch, int(figure.value)
    least = int(figure.value or 0)
    assert least % FEW == 0
    return stretch, (least, least + FEW - 1)


async def _read(shop: Shop, part: Part) -> Seen:
    seen = Seen({}, {})
    async with shop.db() as db:
        gathered = await gather(db, part, today())
        for first, last in product(range(DAYS), repeat=2):
            if last <= first:
                period = Period(days_ago(first), days_ago(last) + timedelta(days=1))
                found = await figures.read(db, gathered, part, period, None)
                for name in ("active_cards", "new_customers"):
                    if told := _told(getattr(found, name), people=True):
                        seen.people[name, told[0]] = told[1]
                for name in ("visits", "redemptions"):
                    if told := _told(getattr(found, name), people=False):
                        seen.acts[name, told[0]] = told[1]
    return seen


def _minus(all_: Bounds | int, some: Bounds | int) -> Bounds:
    """What is known of those in the first group who are not in the second, which is within it."""
    low, high = (all_, all_) if isinstance(all_, int) else all_
    least, most = (some, some) if isinstance(some, int) else some
    return max(0, low - most), high - least


def _within(one: Stretch, other: Stretch) -> bool:
    return one != other and other[0] <= one[0] and one[1] <= other[1]


def _beside(one: Stretch, other: Stretch) -> bool:
    return one[1] + timedelta(days=1) == other[0]


def _of_part(seen: Seen) -> Iterator[tuple[Any, Bounds]]:
    """Who was added by more days, came again, came in both of two stretches; who did not."""
    people, acts = seen.people, seen.acts
    for (name, stretch), known in people.items():
        yield (name, stretch), known
        if name == "active_cards":
            yield ("came twice", stretch), _minus(acts["visits", stretch], known)
            yield ("returning", stretch), _minus(known, people["new_customers", stretch])
        else:
            yield ("visits of others", stretch), _minus(acts["visits", stretch], known)
        for (other, more), larger in people.items():
            if other == name and _within(stretch, more):
                yield (name, stretch, more), _minus(larger, known)
            if other == name and _beside(stretch, more):
                both = people.get((name, (stretch[0], more[1])))
                if both:
                    sum_ = known[0] + larger[0], known[1] + larger[1]
                    yield ("in both", stretch, more), _minus(sum_, both)
    for (act, stretch), number in acts.items():
        for (other, more), larger_ in acts.items():
            if other == act and _within(stretch, more):
                yield (act, stretch, more), _minus(larger_, number)


def _of_parts(seen: dict[Part, Seen]) -> Iterator[tuple[Any, Bounds]]:
    """Who was elsewhere: at another place, in another program, in all others."""
    for part, one in seen.items():
        wholes = {Part(), Part(part.program_id), Part(None, part.location_id)} - {part}
        for whole in wholes:
            for key, known in one.people.items():
                if key in seen[whole].people:
                    yield (part, whole, key), _minus(seen[whole].people[key], known)
            for key, number in one.acts.items():
                if key in seen[whole].acts:
                    yield (part, whole, key), _minus(seen[whole].acts[key], number)
    programs = sorted({part.program_id for part in seen if part.program_id})
    for place in {part.location_id for part in seen}:
        for key, known in seen[Part(None, place)].people.items():
            parts = [seen[Part(one, place)].people.get(key) for one in programs]
            if all(parts):
                least = sum(one[0] for one in parts if one)
                # Added up from its parts, it says nothing about them.
                assert known[0] == least


def _small(known: Bounds) -> bool:
    """It is certain that there is somebody, and that they are few."""
    return known[0] > 0 and known[1] < FEW


async def _shop(world: World, seed: int) -> tuple[Shop, list[UUID | None], list[UUID | None]]:
    """Two programs, two places, and regulars among strangers: every number is about as often
    just under ten as above."""
    rng = Random(seed)
    shop = await world.shop()
    client = await shop.client()
    places: list[UUID | None] = []
    programs: list[UUID | None] = []
    for name in ("Rue", "Marché"):
        made = done(await client.post("/v1/locations", json={"name": name}))
        places.append(UUID(made["id"]))
    for name in ("Pain", "Café"):
        program = await shop.program(name=name)
        programs.append(program.id)
        for place in places:
            crowd = [f"{name}{number}" for number in range(rng.randrange(8, 24))]
            stamps = [
                (who, days_ago(back))
                for back in range(DAYS)
                for who in crowd
                if rng.random() < rng.choice((0.3, 0.9))
            ]
            strangers = [(f"{back}.{n}", days_ago(back)) for back in (1, 4) for n in range(11)]
            given = rng.sample(stamps, len(stamps) // 3)
            await past(shop, program, stamps + strangers, redeemed=given, place=place)
    return shop, programs, places


@pytest.mark.parametrize("seed", [1, 2])
async def test_nothing_about_few_follows_from_all_answers_together(world: World, seed: int) -> None:
    shop, programs, places = await _shop(world, seed)
    seen = {
        Part(program, place): await _read(shop, Part(program, place))
        for program in (None, *programs)
        for place in (None, *places)
    }
    known = [fact for one in seen.values() for fact in _of_part(one)]
    known += list(_of_parts(seen))
    assert len(known) > 1_000
    found = [fact for fact in known if _small(fact[1])]
    assert not found


async def test_an_hour_does_not_follow_from_its_day(world: World) -> None:
    """The visits of a day are told, and those of all its hours but one must not be."""
    shop = await world.shop()
    program = await shop.program()
    for back, hour, number in ((3, 9, 5), (3, 10, 30), (3, 11, 20), (2, 9, 12), (2, 10, 13)):
        crowd = [(f"{back}.{hour}.{one}", days_ago(back)) for one in range(number)]
        await past(shop, program, crowd, hour=hour)
    async with shop.db() as db:
        gathered = await gather(db, Part(), today())
        period = hours.whole_months(Period(days_ago(3), today()))
        found = await hours.read(db, gathered, Part(), period)
    told: dict[int, list[int]] = defaultdict(list)
    for slot in found:
        told[slot.weekday].append(slot.visits or 0)
    # Twenty keep the five company; the other day has nobody to hide.
    assert told == {
        days_ago(3).isoweekday(): [0, 30, 0],
        days_ago(2).isoweekday(): [12, 13],
    }


async def test_tables_of_months_tell_tens(world: World) -> None:
    shop, _programs, _places = await _shop(world, 3)
    async with shop.db() as db:
        table = await cohorts.read(db, await gather(db, Part(), today()), Part(), today(), 3)
    assert any(row.cards for row in table)
    assert not any((row.cards or 0) % FEW for row in table)
    assert not any((cell.cards or 0) % FEW for row in table for cell in row.months)
