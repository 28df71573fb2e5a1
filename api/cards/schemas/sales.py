"""Sales and their previews, as a till sends and gets them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.cards.schemas.entries import EntryOut
from api.programs.schemas.rules import MOST_UNITS
from api.programs.schemas.sales import EarningIn, Line, Refusal


class SaleIn(EarningIn):
    """A sale and, if the customer wishes, what is redeemed with it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "amount": 2450,
                    "excluded": [{"kind": "tip", "amount": 200}],
                    "redeem_units": 100,
                    "receipt": "261122-0042",
                }
            ]
        },
    )

    reward_id: UUID | None = Field(None, description="A reward that is redeemed with this sale.")
    redeem_units: int | None = Field(
        None,
        ge=1,
        le=MOST_UNITS,
        description=(
            "Units redeemed for a discount on this sale. The discount does not earn; it need not"
            " be listed in `excluded`."
        ),
    )

    @model_validator(mode="after")
    def _one_redemption(self) -> SaleIn:
        if self.reward_id is not None and self.redeem_units is not None:
            raise ValueError("either reward_id or redeem_units, not both")
        return self


class Redeemable(BaseModel):
    reward_id: UUID
    name: str
    cost: int
    affordable: bool = Field(description="The card holds enough units that can be spent now.")
    available: bool = Field(description="It can be redeemed now.")
    refusal: Refusal | None


class TierAfter(BaseModel):
    id: str
    name: str


class PreviewOut(BaseModel):
    units: int = Field(description="What would be earned; 0 when refused.")
    breakdown: list[Line]
    balance_after: int
    refusals: list[Refusal] = Field(description="The first is what the operation would answer.")
    redeemable: list[Redeemable] = Field(description="The rewards on offer, cheapest first.")
    discount_value: int | None = Field(
        description="What the redemption asked for is worth, in minor units."
    )
    pending_until: datetime | None
    expires_at: datetime | None
    tier_after: TierAfter | None


class SaleOut(BaseModel):
    entries: list[EntryOut] = Field(description="The redemption, if any, then the earning.")
    card_balance: int = Field(description="After this sale.")
    refusals: list[Refusal] = Field(
        description="Why a sale with a redemption has earned nothing besides."
    )
