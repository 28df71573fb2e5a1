"""What accounts take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, EmailStr, Field, StringConstraints
from pydantic_core import PydanticCustomError

from api.accounts.currencies import CURRENCIES
from api.accounts.passwords import strong_enough
from api.accounts.roles import Role, Scope
from api.core.texts import Name

Language = Literal["fr", "en"]

_ID = "019a3c1e-7a40-7c53-9d0b-2f6a4be0c1d2"
_OLD, _NEW = "un long mot de passe", "un autre mot de passe"
_LINK = "0123456789ABCDEFGHJKMNPQRS"


def _taken(**example: Any) -> ConfigDict:
    """Of a body: nothing but its own fields, and an example for the documentation."""
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [example]})


def _given(**example: Any) -> ConfigDict:
    """Of an answer that is made from a row."""
    return ConfigDict(from_attributes=True, json_schema_extra={"examples": [example]})


def _lower(email: str) -> str:
    if len(email) > 200:
        raise ValueError("at most 200 characters")
    return email.lower()


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("not a time zone, such as Europe/Paris")
    return ZoneInfo(name).key


def _currency(code: str) -> str:
    if code not in CURRENCIES:
        raise ValueError("not a currency of ISO 4217, such as EUR")
    return code


Currency = Annotated[str, StringConstraints(max_length=3), AfterValidator(_currency)]
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
    model_config = _taken(
        email="marie@boulangerie.example",
        password=_OLD,
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
    model_config = _taken(token=_LINK)

    token: Token
    password: Annotated[str, StringConstraints(max_length=200)] | None = Field(
        None, description="The one chosen on signing up; asked in another browser than that one."
    )


class SignInIn(BaseModel):
    model_config = _taken(email="marie@boulangerie.example", password=_OLD)

    email: Email
    password: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class ResetIn(BaseModel):
    model_config = _taken(email="marie@boulangerie.example")

    email: Email


class ResetCompletionIn(BaseModel):
    model_config = _taken(token=_LINK, password=_NEW)

    token: Token
    password: Password


class PasswordChangeIn(BaseModel):
    model_config = _taken(current_password=_OLD, new_password=_NEW)

    current_password: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    new_password: Password


class UserOut(BaseModel):
    model_config = _given(
        id=_ID,
        email="marie@boulangerie.example",
        first_name="Marie",
        language="fr",
    )

    id: UUID
    email: str
    first_name: str
    language: Language


class UserPatch(BaseModel):
    model_config = _taken(first_name="Marie", language="en")

    first_name: Name | None = None
    language: Language | None = None


class MembershipOut(BaseModel):
    model_config = _given(
        merchant_id=_ID,
        merchant_name="Boulangerie Mouchet",
        merchant_slug="boulangerie-mouchet",
        role="cashier",
        scopes=["cards:read", "cards:write", "customers:read", "customers:write", "programs:read"],
    )

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
    model_config = _given(
        id=_ID,
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


class MerchantOut(BaseModel):
    model_config = _given(
        id=_ID,
        slug="boulangerie-mouchet",
        name="Boulangerie Mouchet",
        language="fr",
        time_zone="Europe/Paris",
        currency="EUR",
        contact_email="contact@mouchet.example",
        created_at="2026-03-02T08:15:00Z",
    )

    id: UUID
    slug: str = Field(description="The merchant's public name in addresses; it never changes.")
    name: str
    language: Language
    time_zone: str
    currency: str = Field(description="ISO 4217; amounts are integers of its minor unit.")
    contact_email: str | None = Field(description="Shown to customers for questions of privacy.")
    created_at: datetime


class MerchantPatch(BaseModel):
    model_config = _taken(name="Boulangerie Mouchet", contact_email="contact@mouchet.example")

    name: Name | None = None
    language: Language | None = None
    time_zone: TimeZone | None = None
    currency: Currency | None = Field(None, description="Amounts kept are not converted.")
    contact_email: Email | None = None


class MemberOut(BaseModel):
    model_config = _given(
        id=_ID,
        user_id="019a3c1e-7a41-7c53-9d0b-2f6a4be0c1d3",
        first_name="Marie",
        email="marie@boulangerie.example",
        role="owner",
        created_at="2026-03-02T08:15:00Z",
    )

    id: UUID
    user_id: UUID
    first_name: str
    email: str
    role: Role
    created_at: datetime


class ApiKeyIn(BaseModel):
    model_config = _taken(name="Caisse", scopes=["cards:read", "cards:write"])

    name: Name
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=40)]


class ApiKeyOut(BaseModel):
    model_config = _given(
        id=_ID,
        name="Caisse",
        scopes=["cards:read", "cards:write"],
        prefix="mck_…7QF2",
        created_at="2026-03-02T08:15:00Z",
        revoked_at=None,
    )

    id: UUID
    name: str
    scopes: list[Scope]
    prefix: str = Field(description="What it begins and ends with, to tell keys apart.")
    created_at: datetime
    revoked_at: datetime | None


class NewApiKeyOut(ApiKeyOut):
    model_config = _given(
        id=_ID,
        name="Caisse",
        scopes=["cards:read", "cards:write"],
        prefix="mck_…7QF2",
        created_at="2026-03-02T08:15:00Z",
        revoked_at=None,
        secret=f"mck_{'0' * 26}_0123456789ABCDEFGHJKMN7QF2",
    )

    secret: str = Field(description="The key itself. Shown this once: we keep a digest.")
