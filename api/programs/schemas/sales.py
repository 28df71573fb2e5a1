"""A sale as a till describes it, and what a program's rules say to it."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from api.programs.schemas.rules import MOST_MONEY, MOST_UNITS, Kind, Rules, Sku

RuleName = Literal["visit", "amount", "item", "bonus", "tier", "sponsorship", "cap"]
Money = Annotated[int, Field(ge=0, le=MOST_MONEY, description="Minor units, as cents.")]
Receipt = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100),
    Field(description="The till's own reference of the sale; no name in it."),
]  # fmt: skip


class Excluded(BaseModel):
    """A part of the amount that never earns."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["discount", "reward", "tip", "gift_card"]
    amount: Money


class SoldItem(BaseModel):
    model_config = ConfigDict(extra="forbid")

    sku: Sku
    quantity: int = Field(1, ge=1, le=10_000)


class EarningIn(BaseModel):
    """A sale, as far as units follow from it. With `{}`, a visit."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"units": 1},
                {
                    "amount": 2450,
                    "excluded": [{"kind": "tip", "amount": 200}],
                    "items": [{"sku": "MIEL-500", "quantity": 2}],
                    "receipt": "261122-0042",
                },
            ]
        },
    )

    units: int | None = Field(
        None,
        ge=1,
        le=MOST_UNITS,
        description="In place of the program's units per visit.",
    )
    amount: Money | None = Field(
        None,
        description=(
            "The whole receipt before any discount, in minor units. What earns is this less"
            " everything in `excluded`."
        ),
    )
    excluded: list[Excluded] = Field(
        default_factory=list,
        max_length=50,
        description="Discounts, rewards, tips and gift cards contained in `amount`.",
    )
    items: list[SoldItem] = Field(
        default_factory=list, max_length=500, description="Articles without a rule earn nothing."
    )
    location_id: UUID | None = Field(
        None,
        description="Where it was sold; a paired device knows by itself, and where the program is"
        " valid at one place only, it is taken to be there.",
    )
    occurred_at: AwareDatetime | None = Field(
        None, description="When it happened, if it had to wait offline; at most 7 days ago."
    )
    receipt: Receipt | None = None


class Line(BaseModel):
    """One step of how units were arrived at; the lines add up to the entry's units."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    rule: RuleName
    id: str | None = Field(None, description="Of the bonus or level, or the article's `sku`.")
    name: str | None = None
    units: int


class Refusal(BaseModel):
    """Why something would be refused; further members as in the problem document."""

    model_config = ConfigDict(extra="allow")

    of: Literal["earning", "redemption"]
    code: str
    title: str


class SimulationIn(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"sale": {"amount": 1250}}]},
    )

    sale: EarningIn = Field(description="`occurred_at` may be any time, past or to come.")
    rules: Rules | None = Field(None, description="In place of the program's own.")
    kind: Kind | None = Field(
        None, description="Of which `rules` are, where the draft's kind changes with them."
    )


class SimulationOut(BaseModel):
    units: int = Field(description="What would be earned; 0 when refused.")
    breakdown: list[Line]
    refusals: list[Refusal]
