"""What is hashed of the audit trail, and how. Pure, so that an auditor can write it anew.

**An event's digest** (form 1) is SHA-256 over this JSON array, without spaces, keys sorted, all
but ASCII escaped::

    [1, id, at, actor_kind, actor_id, action, subject_type, subject_id, facts]

Ids are in lower case with dashes, ``at`` in UTC with six decimals of the second and ``+00:00``,
what is missing is ``null``. Nothing of it tells about a person: ids are opaque and facts are
counts, states and names of fields, so that the trail still verifies after an erasure.

**A seal's link** is SHA-256 over the ASCII text ``1|position|sealed_at|before|digest`` where
``before`` is the link of the seal before (64 zeros for the first one) and hashes are in lower
case hex. No merchant is hashed, so that a chain still verifies after a move to another host;
which merchant a chain belongs to stands in the root.

**A day's root** is SHA-256 over ``1|day|previous`` and then, for each merchant that has a seal,
by id, ``|merchant_id:position:link`` of its last seal. ``previous`` is the root before (64 zeros
for the first one).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, Protocol
from uuid import UUID

VERSION = 1
START = bytes(32)
"""What stands before the first seal and before the first root."""


class Sealed(Protocol):
    """What of an event is hashed."""

    @property
    def id(self) -> UUID: ...
    @property
    def at(self) -> datetime: ...
    @property
    def actor_kind(self) -> str: ...
    @property
    def actor_id(self) -> UUID | None: ...
    @property
    def action(self) -> str: ...
    @property
    def subject_type(self) -> str: ...
    @property
    def subject_id(self) -> UUID: ...
    @property
    def facts(self) -> dict[str, Any]: ...


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


_compact = json.JSONEncoder(
    ensure_ascii=True, sort_keys=True, separators=(",", ":"), default=str
).encode


def digest(event: Sealed) -> bytes:
    fields = (
        VERSION,
        event.id,
        _time(event.at),
        event.actor_kind,
        event.actor_id,
        event.action,
        event.subject_type,
        event.subject_id,
        event.facts,
    )
    return hashlib.sha256(_compact(fields).encode()).digest()


def link(before: bytes, position: int, sealed_at: datetime, digest: bytes) -> bytes:
    text = f"{VERSION}|{position}|{_time(sealed_at)}|{before.hex()}|{digest.hex()}"
    return hashlib.sha256(text.encode()).digest()


def root(day: date, previous: bytes, heads: Iterable[tuple[UUID, int, bytes]]) -> bytes:
    """``heads``: each merchant's last position and link, sorted by the merchant's id."""
    hashed = hashlib.sha256(f"{VERSION}|{day.isoformat()}|{previous.hex()}".encode())
    for merchant_id, position, last in heads:
        hashed.update(f"|{merchant_id}:{position}:{last.hex()}".encode())
    return hashed.digest()
