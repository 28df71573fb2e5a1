"""Periods, what they are compared with, and how they are divided."""

from __future__ import annotations

from datetime import date

import pytest

from api.core.errors import Problem
from api.statistics.periods import Compare, Interval, Period


def period(from_: str, to: str) -> Period:
    return Period.asked(date.fromisoformat(from_), date.fromisoformat(to))


@pytest.mark.parametrize(
    ("from_", "to", "compare", "start", "last"),
    [
        ("2026-03-10", "2026-03-19", "previous", "2026-02-28", "2026-03-09"),
        ("2026-03-01", "2026-03-31", "previous", "2026-02-01", "2026-02-28"),
        ("2026-01-01", "2026-03-31", "previous", "2025-10-01", "2025-12-31"),
        ("2026-03-01", "2026-03-30", "previous", "2026-01-30", "2026-02-28"),
        ("2024-02-29", "2024-02-29", "previous", "2024-02-28", "2024-02-28"),
        ("2024-02-29", "2024-03-01", "year", "2023-02-28", "2023-03-01"),
        ("2025-02-01", "2025-02-28", "year", "2024-02-01", "2024-02-29"),
    ],
)
def test_what_it_is_compared_with(
    from_: str, to: str, compare: Compare, start: str, last: str
) -> None:
    before = period(from_, to).before(compare)
    assert before is not None
    assert (str(before.start), str(before.last)) == (start, last)


@pytest.mark.parametrize(
    ("interval", "parts"),
    [
        ("day", ["2024-02-28", "2024-02-29", "2024-03-01", "2024-03-02", "2024-03-03"]),
        ("week", ["2024-02-28"]),
        ("month", ["2024-02-28", "2024-03-01"]),
    ],
)
def test_how_it_is_divided(interval: Interval, parts: list[str]) -> None:
    found = period("2024-02-28", "2024-03-03").divided(interval)
    assert [str(one.start) for one in found] == parts
    assert [one.end for one in found[:-1]] == [one.start for one in found[1:]]
    assert found[-1].last == date(2024, 3, 3)


def test_what_suits_its_length() -> None:
    assert period("2026-01-01", "2026-01-30").interval() == "day"
    assert period("2026-01-01", "2026-03-31").interval() == "week"
    assert period("2026-01-01", "2026-12-31").interval() == "month"


@pytest.mark.parametrize(
    ("from_", "to", "code"),
    [
        ("2026-01-02", "2026-01-01", "PERIOD_BACKWARDS"),
        ("2020-01-01", "2026-01-01", "PERIOD_TOO_LONG"),
        ("0001-01-01", "0001-01-02", "PERIOD_OUT_OF_RANGE"),
        ("2026-01-01", "9999-12-31", "PERIOD_OUT_OF_RANGE"),
    ],
)
def test_what_is_refused(from_: str, to: str, code: str) -> None:
    with pytest.raises(Problem) as refused:
        period(from_, to)
    assert refused.value.code == code
