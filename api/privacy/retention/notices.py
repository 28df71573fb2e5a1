"""When a silent person is told, and when they may be erased. Pure."""

from __future__ import annotations

from datetime import timedelta

BEFORE = (30, 7)
"""Days before the end at which a notice is due."""
MARGIN = timedelta(days=1)
"""A notice goes out up to a day earlier, so that the whole number of days is always left."""


def ahead(days: int) -> timedelta:
    """How long before the end the notice is written."""
    return timedelta(days=days) + MARGIN


def between() -> timedelta:
    """How long after the first notice the second one may follow: a person who was told late
    (the service stood still) has the same time as everybody."""
    first, last = BEFORE
    return timedelta(days=first - last)
