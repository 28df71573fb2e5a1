"""Cards as the API takes and gives them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.core.texts import Reason
from api.customers.fields import Birthday
from api.customers.schemas import Identity
from api.programs.schemas.programs import ProgramOfCard

CardStatus = Literal["active", "closed", "merged"]


class CustomerOfCard(BaseModel):
    id: UUID
    first_name: str | None
    last_name: str | None
    phone_last4: str | None
    notes: str | None
    birthday: Birthday | None = Field(description="Without the year.")
    restricted: bool = Field(description="The customer's data is kept and not used (GDPR art. 18).")
    objected: bool = Field(description="The customer objected to being contacted (GDPR art. 21).")


class Pending(BaseModel):
    units: int
    available_at: datetime


class NextExpiry(BaseModel):
    units: int
    expires_at: datetime = Field(description="The first moment at which they are gone.")


class TierProgress(BaseModel):
    units: int = Field(description="Earned in the tier's window, or ever.")
    next_threshold: int | None = Field(description="null: there is no higher level.")
    until: date | None = Field(
        description="The level's last day if nothing more is earned, in a rolling window."
    )


class TierOfCard(BaseModel):
    id: str | None = Field(description="null: below the first level.")
    name: str | None
    progress: TierProgress


class Holdings(BaseModel):
    available: int = Field(
        description="What can be spent: the balance without what is pending, or past its expiry"
        " but not written off yet."
    )
    pending: list[Pending]
    next_expiry: NextExpiry | None
    tier: TierOfCard | None = Field(description="null: the program has no tiers.")


class CardOut(Holdings):
    id: UUID
    number: str = Field(description="Eight characters to type.", examples=["7K3M9QXP"])
    code: str = Field(description="The scan code in the card's QR.")
    status: CardStatus
    frozen: bool = Field(
        description="The merchant's plan has no room for it: it gives rewards and earns nothing."
    )
    balance: int
    program: ProgramOfCard
    customer: CustomerOfCard | None = Field(description="null: an anonymous card.")
    earned_today: int
    last_earned_at: datetime | None
    next_earn_at: datetime | None = Field(description="Set while the cooldown runs.")
    created_at: datetime
    closed_at: datetime | None
    merged_into: UUID | None = Field(
        description="The card that stands for this one since their customers were merged."
    )


class NewCardOut(CardOut):
    page_url: str = Field(description="Opens the holder's page. Shown this once: we keep a digest.")


class EnrolledOut(CardOut):
    page_url: str | None = Field(
        description=(
            "Opens the holder's page. We keep a digest only, so it is shown this once, or again"
            " for the same `Idempotency-Key`; null once the link was renewed or the card replaced."
        )
    )


class CustomerOfEnrolment(Identity):
    pass


class CardIn(BaseModel):
    """A card for a known customer (`customer_id`), a new one (`customer`), or nobody."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "program_id": "01920000-0000-7000-8000-000000000000",
                    "customer": {"first_name": "Camille", "phone": "06 39 98 01 02"},
                }
            ]
        },
    )

    program_id: UUID
    customer_id: UUID | None = None
    customer: CustomerOfEnrolment | None = None
    marketing_consent: bool = Field(
        False, description="The customer ticked the box for news, by e-mail or else by SMS."
    )
    allow_duplicate: bool = False
    sponsor: str | None = Field(
        None,
        max_length=60,
        description="The card of who sent the customer: its number, scan code or id.",
    )
    terms_version: int | None = Field(
        None,
        ge=1,
        description="The version of the program's terms that the customer accepted at the counter.",
    )

    @model_validator(mode="after")
    def _one_customer(self) -> CardIn:
        if self.customer_id and self.customer:
            raise ValueError("either customer_id or customer, not both")
        return self


class ClosureIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: Reason


class PageLinkOut(BaseModel):
    page_url: str
