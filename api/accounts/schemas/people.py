"""What people with a login give, and are shown of themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from api.accounts.roles import Role, Scope
from api.accounts.schemas.fields import (
    ID,
    LINK,
    NEW,
    OLD,
    Email,
    GivenPassword,
    Language,
    Password,
    TimeZone,
    Token,
    given,
    taken,
)
from api.core.texts import Name


class SignUpIn(BaseModel):
    model_config = taken(
        email="marie@boulangerie.example",
        password=OLD,
        first_name="Marie",
        merchant_name="Boulangerie Mouchet",
        language="fr",
        time_zone="Europe/Paris",
    )

    email: Email
    password: Password
    first_name: Name
    merchant_name: Name
    language: Language = "fr"
    time_zone: TimeZone = "Europe/Paris"


class Sent(BaseModel):
    """The same whether or not the address has an account."""

    status: Literal["sent"] = "sent"


class VerificationIn(BaseModel):
    model_config = taken(token=LINK)

    token: Token
    password: Annotated[str, StringConstraints(max_length=200)] | None = Field(
        None, description="The one chosen on signing up; asked in another browser than that one."
    )


class SignInIn(BaseModel):
    model_config = taken(email="marie@boulangerie.example", password=OLD)

    email: Email
    password: GivenPassword


class ResetIn(BaseModel):
    model_config = taken(email="marie@boulangerie.example")

    email: Email


class ResetCompletionIn(BaseModel):
    model_config = taken(token=LINK, password=NEW)

    token: Token
    password: Password


class PasswordChangeIn(BaseModel):
    model_config = taken(current_password=OLD, new_password=NEW)

    current_password: GivenPassword
    new_password: Password


class UserOut(BaseModel):
    model_config = given(
        id=ID,
        email="marie@boulangerie.example",
        first_name="Marie",
        language="fr",
    )

    id: UUID
    email: str
    first_name: str
    language: Language


class UserPatch(BaseModel):
    model_config = taken(first_name="Marie", language="en")

    first_name: Name | None = None
    language: Language | None = None


class MembershipOut(BaseModel):
    model_config = given(
        merchant_id=ID,
        merchant_name="Boulangerie Mouchet",
        merchant_slug="boulangerie-mouchet",
        merchant_logo=None,
        currency="EUR",
        id="019a3c1e-7a42-7c53-9d0b-2f6a4be0c1d4",
        role="cashier",
        scopes=["cards:read", "cards:write", "customers:read", "customers:write", "programs:read"],
        location_ids=[],
        second_factor_required=False,
        read_only_since=None,
        ended_at=None,
        frozen=False,
    )

    id: UUID = Field(description="What ledgers and trails call the actor.")
    merchant_id: UUID
    merchant_name: str
    merchant_slug: str
    merchant_logo: str | None = Field(description="Its name: see *Read a shop's picture*.")
    currency: str = Field(description="ISO 4217; amounts are integers of its minor unit.")
    role: Role
    scopes: list[Scope] = Field(description="What one may do there now.")
    location_ids: list[UUID] = Field(description="Where one works; empty: everywhere.")
    second_factor_required: bool = Field(
        description="The merchant asks for a second factor, and this person has none yet:"
        " everything there answers `SECOND_FACTOR_SETUP_REQUIRED`."
    )
    read_only_since: datetime | None = Field(
        description="Unpaid for too long: the counter goes on, the office only reads."
    )
    ended_at: datetime | None = Field(
        description="The contract has ended: all can be read and taken out, nothing changed."
    )
    frozen: bool = Field(description="The plan has no room for this member, who only reads.")


class AtCounter(BaseModel):
    """Where a PIN has been typed."""

    device_id: UUID
    device_name: str
    location_id: UUID
    location_name: str
    expires_at: datetime


class Me(BaseModel):
    user: UserOut
    second_factor: bool = Field(description="Whether one is in force.")
    counter: AtCounter | None = Field(
        None, description="Set where a PIN was typed at a counter device: opens the counter only."
    )
    csrf_token: str = Field(description="Goes into `X-CSRF-Token` of unsafe requests.")
    memberships: list[MembershipOut]


class SessionOut(BaseModel):
    model_config = given(
        id=ID,
        created_at="2026-03-02T08:15:00Z",
        expires_at="2026-04-01T08:15:00Z",
        user_agent="Firefox · Linux",
        current=True,
    )

    id: UUID
    created_at: datetime
    expires_at: datetime
    user_agent: str = Field(description="Browser and system, shortened.")
    current: bool
