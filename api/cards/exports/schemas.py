"""What an export takes and shows."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.customers.fields import Language

What = Literal["customers", "cards", "entries"]


class ExportIn(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"what": "customers", "format": "csv", "filter": {"filter": "dormant"}}]
        },
    )

    what: What
    format: Literal["csv", "xlsx"]
    filter: dict[str, Any] = Field(
        default_factory=dict, description="The same as the list's own query.", max_length=20
    )
    columns: list[Annotated[str, StringConstraints(max_length=40)]] | None = Field(
        None, description="In this order; null: all.", max_length=60
    )
    language: Language = Field("fr", description="Of the header; French CSV is split by `;`.")


class ExportOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    what: What
    format: Literal["csv", "xlsx"]
    status: Literal["running", "ready", "failed", "expired"]
    rows: int | None
    size: int | None = Field(description="Bytes.")
    created_at: datetime
    expires_at: datetime = Field(description="Until then it can be downloaded.")
