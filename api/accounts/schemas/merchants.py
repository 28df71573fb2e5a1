"""The merchant, its team and its API keys, as they are changed and shown."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from api.accounts.roles import Role, Scope
from api.accounts.schemas.fields import ID, Currency, Email, Language, TimeZone, given, taken
from api.core.texts import Name


class MerchantOut(BaseModel):
    model_config = given(
        id=ID,
        slug="boulangerie-mouchet",
        name="Boulangerie Mouchet",
        language="fr",
        time_zone="Europe/Paris",
        currency="EUR",
        contact_email="contact@mouchet.example",
        logo=None,
        require_second_factor=False,
        created_at="2026-03-02T08:15:00Z",
    )

    id: UUID
    slug: str = Field(description="The merchant's public name in addresses; it never changes.")
    name: str
    language: Language
    time_zone: str
    currency: str = Field(description="ISO 4217; amounts are integers of its minor unit.")
    contact_email: str | None = Field(description="Shown to customers for questions of privacy.")
    logo: str | None = Field(description="Its name: see *Read a shop's picture*.")
    require_second_factor: bool = Field(
        description="Members who have none can do nothing here but set one up."
    )
    created_at: datetime


class MerchantPatch(BaseModel):
    model_config = taken(name="Boulangerie Mouchet", contact_email="contact@mouchet.example")

    name: Name | None = None
    language: Language | None = None
    time_zone: TimeZone | None = None
    currency: Currency | None = Field(None, description="Amounts kept are not converted.")
    contact_email: Email | None = None
    require_second_factor: bool | None = Field(
        None, description="Set by a member who has one; not by an API key."
    )


class MemberOut(BaseModel):
    model_config = given(
        id=ID,
        user_id="019a3c1e-7a41-7c53-9d0b-2f6a4be0c1d3",
        first_name="Marie",
        email="marie@boulangerie.example",
        role="owner",
        location_ids=[],
        has_pin=True,
        second_factor=True,
        frozen=False,
        version=1,
        created_at="2026-03-02T08:15:00Z",
    )

    id: UUID
    user_id: UUID
    first_name: str
    email: str
    role: Role
    location_ids: list[UUID] = Field(
        description="At whose counters the member may sign in; empty: at all."
    )
    has_pin: bool
    second_factor: bool
    frozen: bool = Field(description="The plan has no room for this member, who only reads.")
    version: int = Field(description="What `If-Match` of a change names, in quotes.")
    created_at: datetime


class ApiKeyIn(BaseModel):
    model_config = taken(name="Caisse", scopes=["cards:read", "cards:write"])

    name: Name
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=40)]


class ApiKeyOut(BaseModel):
    model_config = given(
        id=ID,
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
    model_config = given(
        id=ID,
        name="Caisse",
        scopes=["cards:read", "cards:write"],
        prefix="mck_…7QF2",
        created_at="2026-03-02T08:15:00Z",
        revoked_at=None,
        secret=f"mck_{'0' * 26}_0123456789ABCDEFGHJKMN7QF2",
    )

    secret: str = Field(description="The key itself. Shown this once: we keep a digest.")
