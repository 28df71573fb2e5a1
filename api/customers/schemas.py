"""What the notebook takes and gives."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal, get_args
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.core.texts import Name, Notes, Reason
from api.customers.fields import (
    Address,
    Age,
    Birthday,
    ContactWay,
    Email,
    Language,
    LongName,
    Phone,
    Siret,
    Tags,
    Title,
)
from api.customers.models import Customer

ConsentPurpose = Literal["marketing_email", "marketing_sms", "marketing_post"]
PURPOSES: tuple[ConsentPurpose, ...] = get_args(ConsentPurpose)
Basis = Literal["consent", "soft_opt_in"]
Channel = Literal["counter", "join", "desk", "api", "import", "card", "mail"]
"""Where something was said; ``card``: on the holder's own page, ``mail``: by the link in one."""
ADDRESS = tuple(Address.model_fields)

CONSENT_TEXT = "2026-11"
"""Version of the sentence beside the tick box."""


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

    def described(self) -> dict[str, Any]:
        """The fields that were given, as columns and parts of a customer."""
        return self.model_dump(exclude_unset=True)


class CustomerFields(Identity):
    """Everything the notebook holds about a customer."""

    title: Title | None = None
    company: LongName | None = None
    siret: Siret | None = Field(None, description="Checked by its last digit; spaces may stand.")
    address: Address | None = Field(None, description="Changed as a whole.")
    notes: Notes | None = None
    tags: Tags | None = Field(None, description="Up to 20 of up to 30 characters.")
    birthday: Birthday | None = Field(None, description="Without the year.")
    age: Age | None = Field(
        None, description="`under_15` withdraws every consent to marketing, and none can be given."
    )
    preferred_contact: ContactWay | None = None

    def described(self) -> dict[str, Any]:
        values = super().described()
        if values.get("tags", ()) is None:
            values["tags"] = []
        return values


class CustomerIn(CustomerFields):
    marketing_consent: bool = Field(
        False, description="The customer ticked the box for news, by e-mail or else by SMS."
    )
    allow_duplicate: bool = Field(
        False, description="Create although the phone or the e-mail is known already."
    )

    def described(self) -> dict[str, Any]:
        values = super().described()
        return {k: v for k, v in values.items() if k in CustomerFields.model_fields}


class CustomerPatch(CustomerFields):
    """Only the fields named are changed; null empties one."""


class Consents(BaseModel):
    """What the customer consents to now, one purpose beside the other."""

    marketing_email: bool
    marketing_sms: bool
    marketing_post: bool


class CustomerOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    title: Title | None
    first_name: str | None
    last_name: str | None
    company: str | None
    siret: str | None
    phone: str | None = Field(description="E.164")
    email: str | None
    address: Address | None
    language: Language | None
    notes: str | None
    tags: list[str]
    birthday: Birthday | None
    age: Age | None
    adult_verified_on: date | None = Field(
        description="When proof of majority was seen; no date of birth is kept."
    )
    preferred_contact: ContactWay | None
    has_photo: bool
    source: str = Field(
        description="Where the data comes from: counter, join, desk, api, import, demo."
    )
    created_at: datetime
    last_visit_at: datetime | None
    last_active_at: datetime = Field(description="The customer's last own act: joining, a visit.")
    visits: int = Field(description="Days on which a card earned or redeemed.")
    spent: int = Field(description="What was spent where amounts are known, in minor units.")
    marketing_consent: bool = Field(description="Consents to news by any way.")
    consents: Consents
    merged_into: UUID | None
    restricted_at: datetime | None = Field(
        description="Since then the data is kept and not used (GDPR art. 18): changing, merging,"
        " exporting and writing to the customer are refused."
    )
    objected_at: datetime | None = Field(
        description="The customer objected (GDPR art. 21): contacts are gone, news are refused."
    )


_COPIED = (
    "id", "title", "first_name", "last_name", "company", "siret", "phone", "email", "language",
    "notes", "tags", "age", "adult_verified_on", "preferred_contact", "source", "created_at",
    "last_visit_at", "last_active_at", "visits", "spent", "merged_into",
    "restricted_at", "objected_at",
)  # fmt: skip


def shown(customer: Customer, granted: set[str]) -> CustomerOut:
    """A customer with the purposes to which it consents."""
    parts = {part: getattr(customer, part) for part in ADDRESS}
    birthday = {"month": customer.birth_month, "day": customer.birth_day}
    return CustomerOut.model_validate(
        {
            **{name: getattr(customer, name) for name in _COPIED},
            "address": Address.model_construct(**parts) if any(parts.values()) else None,
            "birthday": birthday if customer.birth_month else None,
            "has_photo": customer.photo is not None,
            "marketing_consent": bool(granted),
            "consents": {purpose: purpose in granted for purpose in PURPOSES},
        }
    )


class ConsentIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    purpose: ConsentPurpose = Field(description="One purpose an event, never two by one tick.")
    granted: bool = Field(description="false withdraws, which is never harder than giving.")
    basis: Basis = Field(
        "consent",
        description="`soft_opt_in`: an existing customer was told and did not object; only after"
        " a recorded purchase.",
    )
    text_version: Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[\w.-]+$")] = (
        CONSENT_TEXT
    )
    source: Reason | None = Field(
        None, description="What else proves it: the form, the event. No more about the person."
    )


class ConsentOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    purpose: ConsentPurpose
    granted: bool
    basis: Basis
    text_version: str
    channel: str
    source: str | None
    actor_id: UUID | None = Field(description="The member or key that noted it; null: the holder.")
    created_at: datetime


class TagCount(BaseModel):
    tag: str
    customers: int
