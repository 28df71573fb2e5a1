"""The changes feed as the API gives it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

EventType = Literal[
    "entry.recorded",
    "card.issued",
    "card.closed",
    "card.replaced",
    "card.merged",
    "card.unmerged",
    "customer.created",
    "customer.changed",
    "customer.removed",
    "customer.merged",
    "customer.unmerged",
    "consent.recorded",
    "program.created",
    "program.changed",
    "program.activated",
    "program.closed",
    "program.archived",
    "tier.changed",
    "import.done",
    "import.undone",
]


class SubjectOfEvent(BaseModel):
    type: str = Field(description="`entry`, `card`, `customer`, `program`, …", examples=["entry"])
    id: UUID


class EventOut(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "01920000-0000-7000-8000-000000000001",
                    "position": 4711,
                    "type": "entry.recorded",
                    "at": "2026-11-22T09:30:00.123456Z",
                    "subject": {"type": "entry", "id": "01920000-0000-7000-8000-000000000001"},
                    "data": {
                        "card_id": "01920000-0000-7000-8000-000000000002",
                        "seq": 12,
                        "kind": "earn",
                        "delta": 1,
                        "balance": 7,
                    },
                }
            ]
        }
    )

    id: UUID
    position: int = Field(description="1, 2, 3 … in the merchant's feed, without holes.")
    type: str = Field(description="One of `types`; ignore those you do not know.")
    at: datetime
    subject: SubjectOfEvent
    data: dict[str, Any] = Field(
        description="Ids, numbers and states. Read the subject itself for anything about a person."
    )


class EventsOut(BaseModel):
    items: list[EventOut]
    next: str = Field(description="Pass it as `after` to read on; keep it with what you have done.")
    more: bool = Field(description="There are more already: ask again at once.")
