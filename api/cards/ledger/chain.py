"""The hash chain over a card's entries: whoever changes, drops or inserts one breaks it.

Nothing personal is hashed, so that the chain still verifies after an erasure, and no merchant,
so that it verifies after a move to another host.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

_VERSIONS = ("1", "2")
"""The second one hashes what was paid, where and what it was worth; an entry without them still
has the first one's form."""


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
    @property
    def amount(self) -> int | None: ...
    @property
    def location_id(self) -> UUID | None: ...
    @property
    def value(self) -> int | None: ...


def link(before: bytes, entry: Link) -> bytes:
    """SHA-256 over the hash before (empty at the start) and the entry's fields, ``|`` between."""
    more = (entry.amount, entry.location_id, entry.value)
    sold = any(one is not None for one in more)
    fields = (
        _VERSIONS[sold],
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
        *(("" if one is None else one for one in more) if sold else ()),
    )
    return hashlib.sha256(before + "|".join(map(str, fields)).encode()).digest()
