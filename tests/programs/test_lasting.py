"""When units expire, in every month, leap year and time zone."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.programs.lasting import available_from, expiry_of, last_day, plus_months
from api.programs.schemas.rules import Rules

PARIS = ZoneInfo("Europe/Paris")
ZONES = (
    "Europe/Paris",
    "America/New_York",
    "Pacific/Auckland",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
    "America/Santiago",  # the clock goes forward at midnight: some days begin at one
    "America/Havana",  # … and back at one: some days begin twice
    "Africa/Cairo",
    "Pacific/Apia",
)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))
zones = st.sampled_from(ZONES).map(ZoneInfo)
months = st.integers(1, 120)


def rules(kind: str, **others: int) -> Rules:
    return Rules.model_validate({"expiry": {"kind": kind, **others}})


@pytest.mark.parametrize(
    ("day", "months", "reached"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2027-12-31", 2, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-15", -12, "2025-01-15"),
    ],
)
def test_months_later(day: str, months: int, reached: str) -> None:
    assert plus_months(date.fromisoformat(day), months) == date.fromisoformat(reached)


@pytest.mark.parametrize(
    ("expiry", "earned", "last"),
    [
        ({"kind": "none"}, "2026-11-22", None),
        ({"kind": "after_earning", "months": 12}, "2026-11-22", "2027-11-30"),
        ({"kind": "after_earning", "months": 1}, "2028-01-31", "2028-02-29"),
        ({"kind": "after_earning", "months": 3}, "2026-11-30", "2027-02-28"),
        ({"kind": "fixed_day", "month": 12, "day": 31}, "2026-11-22", "2026-12-31"),
        ({"kind": "fixed_day", "month": 12, "day": 31}, "2026-12-31", "2026-12-31"),
        ({"kind": "fixed_day", "month": 1, "day": 31}, "2026-11-22", "2027-01-31"),
        ({"kind": "fixed_day", "month": 2, "day": 29}, "2026-11-22", "2027-02-28"),
        ({"kind": "fixed_day", "month": 2, "day": 29}, "2027-03-01", "2028-02-29"),
        ({"kind": "fixed_day", "month": 2, "day": 29}, "2028-02-29", "2028-02-29"),
        ({"kind": "inactivity", "months": 6}, "2026-08-31", "2027-02-28"),
    ],
)
def test_the_last_day(expiry: dict[str, object], earned: str, last: str | None) -> None:
    found = last_day(Rules.model_validate({"expiry": expiry}), date.fromisoformat(earned))
    assert found == (date.fromisoformat(last) if last else None)


def test_the_day_is_the_merchants() -> None:
    """Late on 31 January in New York it is February in Paris."""
    moment = datetime(2026, 2, 1, 3, 0, tzinfo=UTC)
    year = rules("after_earning", months=12)
    there = expiry_of(year, moment, ZoneInfo("America/New_York"))
    assert there == datetime(2027, 2, 1, 5, 0, tzinfo=UTC)
    assert expiry_of(year, moment, PARIS) == datetime(2027, 2, 28, 23, 0, tzinfo=UTC)


def test_summer_time() -> None:
    """Earned in winter, expired in summer: still at midnight in the shop."""
    found = expiry_of(rules("after_earning", months=6), datetime(2026, 1, 10, tzinfo=UTC), PARIS)
    assert found == datetime(2026, 7, 31, 22, 0, tzinfo=UTC)


@given(moment=moments, zone=zones, months=months)
def test_at_the_end_of_a_month(moment: datetime, zone: ZoneInfo, months: int) -> None:
    expires = expiry_of(rules("after_earning", months=months), moment, zone)
    assert expires
    last = (expires.astimezone(UTC) - timedelta(microseconds=1)).astimezone(zone).date()
    assert last.day == calendar.monthrange(last.year, last.month)[1]
    earned = moment.astimezone(zone).date()
    assert (last.year - earned.year) * 12 + last.month - earned.month == months
    assert expires.astimezone(zone).date() > last


@given(moment=moments, zone=zones, day=st.dates(date(2024, 1, 1), date(2024, 12, 31)))
def test_once_a_year(moment: datetime, zone: ZoneInfo, day: date) -> None:
    found = rules("fixed_day", month=day.month, day=day.day)
    expires = expiry_of(found, moment, zone)
    assert expires
    assert moment < expires <= moment + timedelta(days=368)
    last = (expires.astimezone(UTC) - timedelta(microseconds=1)).astimezone(zone).date()
    assert last.month == day.month
    assert last.day == day.day or (last.month, last.day, day.day) == (2, 28, 29)
    # Everything earned from now on to that moment expires then.
    assert expiry_of(found, expires.astimezone(UTC) - timedelta(microseconds=1), zone) == expires
    following = expiry_of(found, expires, zone)
    assert following
    assert following > expires


@given(moment=moments, later=st.timedeltas(timedelta(), timedelta(days=400)), zone=zones,
       months=months)  # fmt: skip
def test_activity_only_prolongs(
    moment: datetime, later: timedelta, zone: ZoneInfo, months: int
) -> None:
    idle = rules("inactivity", months=months)
    first, second = expiry_of(idle, moment, zone), expiry_of(idle, moment + later, zone)
    assert first
    assert second
    assert moment < first <= second


@given(moment=moments, days=st.integers(0, 90))
def test_pending(moment: datetime, days: int) -> None:
    until = available_from(Rules(pending_days=days), moment)
    assert until == (moment + timedelta(days=days) if days else None)
