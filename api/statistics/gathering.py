"""What is counted of a part of the shop, and where its days may be cut."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.tenancy import merchant_of
from api.statistics import tens
from api.statistics.cutting import FEW, Crowd, Family, Fine, cuts, none_or_many
from api.statistics.models import EVERYWHERE

Kind = Literal["visits", "redeemers", "first_rewards"]
_ACTS = {"visits": "visit", "redeemers": "redeem"}
_NUMBERS = ("visits", "newcomers", "redeemers", "first_rewards", "redemptions", "cost")


@dataclass(frozen=True)
class Part:
    """Of the shop: a program, a place, both, or all of it."""

    program_id: UUID | None = None
    location_id: UUID | None = None


WHOLE = Part()

_DAYS = text(f"""
SELECT program_id, location_id, array_agg(day) AS day,
       {", ".join(f"array_agg({name}) AS {name}" for name in _NUMBERS)}
  FROM statistic_days
 WHERE merchant_id = :merchant_id AND (:places OR location_id = '{EVERYWHERE}') AND day < :end
 GROUP BY program_id, location_id
""")
_NEVER = 99_999
"""Days since a first time."""
_BEFORE = text("""
SELECT f.act, f.program_id, f.location_id, f.day,
       string_agg(coalesce(f.day - f.previous, :never) || ' ' || f.cards, ' ') AS before
  FROM statistic_flows f
  JOIN unnest(CAST(:acts AS text[]), CAST(:places AS uuid[]), CAST(:days AS date[]))
       AS small (act, location_id, day)
       USING (act, location_id, day)
 WHERE f.merchant_id = :merchant_id AND f.cards > 0
 GROUP BY f.act, f.program_id, f.location_id, f.day
""")

Cell = tuple[UUID, UUID]
"""A program and a place."""
Days = dict[str, dict[date, int]]
"""By what is counted, how much of it there was on which day."""


@dataclass
class Gathered:
    """The days of the parts that a question is about, up to the end of today."""

    end: date
    first: date | None
    days: dict[Cell, Days]
    before: dict[tuple[str, UUID, UUID, date], str]
    """Of days with few people: how many days before they had been there, and how many of them."""
    _by_day: dict[tuple[Part, str], dict[date, int]] = field(default_factory=dict)
    _crowds: dict[tuple[Part, str], Crowd] = field(default_factory=dict)
    _sums: dict[tuple[Part, str], Crowd] = field(default_factory=dict)
    _cuts: dict[tuple[Part, str], list[date]] = field(default_factory=dict)

    def cells(self, part: Part) -> list[Cell]:
        place = part.location_id or EVERYWHERE
        return [
            cell for cell in self.days if cell[1] == place and part.program_id in (None, cell[0])
        ]

    def by_day(self, part: Part, name: str) -> dict[date, int]:
        key = part, name
        if key not in self._by_day:
            found: dict[date, int] = defaultdict(int)
            for cell in self.cells(part):
                for day, number in self.days[cell][name].items():
                    found[day] += number
            self._by_day[key] = dict(found)
        return self._by_day[key]

    def sum(self, part: Part, name: str, start: date, end: date) -> int:
        key = part, name
        if key not in self._sums:
            self._sums[key] = Crowd(self.by_day(part, name))
        return self._sums[key].size(start, end)

    def new(self, part: Part, stretch: tuple[date, date] | None) -> int | None:
        """How many came for the first time; None: fewer than ten."""
        if stretch is None:
            return None
        start, end = stretch
        return tens.told(
            sum(some for day, some in self.days[cell]["newcomers"].items() if start <= day < end)
            for cell in self.cells(part)
        )

    def crowd(self, part: Part, kind: str) -> Crowd:
        key = part, kind
        if key not in self._crowds:
            self._crowds[key] = self._crowd(part, kind)
        return self._crowds[key]

    def _crowd(self, part: Part, kind: str) -> Crowd:
        counts = self.by_day(part, kind)
        act = _ACTS.get(kind)
        if act is None:
            return Crowd(counts)
        cells = self.cells(part)
        # Read when asked for: most days never are.
        known: dict[date, list[tuple[int, int]]] = {}

        def before(day: date) -> list[tuple[int, int]]:
            if day not in known:
                told = " ".join(self.before.get((act, *cell, day), "") for cell in cells).split()
                numbers = [int(one) for one in told]
                known[day] = list(zip(numbers[::2], numbers[1::2], strict=True))
            return known[day]

        return Crowd(counts, before)

    def cuts(self, part: Part, kind: Kind) -> list[date]:
        """Where figures of this kind may be cut. Those about visits are the finest."""
        key = part, kind
        if key not in self._cuts:
            if self.first is None:
                self._cuts[key] = []
            else:
                allowed: set[date] | None = None
                if kind != "visits":
                    allowed = set(self.cuts(part, "visits"))
                for parent in _parents(part):
                    there = set(self.cuts(parent, kind))
                    allowed = there if allowed is None else allowed & there
                self._cuts[key] = cuts(self.first, self.end, self._fine(part, kind), allowed)
        return self._cuts[key]

    def _fine(self, part: Part, kind: Kind) -> Fine:
        own = self.crowd(part, kind)
        alone = none_or_many(own)
        families = [Family([self.crowd(one, kind) for one in among]) for among in self.among(part)]
        # Where there are many of each on the first day there are many of each in all the days.
        busy = own.busy().intersection(*(one.busy() for each in families for one in each.parts))

        def fine(start: date, end: date) -> bool:
            return start in busy or (
                alone(start, end) and all(family.shows(own, start, end) for family in families)
            )

        return fine

    def among(self, part: Part) -> Iterable[Sequence[Part]]:
        """The families that a part belongs to: the programs at its place, the places of its
        program."""
        if part.program_id:
            place = part.location_id or EVERYWHERE
            programs = sorted({one for one, where in self.days if where == place})
            yield [Part(one, part.location_id) for one in sorted({*programs, part.program_id})]
        if part.location_id:
            places = {where for _, where in self.days if where != EVERYWHERE}
            yield [Part(part.program_id, one) for one in sorted({*places, part.location_id})]


def _parents(part: Part) -> list[Part]:
    if part.program_id and part.location_id:
        return [Part(part.program_id), Part(None, part.location_id)]
    return [WHOLE] if part != WHOLE else []


async def gather(
    db: AsyncSession, part: Part, today: date, *, every: bool = False, cut: bool = True
) -> Gathered:
    """``every``: of each program and place, too. ``cut``: to ask where days may be cut."""
    end = today + timedelta(days=1)
    places = every or part.location_id is not None
    asked = {"merchant_id": merchant_of(db), "end": end, "places": places}
    found = await db.execute(_DAYS, asked)
    days: dict[Cell, Days] = {}
    for row in found:
        numbers = {name: map(int, getattr(row, name)) for name in _NUMBERS}
        days[row.program_id, row.location_id] = {
            name: dict(zip(row.day, each, strict=True)) for name, each in numbers.items()
        }
    first = min((day for each in days.values() for day in each["visits"]), default=None)
    gathered = Gathered(end, first, days, {})
    if cut:
        await _look_before(db, gathered, _concerned(gathered, part, every=every))
    return gathered


def _concerned(gathered: Gathered, part: Part, *, every: bool) -> set[Part]:
    """The parts whose days are cut, and those that they must not give away."""
    found = {part, *_parents(part), WHOLE}
    if every:
        found |= {Part(program, part.location_id) for program, _ in gathered.days}
        found |= {Part(part.program_id, place) for _, place in gathered.days if place != EVERYWHERE}
        found |= {parent for one in found for parent in _parents(one)}
    return found | {one for each in found for family in gathered.among(each) for one in family}


async def _look_before(db: AsyncSession, gathered: Gathered, parts: Iterable[Part]) -> None:
    """Of days with few people: when they had been there before."""
    small = {
        (act, part.location_id or EVERYWHERE, day)
        for part in parts
        for name, act in _ACTS.items()
        for day, people in gathered.by_day(part, name).items()
        if 0 < people < FEW
    }
    if not small:
        return
    asked = {
        "merchant_id": merchant_of(db),
        "acts": [act for act, _, _ in small],
        "places": [place for _, place, _ in small],
        "days": [day for _, _, day in small],
        "never": _NEVER,
    }
    for act, program, place, day, before in await db.execute(_BEFORE, asked):
        gathered.before[act, program, place, day] = before
