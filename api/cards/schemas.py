"""What programs, cards and the ledger take and give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from api.core.texts import Name, Reason
from api.customers.phones import Phone
from api.customers.schemas import Email, Identity, Language

ProgramStatus = Literal["draft", "active", "closing", "archived"]
CardStatus = Literal["active", "closed"]
EntryKind = Literal["earn", "redeem", "adjust", "expire", "reverse", "import"]
Stamp = Literal[
    "croissant", "cup", "scissors", "flower", "leaf", "heart",
    "star", "pizza", "paw", "bottle", "book", "bike",
]  # fmt: skip
Template = Literal[
    "bakery", "cafe", "hair", "flowers", "grocery", "restaurant", "beauty", "books", "plain"
]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$", to_lower=True)]
Receipt = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100),
    Field(description="The till's own reference of the sale; no name in it."),
]  # fmt: skip
MOST_UNITS = 1_000_000


class Rules(BaseModel):
    """How a program's units are earned."""

    model_config = ConfigDict(extra="forbid")

    units_per_visit: int = Field(1, ge=1, le=100, description="Given where no number is said.")
    cooldown_minutes: int = Field(
        0, ge=0, le=7 * 24 * 60, description="Least time between two earnings of one card."
    )
    daily_cap: int | None = Field(
        None, ge=1, le=1000, description="Most units per card and day, in the shop's time zone."
    )
    max_per_operation: int = Field(5, ge=1, le=1000, description="Most units at once.")


class Design(BaseModel):
    """How the card looks."""

    model_config = ConfigDict(extra="forbid")

    template: Template = "plain"
    background: Colour = "#1f3a34"
    foreground: Colour = "#ffffff"
    accent: Colour = "#e9b44c"
    stamp: Stamp = "star"


class RewardIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: UUID | None = Field(None, description="An existing reward to change; none adds one.")
    name: Name
    cost: int = Field(ge=1, le=10_000, description="In units of the program.")


class RewardOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    cost: int


class ProgramIn(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "name": "Le dixième offert",
                    "rules": {"units_per_visit": 1, "cooldown_minutes": 30, "daily_cap": 3},
                    "design": {"template": "bakery", "stamp": "croissant"},
                    "rewards": [{"name": "Un croissant offert", "cost": 10}],
                }
            ]
        },
    )

    name: Name
    rules: Rules = Rules()
    design: Design = Design()
    rewards: list[RewardIn] = Field(default_factory=list, max_length=10)


class ProgramPatch(BaseModel):
    """Only what is named changes. `rewards` is the whole list: one left out is withdrawn."""

    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    rules: Rules | None = None
    design: Design | None = None
    rewards: list[RewardIn] | None = Field(None, max_length=10)


class ClosingIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    redeem_until: date = Field(description="Last day on which rewards are still given.")


class ProgramOut(BaseModel):
    id: UUID
    name: str
    kind: Literal["stamps"]
    status: ProgramStatus
    revision: int = Field(description="Of the rules and rewards; entries keep theirs.")
    rules: Rules
    design: Design
    rewards: list[RewardOut] = Field(description="Those on offer, cheapest first.")
    slots: int = Field(description="Stamps on a full card: the cost of the dearest reward.")
    join_url: str
    created_at: datetime
    activated_at: datetime | None
    redeem_until: date | None


class RevisionOut(BaseModel):
    number: int
    rules: Rules
    rewards: list[RewardOut]
    created_at: datetime
    created_by: UUID | None


class ProgramOfCard(BaseModel):
    id: UUID
    name: str
    kind: Literal["stamps"]
    status: ProgramStatus
    rules: Rules
    design: Design
    slots: int
    rewards: list[RewardOut]
    redeem_until: date | None


class CustomerOfCard(BaseModel):
    id: UUID
    first_name: str | None
    last_name: str | None
    phone_last4: str | None
    notes: str | None


class CardOut(BaseModel):
    id: UUID
    number: str = Field(description="Eight characters to type.", examples=["7K3M9QXP"])
    code: str = Field(description="The scan code in the card's QR.")
    status: CardStatus
    balance: int
    program: ProgramOfCard
    customer: CustomerOfCard | None = Field(description="null: an anonymous card.")
    earned_today: int
    last_earned_at: datetime | None
    next_earn_at: datetime | None = Field(description="Set while the cooldown runs.")
    created_at: datetime
    closed_at: datetime | None


class NewCardOut(CardOut):
    page_url: str = Field(description="Opens the holder's page. Shown this once: we keep a digest.")


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

    @model_validator(mode="after")
    def _one_customer(self) -> CardIn:
        if self.customer_id and self.customer:
            raise ValueError("either customer_id or customer, not both")
        return self


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


class ClosureIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: Reason


class PageLinkOut(BaseModel):
    page_url: str


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


class PublicProgram(BaseModel):
    id: UUID
    name: str
    kind: Literal["stamps"]
    rules: Rules
    design: Design
    slots: int
    rewards: list[RewardOut]


class PublicMerchant(BaseModel):
    slug: str
    name: str
    language: Language
    contact_email: str | None
    notice_version: str
    programs: list[PublicProgram]


class JoinIn(BaseModel):
    """What a customer fills in. A phone or an e-mail is enough beside the first name."""

    model_config = ConfigDict(extra="forbid")

    program_id: UUID
    first_name: Name
    phone: Phone | None = None
    email: Email | None = None
    language: Language = "fr"
    marketing_consent: bool = Field(description="Never ticked beforehand.")
    notice_version: Annotated[str, Field(max_length=40, pattern=r"^[\w.-]+$")]


class JoinOut(BaseModel):
    page_url: str
    page_token: str


class HolderEntry(BaseModel):
    kind: EntryKind
    delta: int
    balance: int
    occurred_at: datetime
    reward_name: str | None


class HolderMerchant(BaseModel):
    slug: str
    name: str
    language: Language
    time_zone: str


class HolderCard(BaseModel):
    merchant: HolderMerchant
    number: str
    code: str
    status: CardStatus
    balance: int
    first_name: str | None
    program: ProgramOfCard
    entries: list[HolderEntry] = Field(description="The last twenty, newest first.")
    updated_at: datetime
