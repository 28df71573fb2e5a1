"""What is counted of a part of the shop, and where its days may be cut."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal
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
SELECT program_id, location_id, day, {", ".join(_NUMBERS)}
  FROM statistic_days
 WHERE merchant_id = :merchant_id AND (:places OR location_id = '{EVERYWHERE}') AND day < :end
""")
_BEFORE = text("""
SELECT f.act, f.program_id, f.location_id, f.day, f.previous, f.cards
  FROM statistic_flows f
 WHERE f.merchant_id = :merchant_id AND f.act IN ('visit', 'redeem') AND f.cards > 0
   AND (f.location_id, f.day) IN (
       SELECT * FROM unnest(CAST(:places AS uuid[]), CAST(:days AS date[])))
""")

Row = Any
Cell = tuple[UUID, UUID]
"""A program and a place."""


@dataclass
class Gathered:
    """The days of the parts that a question is about, up to the end of today."""

    end: date
    first: date | None
    days: dict[Cell, dict[date, Row]]
    before: dict[tuple[str, UUID, UUID, date], list[tuple[date | None, int]]]
    _by_day: dict[tuple[Part, str], dict[date, int]] = field(default_factory=dict)
    _crowds: dict[tuple[Part, str], Crowd] = field(default_factory=dict)
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
                for day, row in self.days[cell].items():
                    found[day] += int(getattr(row, name))
            self._by_day[key] = dict(found)
        return self._by_day[key]

    def sum(self, part: Part, name: str, start: date, end: date) -> int:
        days = self.by_day(part, name)
        return sum(count for day, count in days.items() if start <= day < end)

    def new(self, part: Part, stretch: tuple[date, date] | None) -> int | None:
        """How many came for the first time; None: fewer than ten."""
        if stretch is None:
            return None
        start, end = stretch
        return tens.told(
            sum(row.newcomers for day, row in self.days[cell].items() if start <= day < end)
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
        before: dict[date, list[tuple[date | None, int]]] = defaultdict(list)
        cells = self.cells(part)
        for day, count in counts.items():
            if 0 < count < FEW:
                for cell in cells:
                    before[day].extend(self.before.get((act, *cell, day), ()))
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

        def fine(start: date, end: date) -> bool:
            return alone(start, end) and all(family.shows(own, start, end) for family in families)

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


async def gather(db: AsyncSession, part: Part, today: date, *, every: bool = False) -> Gathered:
    """``every``: of each program and place, too."""
    end = today + timedelta(days=1)
    places = every or part.location_id is not None
    asked = {"merchant_id": merchant_of(db), "end": end, "places": places}
    found = await db.execute(_DAYS, asked)
    days: dict[Cell, dict[date, Row]] = defaultdict(dict)
    for row in found:
        days[row.program_id, row.location_id][row.day] = row
    gathered = Gathered(
        end,
        min((day for each in days.values() for day in each), default=None),
        dict(days),
        {},
    )
    await _look_before(db, gathered, alone=part == WHOLE and not every)
    return gathered


async def _look_before(db: AsyncSession, gathered: Gathered, *, alone: bool) -> None:
    """Of days with few people: when they had been there before. ``alone``: only the whole is
    asked about, and a day with few in each program has many in all."""
    if alone:
        redeemers = gathered.by_day(WHOLE, "redeemers")
        small = {
            (EVERYWHERE, day)
            for day, visits in gathered.by_day(WHOLE, "visits").items()
            if visits < FEW or 0 < redeemers[day] < FEW
        }
    else:
        small = {
            (cell[1], day)
            for cell, days in gathered.days.items()
            for day, row in days.items()
            if 0 < row.redeemers < FEW or row.visits < FEW
        }
    if not small:
        return
    asked = {
        "merchant_id": merchant_of(db),
        "places": [place for place, _ in small],
        "days": [day for _, day in small],
    }
    for act, program, place, day, previous, cards in await db.execute(_BEFORE, asked):
        key = act, program, place, day
        gathered.before.setdefault(key, []).append((previous, cards))
