"""The time. Everything asks here, so that a test can move it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_offset = timedelta()


def now() -> datetime:
    """The current instant in UTC."""
    return datetime.now(UTC) + _offset


def move(by: timedelta) -> None:
    """Shift every later :func:`now` by ``by`` from the real time (zero puts it right again)."""
    global _offset
    _offset = by
