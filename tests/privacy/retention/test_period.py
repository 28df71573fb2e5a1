"""Periods end on the second the calendar says, in the merchant's zone; the database agrees."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from api.core.db import Database
from api.privacy.retention.period import Period, next_january

PARIS = ZoneInfo("Europe/Paris")
ZONES = ("Europe/Paris", "Europe/Brussels", "UTC", "America/New_York")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        ("P36M", "2023-11-22T10:00:01", "2026-11-22T10:00:01"),
        ("P1M", "2026-01-31T08:00", "2026-02-28T08:00"),
        ("P1M", "2024-01-31T08:00", "2024-02-29T08:00"),
        ("P13M", "2023-01-29T08:00", "2024-02-29T08:00"),
        ("P10Y", "2016-02-29T00:00", "2026-02-28T00:00"),
        ("P4Y", "2020-02-29T23:59:59", "2024-02-29T23:59:59"),
        ("P30D", "2026-03-15T12:00", "2026-04-14T12:00"),
        ("P1Y2M3D", "2025-10-30T12:00", "2027-01-02T12:00"),
        ("P0D", "2026-06-01T12:00", "2026-06-01T12:00"),
        ("P12M", "2025-12-31T23:59:59", "2026-12-31T23:59:59"),
    ],
)
def test_ends_on_the_calendars_day(period: str, start: str, end: str) -> None:
    assert Period.parse(period).after(at(start), PARIS) == at(end)


def test_over_a_change_of_clocks_the_time_of_the_day_stays() -> None:
    """30 days over the spring change are an hour short of 720."""
    start = at("2026-03-15T12:00")
    assert Period.parse("P30D").after(start, PARIS) - start == timedelta(hours=719)
    autumn = at("2026-10-01T12:00")
    assert Period.parse("P30D").after(autumn, PARIS) - autumn == timedelta(hours=721)


def test_a_time_that_does_not_exist_or_exists_twice_is_the_later_one() -> None:
    missing = Period.parse("P1M").after(at("2026-02-28T02:30"), PARIS)
    assert missing == at("2026-03-28T02:30")
    skipped = Period.parse("P1D").after(at("2026-03-28T02:30"), PARIS)
    assert skipped == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    twice = Period.parse("P1D").after(at("2026-10-24T02:30"), PARIS)
    assert twice == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_next_january_is_the_zones() -> None:
    almost = datetime(2025, 12, 31, 22, 59, 59, tzinfo=UTC)
    assert next_january(almost, PARIS) == at("2026-01-01T00:00")
    assert next_january(almost + timedelta(seconds=1), PARIS) == at("2027-01-01T00:00")


@pytest.mark.parametrize("wrong", ["", "P", "3Y", "P3", "P1M1Y", "PT3H", "P-1D", "p3y", "P3Y "])
def test_only_periods_are_read(wrong: str) -> None:
    with pytest.raises(ValueError, match="no period"):
        Period.parse(wrong)


@pytest.mark.parametrize("form", ["P3Y", "P13M", "P30D", "P0D", "P1M3D", "P2Y15D"])
def test_is_written_as_it_was_read(form: str) -> None:
    assert str(Period.parse(form)) == form


def test_36_months_are_3_years() -> None:
    assert Period.parse("P36M") == Period.parse("P3Y")
    assert str(Period.parse("P36M")) == "P3Y"


def test_order() -> None:
    forms = "P0D P29D P30D P1M P31D P59D P2M P365D P1Y P366D P13M"
    read = [Period.parse(form) for form in forms.split()]
    assert all(one < other for one, other in pairwise(read))


async def test_the_database_counts_alike(pool: Database) -> None:
    """The deleting statement and the pure function never differ, on any day or hour."""
    chance = Random(20261122)
    cases = [
        (
            datetime(2015, 1, 1, tzinfo=UTC) + timedelta(seconds=chance.randrange(788_000_000)),
            Period(chance.randrange(130), chance.randrange(400)),
            chance.choice(ZONES),
        )
        for _ in range(2_000)
    ]
    for zone in ZONES:
        for day in ("2026-02-28", "2026-03-28", "2026-10-24", "2024-01-31"):
            for minutes in range(0, 24 * 60, 30):
                start = datetime.fromisoformat(day).replace(tzinfo=UTC) + timedelta(minutes=minutes)
                cases += [(start, Period(0, 1), zone), (start, Period(1, 0), zone)]
    asked = text("""
    SELECT (start AT TIME ZONE zone + make_interval(months => months, days => days))
           AT TIME ZONE zone
      FROM unnest(CAST(:starts AS timestamptz[]), CAST(:months AS int[]), CAST(:days AS int[]),
                  CAST(:zones AS text[])) WITH ORDINALITY AS t (start, months, days, zone, place)
     ORDER BY place
    """).execution_options(touches_no_merchant=True)
    async with pool.session() as db:
        found = await db.scalars(
            asked,
            {
                "starts": [start for start, _, _ in cases],
                "months": [period.months for _, period, _ in cases],
                "days": [period.days for _, period, _ in cases],
                "zones": [zone for _, _, zone in cases],
            },
        )
        for (start, period, zone), end in zip(cases, found, strict=True):
            assert period.after(start, ZoneInfo(zone)) == end, (start, period, zone)
