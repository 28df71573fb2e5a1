"""What would happen, before it does: the lines a member reads, and their fingerprint, by which
whoever approves says yes to exactly these."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.audit import Actor
from api.core.settings import Settings
from api.privacy.requests.models import PrivacyRequest

Becomes = Literal[
    "copied", "erased", "emptied", "withdrawn", "kept", "corrected", "restricted", "freed"
]


@dataclass(frozen=True)
class Line:
    """What becomes of some rows: ``about`` names them (a table, or a use of data)."""

    about: str
    becomes: Becomes
    rows: int | None = None
    until: date | None = None
    because: str = ""


@dataclass(frozen=True)
class Change:
    """What a field of the customer's says, and what it would."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Plan:
    lines: tuple[Line, ...] = ()
    changes: tuple[Change, ...] = ()
    """Of a correction."""
    recipients: tuple[str, ...] = ()
    """Who else is told of these, by name (GDPR art. 19)."""
    by_hand: bool = False
    """Nothing is done by itself: a member does it, and says so."""
    proof: str = ""
    """What is agreed to: counts that every look changes are not part of it."""

    def digest(self) -> str:
        return hashlib.sha256(repr((self.by_hand, self.proof)).encode()).hexdigest()


@dataclass(frozen=True)
class Standing:
    """How far the work is. ``failed``: it has given up and has to be looked at."""

    state: Literal["running", "waiting", "done", "failed"]


@dataclass(frozen=True)
class Engine:
    """Who carries a kind of request out."""

    plan: Callable[[AsyncSession, PrivacyRequest], Awaitable[Plan]]
    start: Callable[[AsyncSession, Settings, Actor, PrivacyRequest], Awaitable[UUID | None]]
    """The id of work to be followed; None: it is done already."""
    standing: Callable[[AsyncSession, PrivacyRequest], Awaitable[Standing]]
