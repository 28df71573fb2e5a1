"""The ledger's operations and entries as the API takes and gives them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.core.texts import Reason
from api.programs.schemas.rules import MOST_UNITS
from api.programs.schemas.sales import Line, Receipt

EntryKind = Literal["earn", "redeem", "adjust", "expire", "reverse", "import", "transfer"]


class RedemptionIn(BaseModel):
    """A reward, or a number of units for a discount where the program says what they are worth."""

    model_config = ConfigDict(extra="forbid")

    reward_id: UUID | None = None
    units: int | None = Field(None, ge=1, le=MOST_UNITS)
    location_id: UUID | None = None
    receipt: Receipt | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> RedemptionIn:
        if (self.reward_id is None) == (self.units is None):
            raise ValueError("either reward_id or units")
        return self


class AdjustmentIn(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"delta": 2, "reason": "Geste"}]}
    )

    delta: int = Field(ge=-MOST_UNITS, le=MOST_UNITS, description="Not zero.")
    reason: Reason


class ReversalIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    entry_id: UUID
    reason: Reason | None = None


class RewardOfEntry(BaseModel):
    id: UUID
    name: str


class ActorOut(BaseModel):
    kind: Literal["member", "api_key", "holder", "system"]
    id: UUID | None = Field(description="Membership or key; opaque.")


class EntryOut(BaseModel):
    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    id: UUID
    card_id: UUID
    seq: int = Field(description="Number within the card, from 1.")
    kind: EntryKind
    delta: int
    balance: int = Field(description="After this entry.")
    revision: int
    reverses: UUID | None
    reversed: bool = Field(description="A later entry takes this one back.")
    reward: RewardOfEntry | None
    reason: str | None
    receipt: str | None
    amount: int | None = Field(None, description="What earned, in minor units.")
    location_id: UUID | None = None
    value: int | None = Field(None, description="What a redemption was worth, in minor units.")
    breakdown: list[Line] | None = Field(None, description="How the units were arrived at.")
    pending_until: datetime | None = Field(None, description="Until then not to be spent.")
    expires_at: datetime | None = None
    actor: ActorOut
    occurred_at: datetime
    recorded_at: datetime
    hash: str = Field(description="SHA-256 over this entry and the hash before it, in hex.")


class FirstBad(BaseModel):
    seq: int
    entry_id: UUID | None
    problem: str


class VerificationOut(BaseModel):
    valid: bool
    entries: int
    first_bad: FirstBad | None
    head_hash: str
