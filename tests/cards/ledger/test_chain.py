"""What is hashed, to the letter: a ledger of today has to verify in ten years and on any host."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

from api.cards.ledger import chain

CARD = UUID("01920000-0000-7000-8000-000000000001")
ENTRY = UUID("01920000-0000-7000-8000-000000000002")


@dataclass(frozen=True)
class Line:
    card_id: UUID = CARD
    seq: int = 7
    id: UUID = ENTRY
    kind: str = "earn"
    delta: int = 2
    balance: int = 9
    revision: int = 3
    reverses: UUID | None = None
    reward_id: UUID | None = None
    occurred_at: datetime = datetime(2026, 11, 1, 10, 30, tzinfo=UTC)
    recorded_at: datetime = datetime(2026, 11, 1, 10, 30, 0, 250, tzinfo=UTC)
    amount: int | None = None
    location_id: UUID | None = None
    value: int | None = None


WRITTEN = (
    b"1|01920000-0000-7000-8000-000000000001|7|01920000-0000-7000-8000-000000000002|earn|2|9|3|||"
    b"2026-11-01T10:30:00.000000+00:00|2026-11-01T10:30:00.000250+00:00"
)

SOLD = b"2" + WRITTEN[1:] + b"|1250|01920000-0000-7000-8000-000000000003|"
"""With what was paid and where; it had no value of its own."""


def test_the_form_is_fixed() -> None:
    assert chain.link(b"", Line()) == hashlib.sha256(WRITTEN).digest()
    before = hashlib.sha256(b"before").digest()
    assert chain.link(before, Line()) == hashlib.sha256(before + WRITTEN).digest()
    sold = replace(
        Line(), amount=1250, location_id=UUID("01920000-0000-7000-8000-000000000003"), value=None
    )
    assert chain.link(before, sold) == hashlib.sha256(before + SOLD).digest()


def test_every_field_counts() -> None:
    changes: dict[str, Any] = {
        "card_id": UUID(int=1),
        "seq": 8,
        "id": UUID(int=2),
        "kind": "import",
        "delta": 3,
        "balance": 10,
        "revision": 4,
        "reverses": UUID(int=3),
        "reward_id": UUID(int=3),
        "occurred_at": Line.occurred_at + timedelta(microseconds=1),
        "recorded_at": Line.recorded_at + timedelta(microseconds=1),
        "amount": 0,
        "location_id": UUID(int=4),
        "value": 0,
    }
    assert set(changes) == set(Line.__dataclass_fields__)
    hashes = {chain.link(b"", replace(Line(), **{name: value})) for name, value in changes.items()}
    assert len(hashes | {chain.link(b"", Line())}) == len(changes) + 1


def test_the_zone_of_a_time_does_not_count() -> None:
    paris = timezone(timedelta(hours=1))
    moved = replace(Line(), occurred_at=Line.occurred_at.astimezone(paris))
    assert chain.link(b"", moved) == chain.link(b"", Line())
