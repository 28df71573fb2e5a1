"""The end of a contract as programs see it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

_EXAMPLE: dict[str, Any] = {
    "id": "019a3c1e-7a42-7c53-9d0b-2f6a4be0c1d4",
    "state": "ended",
    "cause": "owner",
    "ended_at": "2026-11-22T10:00:00Z",
    "due_at": "2026-12-22T10:00:00Z",
    "taken_out": False,
    "waived_at": None,
    "purge_asked_at": None,
    "finished_at": None,
    "words": {"fr": "Je ne veux pas de copie de mes données."},
    "remains": [],
}


class RemainsOut(BaseModel):
    """Rows that stay after everything else has gone."""

    table: str
    rows: int
    until: date | None = Field(description="The last day; null: it tells about nobody.")
    rule: str | None = Field(description="The rule of retention: `merchant.bookkeeping`.")
    source: str | None = Field(description="The article that the rule rests on.")
    because: str


class ClosureOut(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    id: UUID | None
    state: Literal["open", "ended", "purging", "held", "done"] = Field(
        description="`open`: the contract goes on. `ended`: read-only, and can be opened again."
        " `purging`: everything goes, and there is no way back. `held`: all has"
        " gone but what a legal hold keeps."
    )
    cause: Literal["owner", "operator", "replay"] | None
    ended_at: datetime | None
    due_at: datetime | None = Field(description="Everything goes from then on, whatever was asked.")
    taken_out: bool = Field(description="All data was downloaded since the contract ended.")
    waived_at: datetime | None = Field(description="An owner said that no copy is wanted.")
    purge_asked_at: datetime | None
    finished_at: datetime | None
    words: dict[str, str] = Field(description="What says that no copy is wanted, by language.")
    remains: list[RemainsOut] = Field(description="Known once everything else has gone.")


class _Confirmed(BaseModel):
    model_config = ConfigDict(extra="forbid")

    password: str = Field(min_length=1, max_length=1000, description="One's own, once more.")


class ClosureIn(_Confirmed):
    """Ends the contract."""


class PurgeIn(_Confirmed):
    """Has everything go at once."""


class WaiverIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    words: str = Field(
        min_length=1, max_length=100, examples=["Je ne veux pas de copie de mes données."]
    )
