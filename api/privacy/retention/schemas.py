"""Retention as programs see it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from api.privacy.retention.law import Anchor

PeriodText = Annotated[
    str,
    StringConstraints(pattern=r"^P[0-9]{1,3}[YMD]$"),
    Field(examples=["P18M"], description="ISO 8601, without times: `P3Y`, `P18M`, `P90D`."),
]


class BoundOut(BaseModel):
    period: str
    source: str = Field(description="The article or the guidance that it rests on.")


class EffectiveOut(BaseModel):
    period: str
    source: str = Field(description="Empty where the merchant's own choice counts.")
    held: Literal["floor", "ceiling"] | None = Field(
        None, description="The bound that an earlier choice is beyond since the law changed."
    )


class RuleOut(BaseModel):
    name: str = Field(examples=["customer.last_activity"])
    anchor: Anchor = Field(description="From when the period counts.")
    year_end: bool = Field(description="It counts from the first of January after that.")
    chosen_by_merchant: bool
    floor: BoundOut
    default: BoundOut
    ceiling: BoundOut
    choice: str | None = Field(description="The merchant's; null: the default counts.")
    effective: EffectiveOut
    version: int = Field(description="What `If-Match` of a choice has to name.")
    tables: list[str] = Field(description="Where rows end by this rule.")


class StopOut(BaseModel):
    id: UUID
    rule: str
    table: str
    announced: int
    found: int
    at: datetime


class RetentionOut(BaseModel):
    country: Literal["FR", "BE"] = Field(description="Whose law it is; by the merchant's zone.")
    rules: list[RuleOut]
    stops: list[StopOut] = Field(description="Where the engine stopped itself.")


class ChoiceIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    period: PeriodText | None = Field(description="Null: the law's default again.")


class GoingOut(BaseModel):
    day: date
    rule: str
    table: str
    rows: int


class RetentionPlanOut(BaseModel):
    days: list[GoingOut] = Field(
        description="Counts alone. Today's include all that is over already."
    )


class UnreachableOut(BaseModel):
    customer_id: UUID
    name: str
    due_at: datetime


class LegalHoldIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    table: Annotated[str, StringConstraints(max_length=60)] = Field(examples=["customers"])
    row_id: UUID = Field(description="A hold on a customer holds all that is theirs.")
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=300)]
    until: AwareDatetime


class LegalHoldOut(BaseModel):
    id: UUID
    table: str
    row_id: UUID
    customer_id: UUID | None = Field(description="Whose row it is, if a customer's or a card's.")
    customer_name: str | None
    reason: str
    until: datetime
    placed_at: datetime
    lifted_at: datetime | None
