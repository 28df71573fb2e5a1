"""Programs, their rewards and looks, as the API takes and gives them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from api.core.texts import Name, paragraph
from api.core.tokens import ALPHABET, TOKEN_LENGTH
from api.programs.schemas.rules import MOST_MONEY, MOST_UNITS, Kind, Rules, RulesOfCard

ProgramStatus = Literal["draft", "active", "closing", "archived"]
Stamp = Literal[
    "croissant", "cup", "scissors", "flower", "leaf", "heart",
    "star", "pizza", "paw", "bottle", "book", "bike",
]  # fmt: skip
Template = Literal[
    "bakery", "cafe", "hair", "flowers", "grocery", "restaurant", "beauty", "books", "plain"
]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$", to_lower=True)]
UnitWord = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=30)]
TermsText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000),
    AfterValidator(paragraph),
]
Description = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=500),
    AfterValidator(paragraph),
]
MOST_REWARDS = 100
PICTURE_NAME = f"^[{ALPHABET}]{{{TOKEN_LENGTH}}}$"


class Design(BaseModel):
    """How the card looks."""

    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)

    template: Template = "plain"
    background: Colour = "#1f3a34"
    foreground: Colour = "#ffffff"
    accent: Colour = "#e9b44c"
    stamp: Stamp = "star"
    image: Annotated[str, StringConstraints(pattern=PICTURE_NAME)] | None = Field(
        None, description="The name of a picture behind it: see *Send a background for cards*."
    )
    veil: int = Field(
        0,
        ge=0,
        le=100,
        description="How many percent of `background` have to lie over the picture for"
        " `foreground` to be readable on whatever it shows. Worked out here; what is sent is"
        " ignored.",
    )


class UnitName(BaseModel):
    """What the units are called instead of stamps or points."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={
        "examples": [{"one": "graine", "many": "graines"}]
    })  # fmt: skip

    one: UnitWord
    many: UnitWord


class TermsIn(BaseModel):
    """The merchant's own conditions of the program. A changed text is a new version."""

    model_config = ConfigDict(extra="forbid")

    text: TermsText


class TermsOut(BaseModel):
    version: int
    text: str


class RewardIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: UUID | None = Field(None, description="An existing reward to change; none adds one.")
    name: Name
    cost: int = Field(ge=1, le=MOST_UNITS, description="In units of the program.")
    description: Description | None = None
    stock: int | None = Field(
        None, ge=0, le=MOST_UNITS, description="How many there are in all; null: without end."
    )
    limit_per_customer: int | None = Field(None, ge=1, le=10_000)
    valid_from: date | None = Field(None, description="First day, in the shop's time zone.")
    valid_until: date | None = Field(None, description="Last day, in the shop's time zone.")
    value: int | None = Field(
        None, ge=0, le=MOST_MONEY, description="Worth in minor units, for statistics."
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValueError("valid_until lies before valid_from")
        return self


class _Given(BaseModel):
    # Older revisions know less of a reward; the answer names every field all the same.
    model_config = ConfigDict(
        from_attributes=True, json_schema_serialization_defaults_required=True
    )

    id: UUID
    name: str
    cost: int
    description: str | None = None
    limit_per_customer: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None


class RewardOfCard(_Given):
    """A reward as customers may know it."""

    in_stock: bool = True


class RewardOut(_Given):
    stock: int | None = Field(None, description="As entered by the merchant; revisions keep none.")
    stock_left: int | None = None
    value: int | None = None
    active: bool = True


class ProgramIn(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "name": "Le dixième offert",
                    "rules": {"units_per_visit": 1, "cooldown_minutes": 30, "daily_cap": 3},
                    "design": {"template": "bakery", "stamp": "croissant"},
                    "rewards": [{"name": "Un croissant offert", "cost": 10}],
                },
                {
                    "name": "Les points de la maison",
                    "kind": "points",
                    "rules": {
                        "per_amount": {"units": 1, "per": 100},
                        "bonuses": [
                            {"name": "Mardi double", "when": {"weekdays": [2]}, "percent": 200}
                        ],
                        "expiry": {"kind": "after_earning", "months": 12},
                        "redeem_value": {"units": 100, "value": 500},
                    },
                    "rewards": [{"name": "Une tisane", "cost": 80, "stock": 50}],
                },
            ]
        },
    )

    name: Name
    kind: Kind = Field("stamps", description="Fixed once the program runs.")
    unit_name: UnitName | None = None
    rules: Rules = Rules()
    design: Design = Design()
    rewards: list[RewardIn] = Field(default_factory=list, max_length=MOST_REWARDS)
    terms: TermsIn | None = None


class ProgramPatch(BaseModel):
    """Only what is named changes. `rules` is the whole document, `rewards` the whole list: one
    left out is withdrawn. `unit_name` and `terms` can be taken away with null."""

    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    kind: Kind | None = None
    unit_name: UnitName | None = None
    rules: Rules | None = None
    design: Design | None = None
    rewards: list[RewardIn] | None = Field(None, max_length=MOST_REWARDS)
    terms: TermsIn | None = None


class ClosingIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    redeem_until: date = Field(description="Last day on which rewards are still given.")


class ProgramOut(BaseModel):
    id: UUID
    name: str
    kind: Kind
    unit_name: UnitName | None
    status: ProgramStatus
    revision: int = Field(description="Of the rules and rewards; entries keep theirs.")
    rules: Rules
    design: Design
    rewards: list[RewardOut] = Field(description="Those on offer, cheapest first.")
    slots: int = Field(description="Stamps on a full card: the cost of the dearest reward.")
    terms: TermsOut | None = Field(description="The version in force.")
    frozen: bool = Field(
        description="The plan has no room for it: its cards give rewards and earn nothing."
    )
    join_url: str
    created_at: datetime
    activated_at: datetime | None
    closed_at: datetime | None = Field(description="Since then the program gives no more units.")
    redeem_until: date | None


class RevisionOut(BaseModel):
    number: int
    rules: Rules
    rewards: list[RewardOut]
    created_at: datetime
    created_by: UUID | None


class ProgramOfCard(BaseModel):
    id: UUID
    name: str
    kind: Kind
    unit_name: UnitName | None
    status: ProgramStatus
    rules: RulesOfCard
    design: Design
    slots: int
    rewards: list[RewardOfCard]
    redeem_until: date | None
