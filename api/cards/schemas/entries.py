"""The ledger's operations and entries as the API takes and gives them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from api.core.texts import Reason

EntryKind = Literal["earn", "redeem", "adjust", "expire", "reverse", "import"]
Receipt = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100),
    Field(description="The till's own reference of the sale; no name in it."),
]  # fmt: skip
MOST_UNITS = 1_000_000


class EarningIn(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"units": 1}]})

    units: int | None = Field(
        None, ge=1, le=MOST_UNITS, description="Default: the program's units per visit."
    )
    occurred_at: AwareDatetime | None = Field(
        None, description="When it happened, if it had to wait offline; at most 7 days ago."
    )
    receipt: Receipt | None = None


class RedemptionIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reward_id: UUID
    receipt: Receipt | None = None


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
