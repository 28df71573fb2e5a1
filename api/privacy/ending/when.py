"""When what happens after the end of a contract. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

WARNED = timedelta(days=7)
"""So long before everything goes, the owners are told once more."""

Step = Literal["wait", "warn", "purge"]


@dataclass(frozen=True)
class Known:
    """What counts of an end."""

    due_at: datetime
    purge_asked: bool = False
    waived: bool = False
    taken_out: bool = False
    """All data was downloaded after the end."""
    warned: bool = False


def returned(known: Known) -> bool:
    """The merchant has its data, or has said in words that it wants none (clause 23)."""
    return known.taken_out or known.waived


def step(known: Known, at: datetime) -> Step:
    """A purge comes after the data was returned, or after the period of law (clause 22)."""
    if at >= known.due_at or (known.purge_asked and returned(known)):
        return "purge"
    return "warn" if not known.warned and at >= known.due_at - WARNED else "wait"
