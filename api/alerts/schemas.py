"""Hours and alerts as the API gives them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.core.texts import Reason

AlertState = Literal["open", "explained"]


class MemberOfHour(BaseModel):
    id: UUID = Field(description="The membership.")
    name: str | None = Field(description="Null: not in the team any more.")


class AlertOut(BaseModel):
    id: UUID
    state: AlertState
    member: MemberOfHour
    hour: datetime = Field(description="The hour's first moment.")
    stamps: int = Field(description="Given in that hour; of points, each sale counts one.")
    operations: int
    cards: int = Field(description="How many different cards.")
    usual: int | None = Field(description="What was expected; null: too little was known.")
    bound: int = Field(description="More than this was unusual.")
    created_at: datetime
    explained_at: datetime | None
    explained_by: UUID | None = Field(description="The membership of who did.")
    note: str | None


class ExplanationIn(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"note": "Fête de l’école"}]}
    )

    note: Reason | None = None


class CustomerOfEntry(BaseModel):
    id: UUID
    first_name: str | None
    last_name: str | None


class AlertEntryOut(BaseModel):
    """An operation of the hour."""

    id: UUID
    kind: Literal["earn", "adjust"]
    delta: int
    reason: str | None
    card_id: UUID
    number: str = Field(description="The card's, as people type it.")
    program_name: str
    customer: CustomerOfEntry | None
    occurred_at: datetime
    recorded_at: datetime = Field(description="Later, where it waited for the network.")
    reversed: bool


class HourOfMember(BaseModel):
    hour: int = Field(ge=0, le=23, description="By the merchant's clock.")
    stamps: int
    operations: int
    cards: int
    alert_id: UUID | None


class MemberHoursOut(BaseModel):
    member: MemberOfHour
    stamps: int = Field(description="Of the day.")
    hours: list[HourOfMember] = Field(description="Those in which something was given.")


class DayOfHoursOut(BaseModel):
    day: date
    members: list[MemberHoursOut] = Field(description="Who gave most comes first.")


class AlertSettingsIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    watching: bool = Field(description="False: nothing is counted, nobody is alerted.")
    by_mail: bool = Field(description="Owners get a mail, one a day about each member at most.")
    least_stamps: int = Field(
        ge=5, le=1000, description="Up to so many in an hour are never unusual."
    )
    times_usual: int = Field(ge=2, le=10, description="More than so many times the usual are.")


class AlertSettingsOut(AlertSettingsIn):
    model_config = ConfigDict(from_attributes=True, extra="ignore")

    version: int
