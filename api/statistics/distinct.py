"""How many different cards there were in stretches of days, in tens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.tenancy import merchant_of
from api.statistics import tens
from api.statistics.gathering import Part
from api.statistics.models import EVERYWHERE

Stretch = tuple[date, date]

_PARTS = """
   AND f.location_id = :place
   AND (CAST(:program AS uuid) IS NULL OR f.program_id = :program)
"""
_DISTINCT = text(f"""
SELECT CAST(r.number AS int) AS number, f.program_id, sum(f.cards) AS cards
  FROM unnest(CAST(:starts AS date[]), CAST(:ends AS date[]))
       WITH ORDINALITY AS r (since, until, number)
  JOIN statistic_flows f ON f.merchant_id = :merchant_id AND f.act = :act{_PARTS}
   AND f.day >= r.since AND f.day < r.until
   AND (f.previous IS NULL OR f.previous < r.since)
 GROUP BY r.number, f.program_id
""")
_WAITS = text(f"""
SELECT CAST(r.number AS int) AS number, f.day - f.previous AS days, sum(f.cards) AS cards
  FROM unnest(CAST(:starts AS date[]), CAST(:ends AS date[]))
       WITH ORDINALITY AS r (since, until, number)
  JOIN statistic_flows f ON f.merchant_id = :merchant_id AND f.act = 'reward'{_PARTS}
   AND f.day >= r.since AND f.day < r.until AND f.cards > 0
 GROUP BY r.number, days
 ORDER BY r.number, days
""")


def _asked(db: AsyncSession, part: Part, stretches: Sequence[Stretch | None]) -> dict[str, object]:
    return {
        "merchant_id": merchant_of(db),
        "place": part.location_id or EVERYWHERE,
        "program": part.program_id,
        # An empty stretch has none.
        "starts": [one[0] if one else date.max for one in stretches],
        "ends": [one[1] if one else date.min for one in stretches],
    }


async def cards(
    db: AsyncSession, part: Part, act: str, stretches: Sequence[Stretch | None]
) -> list[int | None]:
    """With the act in each stretch; None: fewer than ten."""
    found: list[list[int]] = [[] for _ in stretches]
    if any(stretches):
        asked = _asked(db, part, stretches) | {"act": act}
        for number, _program, count in await db.execute(_DISTINCT, asked):
            found[number - 1].append(int(count))
    return [tens.told(one) for one in found]


async def waits(
    db: AsyncSession, part: Part, stretches: Sequence[Stretch | None]
) -> list[list[tuple[int, int]]]:
    """Of the first rewards of each stretch: days since the first visit, and how many."""
    found: list[list[tuple[int, int]]] = [[] for _ in stretches]
    if any(stretches):
        for number, days, count in await db.execute(_WAITS, _asked(db, part, stretches)):
            found[number - 1].append((int(days), int(count)))
    return found


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
