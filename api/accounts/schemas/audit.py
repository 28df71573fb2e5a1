"""The audit trail as it is shown."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from api.accounts.schemas.fields import given
from api.core.audit import ActorKind
from api.core.audit.faults import Kind

_ID = "019a3c1e-7a43-7c53-9d0b-2f6a4be0c1d5"
_TIME = "2026-03-02T08:15:00Z"
_LINK = "5f0b1c7a9e3d4426b8f1a0c2d7e6935841fa60b2c93d7e85a614f0b9d2c7e381"


class AuditActorOut(BaseModel):
    kind: ActorKind
    id: UUID | None = Field(description="A membership, an API key, or a holder's card.")
    name: str | None = Field(
        description="Of a member of the team, or of a key. Null for others, and for a member who"
        " has left: the trail keeps the id alone."
    )


class AuditSubjectOut(BaseModel):
    type: str
    id: UUID
    name: str | None = Field(description="Of a member of the team; null for anything else.")


class AuditEventOut(BaseModel):
    model_config = given(
        id=_ID,
        at=_TIME,
        action="export.downloaded",
        actor={"kind": "member", "id": _ID, "name": "Camille"},
        subject={"type": "export", "id": _ID, "name": None},
        facts={"what": "customers", "rows": 812},
        place=4711,
    )

    id: UUID
    at: datetime
    action: str = Field(description="A noun and a participle.")
    actor: AuditActorOut
    subject: AuditSubjectOut
    facts: dict[str, Any] = Field(description="Ids, counts, states and names of fields.")
    place: int | None = Field(description="In the chain of seals; null: not sealed yet.")


class FaultOut(BaseModel):
    kind: Kind
    place: int | None = Field(description="In the chain of seals.")
    event_id: UUID | None


class AuditHeadOut(BaseModel):
    place: int
    link: str = Field(description="The last seal, in hex: kept by you, it proves all before it.")


class AuditVerificationOut(BaseModel):
    model_config = given(
        state="whole",
        verified_at=_TIME,
        up_to=_TIME,
        events=4711,
        waiting=2,
        faults=0,
        first_faults=[],
        head={"place": 4711, "link": _LINK},
    )

    state: Literal["unverified", "whole", "faulty"]
    verified_at: datetime | None = Field(description="The last verification; null: none yet.")
    up_to: datetime | None = Field(description="When the last of the events verified was sealed.")
    events: int = Field(description="How many were verified.")
    waiting: int = Field(description="Events that have no seal at this moment.")
    faults: int
    first_faults: list[FaultOut] = Field(description="At most 20.")
    head: AuditHeadOut | None = Field(description="The end of the chain at this moment.")
