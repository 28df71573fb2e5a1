"""What the notebook takes and gives."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, EmailStr, Field

from api.core.texts import Name, Notes
from api.customers.phones import Phone

Language = Literal["fr", "en"]
ConsentPurpose = Literal["marketing_email", "marketing_sms"]
Channel = Literal["counter", "join", "desk", "api"]

CONSENT_TEXT = "2026-11"
"""Version of the sentence beside the tick box."""


def _short(email: str) -> str:
    if len(email) > 200:
        raise ValueError("at most 200 characters")
    return email


Email = Annotated[EmailStr, AfterValidator(_short)]


class Identity(BaseModel):
    """Who a customer is; all of it optional, one part at least."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"first_name": "Camille", "phone": "06 39 98 01 02", "language": "fr"}]
        },
    )

    first_name: Name | None = None
    last_name: Name | None = None
    phone: Phone | None = Field(None, description="Any way of writing it; kept in E.164.")
    email: Email | None = None
    language: Language | None = None

    def empty(self) -> bool:
        return not (self.first_name or self.last_name or self.phone or self.email)


class CustomerIn(Identity):
    notes: Notes | None = None
    marketing_consent: bool = Field(
        False, description="The customer ticked the box for news, by e-mail or else by SMS."
    )
    allow_duplicate: bool = Field(
        False, description="Create although the phone or the e-mail is known already."
    )


class CustomerPatch(Identity):
    """Only the fields named are changed; null empties one."""

    notes: Notes | None = None


class CustomerOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    first_name: str | None
    last_name: str | None
    phone: str | None = Field(description="E.164")
    email: str | None
    language: Language | None
    notes: str | None
    source: str = Field(description="Where the data comes from: counter, join, api, demo.")
    created_at: datetime
    last_visit_at: datetime | None
    marketing_consent: bool = Field(description="Consents to news, by e-mail or by SMS.")


class ConsentIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    purpose: ConsentPurpose
    granted: bool = Field(description="false withdraws, which is never harder than giving.")
    text_version: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[\w.-]+$")] = (
        CONSENT_TEXT
    )


class ConsentOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    purpose: ConsentPurpose
    granted: bool
    text_version: str
    channel: str
    created_at: datetime
