"""What is usual, and what is far from it."""

from __future__ import annotations

import pytest

from api.alerts.judging import Median, Usual, bound


@pytest.mark.parametrize(
    ("usual", "expected", "most"),
    [
        # Nobody knows anything: the floor stands in the usual's place.
        (Usual(), None, 60),
        (Usual(own=Median(30, 9), shop=Median(30, 2)), None, 60),
        # Few are usual: the floor.
        (Usual(own=Median(2, 40)), 2, 20),
        (Usual(own=Median(12, 40)), 12, 36),
        # A busy Saturday: this hour of the week is always full, and so are the others' hands.
        (Usual(own=Median(8, 40), shop=Median(25, 3)), 25, 75),
        (Usual(own=Median(8, 40), beside=Median(30, 1)), 30, 90),
        # A new member of an old shop is held against the shop.
        (Usual(own=Median(1, 2), shop=Median(15, 8)), 15, 45),
        # An opening day: nothing is known, but the colleague runs as well.
        (Usual(beside=Median(40, 1)), None, 120),
    ],
)
def test_bound(usual: Usual, expected: int | None, most: int) -> None:
    assert usual.expected() == expected
    assert bound(usual, least=20, times=3) == most
