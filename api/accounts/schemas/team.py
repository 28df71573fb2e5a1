"""Places, invitations, counter devices and PINs, as they are given and shown."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, StringConstraints
from pydantic_core import PydanticCustomError

from api.accounts.pins import trivial
from api.accounts.roles import Role
from api.accounts.schemas.fields import (
    ID,
    NEW,
    Email,
    Language,
    Password,
    given,
    taken,
)
from api.core.texts import Name, Notes

_PLACE = "019a3c1e-7a43-7c53-9d0b-2f6a4be0c1d5"
_TIME = "2026-03-02T08:15:00Z"

Places = Annotated[list[UUID], Field(max_length=50)]


class LocationIn(BaseModel):
    model_config = taken(name="Rue des Martyrs", address="12 rue des Martyrs, 75009 Paris")

    name: Name
    address: Notes | None = None


class LocationPatch(BaseModel):
    model_config = taken(name="Rue des Martyrs", active=False)

    name: Name | None = None
    address: Notes | None = None
    active: bool | None = None


class LocationOut(BaseModel):
    model_config = given(
        id=_PLACE,
        name="Rue des Martyrs",
        address="12 rue des Martyrs, 75009 Paris",
        active=True,
        frozen=False,
        version=1,
        created_at=_TIME,
    )

    id: UUID
    name: str
    address: str | None
    active: bool = Field(description="Not active: nobody signs in at its counters any more.")
    frozen: bool = Field(description="The plan has no room for it: nobody signs in there.")
    version: int = Field(description="What `If-Match` of a change names, in quotes.")
    created_at: datetime


class InvitationIn(BaseModel):
    model_config = taken(email="lucas@boulangerie.example", role="cashier", language="fr")

    email: Email
    role: Role
    language: Language = Field("fr", description="Of the mail, and of a new account.")
    location_ids: Places = []


class InvitationOut(BaseModel):
    model_config = given(
        id=ID,
        email="lucas@boulangerie.example",
        role="cashier",
        location_ids=[],
        language="fr",
        status="sent",
        created_at=_TIME,
        sent_at=_TIME,
        expires_at="2026-03-09T08:15:00Z",
        accepted_at=None,
    )

    id: UUID
    email: str
    role: Role
    location_ids: list[UUID]
    language: Language
    status: Literal["sent", "accepted", "expired", "revoked"]
    created_at: datetime
    sent_at: datetime = Field(description="Of the last mail; the links before it are void.")
    expires_at: datetime
    accepted_at: datetime | None


InvitationToken = Annotated[
    str, StringConstraints(min_length=10, max_length=80, pattern=r"^[0-9A-Z_]+$")
]
_LINK = f"{'0' * 26}_0123456789ABCDEFGHJKMNPQRS"


class InvitationReadingIn(BaseModel):
    model_config = taken(token=_LINK)

    token: InvitationToken


class InvitationReading(BaseModel):
    """What somebody sees before joining."""

    merchant_name: str
    email: str
    role: Role
    language: Language
    expires_at: datetime
    has_account: bool = Field(description="Then sign in first; else choose a password.")


class AcceptanceIn(BaseModel):
    model_config = taken(token=_LINK, password=NEW, first_name="Lucas")

    token: InvitationToken
    password: Password | None = Field(None, description="Of a new account.")
    first_name: Name | None = Field(None, description="Of a new account.")


class MemberPatch(BaseModel):
    model_config = taken(role="manager", location_ids=[_PLACE])

    role: Role | None = None
    location_ids: Places | None = Field(
        None, description="At whose counters the member may sign in; empty: at all."
    )


def _not_trivial(pin: str) -> str:
    if trivial(pin):
        raise PydanticCustomError("trivial_pin", "too easy to guess: no series, no year")
    return pin


class PinIn(BaseModel):
    model_config = taken(pin="274961")

    pin: Annotated[str, StringConstraints(pattern=r"^[0-9]{4,8}$"), AfterValidator(_not_trivial)]


class DeviceIn(BaseModel):
    model_config = taken(name="Tablette du comptoir", location_id=_PLACE)

    name: Name
    location_id: UUID


class DeviceOut(BaseModel):
    model_config = given(
        id=ID,
        name="Tablette du comptoir",
        location_id=_PLACE,
        status="paired",
        browser="Chrome · Android",
        created_at=_TIME,
        paired_at=_TIME,
        used_at=_TIME,
        revoked_at=None,
    )

    id: UUID
    name: str
    location_id: UUID
    status: Literal["waiting", "paired", "revoked"]
    browser: str | None
    created_at: datetime
    paired_at: datetime | None
    used_at: datetime | None = Field(description="When somebody last signed in on it.")
    revoked_at: datetime | None


class PairingCode(BaseModel):
    """To be typed on the device; an older code of it is void."""

    pairing_code: str = Field(description="Eight characters, for ten minutes.")
    pairing_expires_at: datetime


class NewDeviceOut(DeviceOut, PairingCode):
    """A device that waits for its code."""


class PairingIn(BaseModel):
    model_config = taken(code="7K3M-9QXP")

    code: Annotated[str, StringConstraints(min_length=8, max_length=20)]


class CounterMember(BaseModel):
    id: UUID
    first_name: str
    has_pin: bool


class DeviceMerchant(BaseModel):
    id: UUID
    name: str
    slug: str
    language: Language


class DevicePlace(BaseModel):
    id: UUID
    name: str


class DeviceView(BaseModel):
    """What a counter device knows: where it stands, and who may sign in on it."""

    id: UUID
    name: str
    merchant: DeviceMerchant
    location: DevicePlace
    members: list[CounterMember]


class PinSignInIn(BaseModel):
    model_config = taken(member_id=ID, pin="274961")

    member_id: UUID
    pin: Annotated[str, StringConstraints(pattern=r"^[0-9]{4,8}$")]
