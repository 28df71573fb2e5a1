"""Merges and duplicates as the API takes and gives them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.customers import merging
from api.customers.merging import Side


class MergeIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    keep_id: UUID
    merge_id: UUID
    keep_version: int = Field(description="The number in the `ETag` of the customer you read.")
    merge_version: int
    fields: dict[merging.Field, Side] = Field(
        {},
        description="Whose value a field gets. Else the kept customer's, or the other's where it"
        " is empty; tags add up, notes follow each other.",
    )


class MergeOut(BaseModel):
    id: UUID
    kept_id: UUID
    merged_id: UUID
    kept_name: str | None
    merged_name: str | None
    created_at: datetime
    reversed_at: datetime | None
    undoable: bool = Field(description="Nothing has happened to the customer or its cards since.")
    obstacle: Literal["reversed", "too_old", "restricted", "changed"] | None = Field(
        description="Why it cannot be undone."
    )
    cards_moved: int
    units_moved: int


class CardMove(BaseModel):
    card_id: UUID
    into: UUID | None = Field(
        description="The card of the same program whose part it becomes; its code, number and"
        " page go on working as that card's."
    )


class MergePreview(BaseModel):
    cards_moved: int
    units_moved: int
    consents_moved: int
    cards: list[CardMove]
    changed: list[str] = Field(description="Fields of the kept customer that get another value.")
