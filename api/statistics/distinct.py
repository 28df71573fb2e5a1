"""How many different cards there were in stretches of days, in tens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.tenancy import merchant_of
from api.statistics import tens
from api.statistics.gathering import Part
from api.statistics.models import EVERYWHERE

Stretch = tuple[date, date]

_DISTINCT = text("""
SELECT CAST(r.number AS int) AS number, f.program_id, sum(f.cards) AS cards
  FROM unnest(CAST(:places AS uuid[]), CAST(:starts AS date[]), CAST(:ends AS date[]))
       WITH ORDINALITY AS r (place, since, until, number)
  JOIN statistic_flows f ON f.merchant_id = :merchant_id AND f.act = :act
   AND f.location_id = r.place AND f.day >= r.since AND f.day < r.until
   AND (f.previous IS NULL OR f.previous < r.since)
 GROUP BY r.number, f.program_id
""")
_WAITS = text("""
SELECT CAST(r.number AS int) AS number, f.day - f.previous AS days, sum(f.cards) AS cards
  FROM unnest(CAST(:starts AS date[]), CAST(:ends AS date[]))
       WITH ORDINALITY AS r (since, until, number)
  JOIN statistic_flows f ON f.merchant_id = :merchant_id AND f.act = 'reward'
   AND f.location_id = :place
   AND (CAST(:program AS uuid) IS NULL OR f.program_id = :program)
   AND f.day >= r.since AND f.day < r.until AND f.cards > 0
 GROUP BY r.number, days
 ORDER BY r.number, days
""")


class Distinct:
    """Counts cards for one question, and each only once."""

    def __init__(self, db: AsyncSession) -> None:
        self.db = db
        self._known: dict[tuple[str, UUID, Stretch], dict[UUID, int]] = {}

    async def read(self, act: str, asked: Iterable[tuple[Part, Stretch | None]]) -> None:
        """Those with the act, by program, of all that is asked in one statement."""
        places = dict.fromkeys((act, _place(part), one) for part, one in asked if one)
        new = [one for one in places if one not in self._known]
        if not new:
            return
        values = {
            "merchant_id": merchant_of(self.db),
            "act": act,
            "places": [place for _, place, _ in new],
            "starts": [start for _, _, (start, _end) in new],
            "ends": [end for _, _, (_start, end) in new],
        }
        self._known |= {one: {} for one in new}
        for number, program, count in await self.db.execute(_DISTINCT, values):
            self._known[new[number - 1]][program] = int(count)

    async def cards(
        self, part: Part, act: str, stretches: Sequence[Stretch | None]
    ) -> list[int | None]:
        """With the act in each stretch; None: fewer than ten."""
        await self.read(act, [(part, one) for one in stretches])
        return [
            tens.told(
                count
                for program, count in self._known[act, _place(part), one].items()
                if part.program_id in (None, program)
            )
            if one
            else None
            for one in stretches
        ]

    async def waits(
        self, part: Part, stretches: Sequence[Stretch | None]
    ) -> list[list[tuple[int, int]]]:
        """Of the first rewards of each stretch: days since the first visit, and how many."""
        found: list[list[tuple[int, int]]] = [[] for _ in stretches]
        if any(stretches):
            values = {
                "merchant_id": merchant_of(self.db),
                "place": _place(part),
                "program": part.program_id,
                # An empty stretch has none.
                "starts": [one[0] if one else date.max for one in stretches],
                "ends": [one[1] if one else date.min for one in stretches],
            }
            for number, days, count in await self.db.execute(_WAITS, values):
                found[number - 1].append((int(days), int(count)))
        return found


def _place(part: Part) -> UUID:
    return part.location_id or EVERYWHERE


def median(counted: Sequence[tuple[int, int]]) -> float | None:
    """Of values in order, each with its number."""
    whole = sum(count for _, count in counted)
    if not whole:
        return None
    middle, passed = (whole - 1) // 2, 0
    halves: list[int] = []
    for value, count in counted:
        passed += count
        if passed > middle and not halves:
            halves.append(value)
        if passed > whole // 2:
            halves.append(value)
            break
    return sum(halves) / len(halves)
