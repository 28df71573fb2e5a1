"""What accounts take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, EmailStr, Field, StringConstraints
from pydantic_core import PydanticCustomError

from api.accounts.passwords import strong_enough
from api.accounts.roles import Role, Scope
from api.core.texts import Name

Language = Literal["fr", "en"]


def _lower(email: str) -> str:
    if len(email) > 200:
        raise ValueError("at most 200 characters")
    return email.lower()


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("not a time zone, such as Europe/Paris")
    return ZoneInfo(name).key


Email = Annotated[EmailStr, AfterValidator(_lower)]
"""Lower case throughout: nobody has two accounts by a capital letter."""
TimeZone = Annotated[str, StringConstraints(max_length=60), AfterValidator(_zone)]


def _strong(password: str) -> str:
    if not strong_enough(password):
        raise PydanticCustomError(
            "weak_password", "too easy to guess: make it longer, or mix kinds of characters"
        )
    return password


Password = Annotated[str, StringConstraints(min_length=10, max_length=200), AfterValidator(_strong)]
"""CNIL's recommendation (2022-100): 50 bits where attempts are delayed after failures."""
Token = Annotated[str, StringConstraints(min_length=10, max_length=80, pattern=r"^[0-9A-Za-z_-]+$")]


class SignUpIn(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "email": "marie@boulangerie.example",
                    "password": "un long mot de passe",
                    "first_name": "Marie",
                    "merchant_name": "Boulangerie Mouchet",
                    "language": "fr",
                    "time_zone": "Europe/Paris",
                }
            ]
        },
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
    model_config = ConfigDict(extra="forbid")

    token: Token


class SignInIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    email: Email
    password: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class ResetIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    email: Email


class ResetCompletionIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    token: Token
    password: Password


class PasswordChangeIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    current_password: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    new_password: Password


class UserOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    email: str
    first_name: str
    language: Language


class UserPatch(BaseModel):
    model_config = ConfigDict(extra="forbid")

    first_name: Name | None = None
    language: Language | None = None


class MembershipOut(BaseModel):
    merchant_id: UUID
    merchant_name: str
    merchant_slug: str
    role: Role
    scopes: list[Scope]


class Me(BaseModel):
    user: UserOut
    csrf_token: str = Field(description="Goes into `X-CSRF-Token` of unsafe requests.")
    memberships: list[MembershipOut]


class SessionOut(BaseModel):
    id: UUID
    created_at: datetime
    expires_at: datetime
    user_agent: str = Field(description="Browser and system, shortened.")
    current: bool


class MerchantOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    slug: str = Field(description="The merchant's public name in addresses; it never changes.")
    name: str
    language: Language
    time_zone: str
    contact_email: str | None = Field(description="Shown to customers for questions of privacy.")
    created_at: datetime


class MerchantPatch(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    language: Language | None = None
    time_zone: TimeZone | None = None
    contact_email: Email | None = None


class MemberOut(BaseModel):
    id: UUID
    user_id: UUID
    first_name: str
    email: str
    role: Role
    created_at: datetime


class ApiKeyIn(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"name": "Caisse", "scopes": ["cards:read"]}]},
    )

    name: Name
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=20)]


class ApiKeyOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    scopes: list[Scope]
    prefix: str = Field(description="What it begins and ends with, to tell keys apart.")
    created_at: datetime
    revoked_at: datetime | None


class NewApiKeyOut(ApiKeyOut):
    secret: str = Field(description="The key itself. Shown this once: we keep a digest.")
