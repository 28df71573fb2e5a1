"""What can be wrong with the audit trail, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

Kind = Literal["edited", "missing", "inserted", "reordered", "truncated", "forked"]
"""
- edited: an event, or its seal, is not what was sealed
- missing: an event or a seal is gone
- inserted: something stands there that was not written then
- reordered: a seal does not stand in its place
- truncated: the chain ends before a place that it had reached
- forked: the chain is not the one that a root, or the head, was made of
"""


@dataclass(frozen=True)
class Fault:
    kind: Kind
    says: str
    """A sentence for the operator; ids, places and times."""
    place: int | None = None
    event_id: UUID | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "place": self.place,
            "event_id": self.event_id and str(self.event_id),
        }


def moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S UTC")


def places(first: int, last: int) -> str:
    return f"place {first}" if first == last else f"places {first} to {last}"
