"""When people come: the hours of the week, from months that can be told."""

from __future__ import annotations

import calendar
from collections import defaultdict
from datetime import date, timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.tenancy import merchant_of
from api.statistics.cutting import FEW
from api.statistics.gathering import Gathered, Part
from api.statistics.hiding import Cells, count, parts_beside, told
from api.statistics.models import EVERYWHERE
from api.statistics.periods import Period, add_months
from api.statistics.schemas import HourOut

_HOURS = text("""
SELECT program_id, location_id, month, weekday, hour, visits, cards
  FROM statistic_hours
 WHERE merchant_id = :merchant_id AND month >= :since AND month < :until AND cards > 0
   AND (:places OR location_id = :everywhere)
""")
Slot = tuple[int, int]


def whole_months(period: Period) -> Period:
    return Period(period.start.replace(day=1), add_months(period.last.replace(day=1), 1))


async def read(db: AsyncSession, gathered: Gathered, part: Part, period: Period) -> list[HourOut]:
    """Each cell of each month is told or not, by itself; what is shown follows from those that
    are. So it does not matter which months anybody asks for."""
    asked = {
        "merchant_id": merchant_of(db),
        "since": period.start,
        "until": period.end,
        "places": part.location_id is not None,
        "everywhere": EVERYWHERE,
    }
    people: dict[date, dict[Slot, Cells]] = defaultdict(lambda: defaultdict(dict))
    visits: dict[date, dict[Slot, Cells]] = defaultdict(lambda: defaultdict(dict))
    for row in await db.execute(_HOURS, asked):
        cell, slot = (row.program_id, row.location_id), (row.weekday, row.hour)
        people[row.month][slot][cell] = row.cards
        visits[row.month][slot][cell] = row.visits
    hidden = {month: _hidden(slots, gathered, part) for month, slots in people.items()}
    slots = {slot for each in people.values() for slot in each if _any(each[slot], part)}
    return [_hour(slot, visits, hidden, gathered, part, period) for slot in sorted(slots)]


def _any(cells: Cells, part: Part) -> bool:
    return count(cells, part) > 0


def _hidden(slots: dict[Slot, Cells], gathered: Gathered, part: Part) -> set[Slot]:
    """Of a month. If there are few in those of a weekday together, whose visits are those of its
    days less those of its other hours, the next smallest keeps them company."""
    beside = parts_beside(gathered, part)
    found = {slot for slot, cells in slots.items() if told(cells, part, beside) is None}
    for weekday in {weekday for weekday, _ in found}:
        there = [slot for slot in slots if slot[0] == weekday and _any(slots[slot], part)]
        if 0 < sum(count(slots[slot], part) for slot in there if slot in found) < FEW:
            rest = [slot for slot in there if slot not in found]
            if rest:
                found.add(min(rest, key=lambda slot: (count(slots[slot], part), slot)))
    return found


def _hour(
    slot: Slot,
    visits: dict[date, dict[Slot, Cells]],
    hidden: dict[date, set[Slot]],
    gathered: Gathered,
    part: Part,
    period: Period,
) -> HourOut:
    weekday, hour = slot
    sum_, days = 0, 0
    month = max(period.start, gathered.first.replace(day=1)) if gathered.first else period.end
    while month < min(period.end, gathered.end):
        if slot not in hidden.get(month, ()):
            sum_ += count(visits.get(month, {}).get(slot, {}), part)
            days += _weekdays(month, weekday, gathered)
        month = add_months(month, 1)
    few = not sum_
    return HourOut(
        weekday=weekday,
        hour=hour,
        visits=None if few else sum_,
        average=None if few or not days else round(sum_ / days, 1),
    )


def _weekdays(month: date, weekday: int, gathered: Gathered) -> int:
    """How many such days of the month there have been."""
    found = 0
    for number in range(calendar.monthrange(month.year, month.month)[1]):
        day = month + timedelta(days=number)
        if day.isoweekday() == weekday and (gathered.first or day) <= day < gathered.end:
            found += 1
    return found
