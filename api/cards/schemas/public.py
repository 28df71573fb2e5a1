"""What customers are shown and fill in."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.cards.schemas.cards import CardStatus
from api.cards.schemas.entries import EntryKind
from api.cards.schemas.programs import Design, ProgramOfCard, RewardOut, Rules
from api.core.texts import Name
from api.customers.phones import Phone
from api.customers.schemas import Email, Language


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
