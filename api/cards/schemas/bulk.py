"""Many cards in one call, as the API takes and gives them."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, SkipValidation

from api.cards.schemas.cards import CardIn, CardStatus

MOST = 500
"""Cards in one call."""


class ProblemOfItem(BaseModel):
    """Why this one was refused: what the single call would have answered."""

    model_config = ConfigDict(extra="allow")

    status: int
    code: str = Field(examples=["CARD_NOT_FOUND"])
    title: str


class BalancesIn(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"cards": ["7K3M9QXP"]}]}
    )

    cards: list[Annotated[str, Field(max_length=60)]] = Field(
        min_length=1, max_length=MOST, description="Ids, scan codes or typed numbers, as you like."
    )


class BalanceOut(BaseModel):
    card: str = Field(description="As asked.")
    card_id: UUID | None = None
    program_id: UUID | None = None
    status: CardStatus | None = None
    balance: int | None = None
    available: int | None = Field(None, description="What can be spent now.")
    problem: ProblemOfItem | None = None


class BalancesOut(BaseModel):
    items: list[BalanceOut] = Field(description="In the order asked, one for each.")


class EnrolmentIn(CardIn):
    """As in `POST /v1/cards`, with a key of its own."""

    key: str = Field(
        min_length=8,
        max_length=100,
        pattern=r"^[\x21-\x7e]+$",
        description="This card's `Idempotency-Key`: the same as that of `POST /v1/cards`.",
    )


class EnrolmentsIn(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "items": [
                        {
                            "key": "crm-4711",
                            "program_id": "01920000-0000-7000-8000-000000000000",
                            "customer": {"first_name": "Camille", "phone": "06 39 98 01 02"},
                        }
                    ]
                }
            ]
        },
    )

    # Each is read by itself, so that a mistake in one is that one's answer.
    items: list[SkipValidation[EnrolmentIn]] = Field(min_length=1, max_length=MOST)


class EnrolledCard(BaseModel):
    id: UUID
    number: str
    code: str
    program_id: UUID
    customer_id: UUID | None
    page_url: str | None = Field(
        description=(
            "Opens the holder's page. Repeating the call shows it again; null once the link was"
            " renewed or the card replaced."
        )
    )


class EnrolmentOut(BaseModel):
    key: str | None
    outcome: Literal["created", "exists", "error"] = Field(
        description="exists: this key's card was given out before."
    )
    card: EnrolledCard | None = None
    problem: ProblemOfItem | None = None


class EnrolmentsOut(BaseModel):
    items: list[EnrolmentOut] = Field(description="In the order sent, one for each.")
