"""Programs, their rules, rewards and looks, as the API takes and gives them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.core.texts import Name

ProgramStatus = Literal["draft", "active", "closing", "archived"]
Stamp = Literal[
    "croissant", "cup", "scissors", "flower", "leaf", "heart",
    "star", "pizza", "paw", "bottle", "book", "bike",
]  # fmt: skip
Template = Literal[
    "bakery", "cafe", "hair", "flowers", "grocery", "restaurant", "beauty", "books", "plain"
]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$", to_lower=True)]


class Rules(BaseModel):
    """How a program's units are earned."""

    model_config = ConfigDict(extra="forbid")

    units_per_visit: int = Field(1, ge=1, le=100, description="Given where no number is said.")
    cooldown_minutes: int = Field(
        0, ge=0, le=7 * 24 * 60, description="Least time between two earnings of one card."
    )
    daily_cap: int | None = Field(
        None, ge=1, le=1000, description="Most units per card and day, in the shop's time zone."
    )
    max_per_operation: int = Field(5, ge=1, le=1000, description="Most units at once.")


class Design(BaseModel):
    """How the card looks."""

    model_config = ConfigDict(extra="forbid")

    template: Template = "plain"
    background: Colour = "#1f3a34"
    foreground: Colour = "#ffffff"
    accent: Colour = "#e9b44c"
    stamp: Stamp = "star"


class RewardIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: UUID | None = Field(None, description="An existing reward to change; none adds one.")
    name: Name
    cost: int = Field(ge=1, le=10_000, description="In units of the program.")


class RewardOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    cost: int


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
                }
            ]
        },
    )

    name: Name
    rules: Rules = Rules()
    design: Design = Design()
    rewards: list[RewardIn] = Field(default_factory=list, max_length=10)


class ProgramPatch(BaseModel):
    """Only what is named changes. `rewards` is the whole list: one left out is withdrawn."""

    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    rules: Rules | None = None
    design: Design | None = None
    rewards: list[RewardIn] | None = Field(None, max_length=10)


class ClosingIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    redeem_until: date = Field(description="Last day on which rewards are still given.")


class ProgramOut(BaseModel):
    id: UUID
    name: str
    kind: Literal["stamps"]
    status: ProgramStatus
    revision: int = Field(description="Of the rules and rewards; entries keep theirs.")
    rules: Rules
    design: Design
    rewards: list[RewardOut] = Field(description="Those on offer, cheapest first.")
    slots: int = Field(description="Stamps on a full card: the cost of the dearest reward.")
    join_url: str
    created_at: datetime
    activated_at: datetime | None
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
    kind: Literal["stamps"]
    status: ProgramStatus
    rules: Rules
    design: Design
    slots: int
    rewards: list[RewardOut]
    redeem_until: date | None
