"""What customers are shown and fill in."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.cards.schemas.cards import CardStatus, Holdings
from api.cards.schemas.entries import EntryKind
from api.core.texts import Name
from api.customers.fields import Email, Language, Phone
from api.programs.schemas.programs import Design, ProgramOfCard, RewardOfCard, TermsOut, UnitName
from api.programs.schemas.rules import Kind, RulesOfCard

_LOGO = "Its name: see *Read a shop's picture*."


class PublicProgram(BaseModel):
    id: UUID
    name: str
    kind: Kind
    unit_name: UnitName | None
    rules: RulesOfCard
    design: Design
    slots: int
    rewards: list[RewardOfCard]
    terms: TermsOut | None = Field(description="To be shown and accepted before joining.")


class PublicMerchant(BaseModel):
    slug: str
    name: str
    logo: str | None = Field(description=_LOGO)
    language: Language
    contact_email: str | None
    currency: str = Field(description="ISO 4217, of every amount here.")
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
    terms_version: int | None = Field(
        None, ge=1, description="The version accepted; required where the program has terms."
    )
    sponsor: str | None = Field(
        None,
        max_length=60,
        description="Number of the card of who sent them. One that is not known is ignored.",
    )


class JoinOut(BaseModel):
    page_url: str
    page_token: str


class HolderEntry(BaseModel):
    kind: EntryKind
    delta: int
    balance: int
    occurred_at: datetime
    reward_name: str | None


class AcceptedTerms(TermsOut):
    accepted_at: datetime


class TermsAcceptanceIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    version: int = Field(ge=1, description="The one that was shown.")


class HolderMerchant(BaseModel):
    slug: str
    name: str
    logo: str | None = Field(description=_LOGO)
    language: Language
    time_zone: str
    currency: str = Field(description="ISO 4217, of every amount here.")
    ended_at: datetime | None = Field(
        description="The shop has ended its contract: the card can be read, and gains nothing."
    )


class HolderCard(Holdings):
    merchant: HolderMerchant
    number: str
    code: str
    status: CardStatus
    balance: int
    first_name: str | None
    program: ProgramOfCard
    terms: TermsOut | None = Field(description="In force now.")
    terms_accepted: AcceptedTerms | None = Field(
        description="The version that the holder accepted; an older one when `terms` is newer."
    )
    entries: list[HolderEntry] = Field(description="The last twenty, newest first.")
    updated_at: datetime
