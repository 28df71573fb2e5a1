"""Holds as the API takes and gives them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.programs.schemas.sales import EarningIn, Line

HoldStatus = Literal["open", "confirmed", "cancelled", "lapsed"]


class HoldIn(EarningIn):
    """A sale, as for an earning, that is not settled yet."""

    minutes: int = Field(15, ge=1, le=1440, description="How long to wait for the confirmation.")


class HoldOut(BaseModel):
    id: UUID
    card_id: UUID
    status: HoldStatus
    units: int
    amount: int | None
    location_id: UUID | None
    receipt: str | None
    breakdown: list[Line]
    occurred_at: datetime
    expires_at: datetime = Field(description="Then the hold lapses.")
    ended_at: datetime | None
    entry_id: UUID | None = Field(description="The entry of a confirmed hold.")
