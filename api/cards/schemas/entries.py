"""The ledger's operations and entries as the API takes and gives them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from api.cards.schemas.rules import MOST_MONEY, MOST_UNITS, Sku
from api.core.texts import Reason

EntryKind = Literal["earn", "redeem", "adjust", "expire", "reverse", "import", "transfer"]
RuleName = Literal["visit", "amount", "item", "bonus", "tier", "sponsorship", "cap"]
Money = Annotated[int, Field(ge=0, le=MOST_MONEY, description="Minor units, as cents.")]
Receipt = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100),
    Field(description="The till's own reference of the sale; no name in it."),
]  # fmt: skip


class Excluded(BaseModel):
    """A part of the amount that never earns."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["discount", "reward", "tip", "gift_card"]
    amount: Money


class SoldItem(BaseModel):
    model_config = ConfigDict(extra="forbid")

    sku: Sku
    quantity: int = Field(1, ge=1, le=10_000)


class EarningIn(BaseModel):
    """A sale, as far as units follow from it. With `{}`, a visit."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"units": 1},
                {
                    "amount": 2450,
                    "excluded": [{"kind": "tip", "amount": 200}],
                    "items": [{"sku": "MIEL-500", "quantity": 2}],
                    "receipt": "261122-0042",
                },
            ]
        },
    )

    units: int | None = Field(
        None,
        ge=1,
        le=MOST_UNITS,
        description="In place of the program's units per visit.",
    )
    amount: Money | None = Field(
        None,
        description=(
            "The whole receipt before any discount, in minor units. What earns is this less"
            " everything in `excluded`."
        ),
    )
    excluded: list[Excluded] = Field(
        default_factory=list,
        max_length=50,
        description="Discounts, rewards, tips and gift cards contained in `amount`.",
    )
    items: list[SoldItem] = Field(
        default_factory=list, max_length=500, description="Articles without a rule earn nothing."
    )
    location_id: UUID | None = Field(
        None, description="Where it was sold; a paired device knows by itself."
    )
    occurred_at: AwareDatetime | None = Field(
        None, description="When it happened, if it had to wait offline; at most 7 days ago."
    )
    receipt: Receipt | None = None


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


class Line(BaseModel):
    """One step of how units were arrived at; the lines add up to the entry's units."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    rule: RuleName
    id: str | None = Field(None, description="Of the bonus or level, or the article's `sku`.")
    name: str | None = None
    units: int


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
