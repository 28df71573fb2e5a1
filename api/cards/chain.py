"""The hash chain over a card's entries: whoever changes, drops or inserts one breaks it.

Nothing personal is hashed, so that the chain still verifies after an erasure, and no merchant,
so that it verifies after a move to another host.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

_VERSION = "1"


class Link(Protocol):
    """What of an entry is hashed."""

    @property
    def id(self) -> UUID: ...
    @property
    def card_id(self) -> UUID: ...
    @property
    def seq(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def delta(self) -> int: ...
    @property
    def balance(self) -> int: ...
    @property
    def revision(self) -> int: ...
    @property
    def reverses(self) -> UUID | None: ...
    @property
    def reward_id(self) -> UUID | None: ...
    @property
    def occurred_at(self) -> datetime: ...
    @property
    def recorded_at(self) -> datetime: ...


def link(before: bytes, entry: Link) -> bytes:
    """SHA-256 over the hash before (empty at the start) and the entry's fields, ``|`` between."""
    fields = (
        _VERSION,
        entry.card_id,
        entry.seq,
        entry.id,
        entry.kind,
        entry.delta,
        entry.balance,
        entry.revision,
        entry.reverses or "",
        entry.reward_id or "",
        entry.occurred_at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
    )
    return hashlib.sha256(before + "|".join(map(str, fields)).encode()).digest()
