"""No figure is about fewer than ten people, whatever is subtracted from whatever."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from api.statistics.cutting import Crowd, Family, cuts, none_or_many, snap
from api.statistics.distinct import median

FIRST = date(2024, 2, 26)
"""A Monday, before a leap day."""
DAYS = 45
END = FIRST + timedelta(days=DAYS)

Visits = dict[int, set[int]]
"""Person → the days."""
shops = st.dictionaries(
    st.integers(0, 60), st.sets(st.integers(0, DAYS - 1), min_size=1, max_size=12), max_size=60
)


def crowd(visits: Visits) -> Crowd:
    counts: dict[date, int] = defaultdict(int)
    before: dict[date, list[tuple[int, int]]] = defaultdict(list)
    for days in visits.values():
        last = -9_999
        for number in sorted(days):
            day = FIRST + timedelta(days=number)
            counts[day] += 1
            before[day].append((number - last, 1))
            last = number
    return Crowd(counts, lambda day: before[day])


def people(visits: Visits, start: date, end: date) -> int:
    return sum(
        any(start <= FIRST + timedelta(days=day) < end for day in days) for days in visits.values()
    )


@settings(max_examples=40, deadline=None)
@given(shops)
def test_between_two_cuts_there_is_nobody_or_ten(visits: Visits) -> None:
    fine = none_or_many(crowd(visits))
    marks = cuts(FIRST, END, fine)
    assert marks == sorted(set(marks))
    for start, end in pairwise(marks):
        assert people(visits, start, end) == 0 or people(visits, start, end) >= 10


@settings(max_examples=40, deadline=None)
@given(st.tuples(shops, shops, shops))
def test_of_parts_none_is_told_that_gives_another_away(shares: tuple[Visits, ...]) -> None:
    parts = [crowd(one) for one in shares]
    family = Family(parts)
    for start in (FIRST, FIRST + timedelta(days=20)):
        sizes = [people(one, start, END) for one in shares]
        hidden = [
            size
            for one, size in zip(parts, sizes, strict=True)
            if not family.shows(one, start, END)
        ]
        assert all(not 0 < size < 10 or size in hidden for size in sizes)
        assert not hidden or sum(hidden) >= 10 or sorted(hidden) == sorted(filter(None, sizes))


def steady(each_day: int, days: int = DAYS) -> Visits:
    """As many strangers every day."""
    return {number * 1000 + one: {number} for number in range(days) for one in range(each_day)}


def test_a_busy_shop_is_cut_every_day_and_a_quiet_one_by_months_and_weeks() -> None:
    busy = cuts(FIRST, END, none_or_many(crowd(steady(10))))
    assert busy == [FIRST + timedelta(days=number) for number in range(DAYS + 1)]
    quiet = cuts(FIRST, END, none_or_many(crowd(steady(3))))
    # February's five days are 15 people, and April begins where it begins.
    assert {date(2024, 3, 1), date(2024, 4, 1)} <= set(quiet)
    assert {date(2024, 3, day) for day in (11, 18, 25)} <= set(quiet)
    assert date(2024, 3, 2) not in quiet
    silent = cuts(FIRST, END, none_or_many(crowd(steady(1, 8))))
    assert silent[0] == FIRST
    assert people(steady(1, 8), FIRST, silent[-1]) == 0


def test_the_same_few_people_every_day_are_few() -> None:
    regulars = {number: set(range(DAYS)) for number in range(9)}
    assert cuts(FIRST, END, none_or_many(crowd(regulars))) == [FIRST]


def test_a_part_is_cut_where_the_whole_is() -> None:
    marks = cuts(FIRST, END, none_or_many(crowd(steady(10))), [FIRST, date(2024, 3, 4), END])
    assert marks == [FIRST, date(2024, 3, 4), END]


def test_a_period_takes_the_blocks_that_come_nearest() -> None:
    marks = [date(2026, 1, day) for day in (1, 4, 11, 20)]
    assert snap(marks, date(2026, 1, 5), date(2026, 1, 12), 2) == (marks[1], marks[2])
    assert snap(marks, date(2026, 1, 5), date(2026, 1, 12), 0) is None
    assert snap(marks, date(2026, 1, 5), date(2026, 1, 9), 9) is None
    assert snap(marks, date(2025, 12, 1), date(2026, 1, 4), 0) == (marks[0], marks[1])
    assert snap(marks, date(2025, 12, 1), date(2025, 12, 4), 9) is None
    assert snap([], date(2025, 12, 1), date(2025, 12, 4), 9) is None


def test_median() -> None:
    assert median([]) is None
    assert median([(3, 1)]) == 3
    assert median([(3, 1), (6, 1)]) == 4.5
    assert median([(3, 2), (6, 1)]) == 3
    assert median([(0, 10), (5, 10), (9, 1)]) == 5
