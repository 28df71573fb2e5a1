"""What extracts, takeouts and intakes take and show."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.privacy.access.words import Language

FileStatus = Literal["running", "ready", "failed", "expired"]


class FileIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    language: Language = Field("fr", description="Of the page that a person reads.")


class ExtractIn(FileIn):
    customer_id: UUID


class FileOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    language: Language
    status: FileStatus
    rows: int | None
    size: int | None = Field(description="Bytes.")
    created_at: datetime
    finished_at: datetime | None
    expires_at: datetime = Field(description="Until then it can be downloaded.")


class ExtractOut(FileOut):
    customer_id: UUID
    request_id: UUID | None = Field(description="The request of the person that it answers.")
    linked_at: datetime | None = Field(description="When the link in force was made.")
    used_at: datetime | None = Field(description="When it was used; it opens nothing any more.")


class LinkOut(BaseModel):
    url: str = Field(description="For the person alone. Shown this once.")
    expires_at: datetime


class LinkedOut(BaseModel):
    """What the link's page shows before anything is downloaded."""

    model_config = ConfigDict(from_attributes=True)

    size: int
    rows: int
    created_at: datetime
    expires_at: datetime


class IntakeOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    status: Literal["running", "done", "failed"]
    problem: str | None = Field(
        description="Code of what stood in the way, as `MERCHANT_NOT_EMPTY`; nothing was kept."
    )
    rows: int | None
    size: int = Field(description="Bytes.")
    created_at: datetime
    finished_at: datetime | None
