"""Where the day does not end while a test looks at the figures of the day."""

from __future__ import annotations

from datetime import UTC, datetime


def where_it_is_noon() -> str:
    """A time zone in which it is between noon and one o'clock now."""
    ahead = 12 - datetime.now(UTC).hour
    return f"Etc/GMT{-ahead:+d}"  # the sign tells how far west it is
