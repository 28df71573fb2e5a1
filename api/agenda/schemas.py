"""What the agenda shows."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

Kind = Literal[
    "request_due",
    "erasure_to_approve",
    "retention_stopped",
    "import_failed",
    "import_to_match",
    "import_to_confirm",
    "export_failed",
    "campaign_stopped",
    "campaign_ready",
    "quota_near",
    "reward_ending",
    "stock_low",
    "program_ending",
    "units_expiring",
    "birthday",
]
Urgency = Literal["late", "today", "soon"]
_RANK: dict[Urgency, int] = {"late": 0, "today": 1, "soon": 2}


class PersonOfTheDay(BaseModel):
    id: UUID
    first_name: str | None


class Matter(BaseModel):
    """One thing to do, or several of one kind."""

    kind: Kind
    urgency: Urgency = Field(
        description="late: should have been done; today: waits for somebody now; soon: worth"
        " knowing this week."
    )
    count: int
    id: UUID | None = Field(
        None, description="What it is about, where it is one: a request, an import, a program…"
    )
    name: str | None = Field(
        None, description="How the shop calls it; of `quota_near` what runs out."
    )
    on: date | None = Field(None, description="The day it is about; of several the first.")
    customers: list[PersonOfTheDay] = Field([], description="Of `birthday`: the first few.")

    def place(self) -> tuple[int, date]:
        """Where it stands in the list: what is late first, then by day."""
        return _RANK[self.urgency], self.on or date.min


class AgendaOut(BaseModel):
    matters: list[Matter] = Field(description="The most urgent first; none on a quiet day.")
