"""What erasures look like over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.privacy.erasure.models import Erasure, UserErasure
from api.privacy.erasure.planning import Plan, TablePlan

State = Literal[
    "awaiting_approval", "waiting", "executing", "verifying", "awaiting_provider", "done",
    "refused",
]  # fmt: skip
WaitsFor = Literal["import", "hold"]
HolderWaitsFor = Literal["approval", "import", "hold"]
"""What the person is told. While a recipient has not confirmed, the person's page is gone."""
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class KeptOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    column: str
    rule: str = Field(description="The period it is kept for: `customer.last_activity`.")
    because: str


class TablePlanOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    table: str
    rows: int
    changes: int = Field(description="How many are deleted, or have something that goes.")
    action: Literal["delete", "detach", "keep"] = Field(
        description="`detach`: the rows stay, and nothing in them leads to the person."
    )
    emptied: list[str]
    replaced: list[str] = Field(description="Columns that get random values.")
    kept: list[KeptOut]
    perhaps: bool = Field(description="Nothing says about whom these rows are; they go to be sure.")


class ErasurePlanOut(BaseModel):
    digest: Digest = Field(description="Confirm the plan with it.")
    persons: int = Field(description="Rows that are this person: one, and those merged into it.")
    tables: list[TablePlanOut]
    held: list[str] = Field(description="Tables with rows under a legal hold: refused until then.")
    needs_approval: bool


class ErasureIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    plan_digest: Digest


class ReceiptOut(BaseModel):
    recipient: Literal["images", "mails", "stripe"]
    asked_at: datetime
    confirmed_at: datetime | None


class KeptTableOut(BaseModel):
    table: str
    rows: int
    columns: list[KeptOut]


class SearchedOut(BaseModel):
    values: int = Field(
        description="Values that were this person's alone by their nature, and were searched for"
        " in some twenty forms; 0 where a broken-off erasure had destroyed them before."
    )
    tables: int = Field(description="Of the shop, each row of which was looked through.")
    elsewhere: dict[str, int] = Field(
        description="Rows of others, by table, that hold such a value as well: somebody with the"
        " same phone, a note that quotes an address. Look at them with `carnet privacy scan`."
    )
    cut: list[str] = Field(description="Tables so large that only their newest rows were.")
    left_out: int = Field(
        0, description="Further such values, too many to be searched for: keys and codes."
    )


class ProofOut(BaseModel):
    erased: dict[str, int] = Field(description="Rows handled, by table.")
    left: dict[str, int] = Field(description="Rows found afterwards, by table: all 0.")
    kept: list[KeptTableOut] = Field(description="What stays without the person, and why.")
    searched: SearchedOut | None = Field(
        None, description="What the scanner found; null for an account, which has no shop."
    )
    statistics: list[str] = Field(
        description="Tables whose statistics, which quote values, were made anew."
    )
    verified_at: datetime
    digest: str = Field(description="SHA-256 over the rest, as JSON with sorted keys.")


class CourseOut(BaseModel):
    id: UUID
    state: State
    cause: Literal["asked", "retention", "replay"]
    rows: int = Field(description="How many are to be deleted or changed.")
    rows_done: int
    receipts: list[ReceiptOut]
    proof: ProofOut | None
    created_at: datetime
    begun_at: datetime | None
    finished_at: datetime | None


class ErasureOut(CourseOut):
    waits_for: WaitsFor | None = Field(
        description="`import`: one is writing customers, and ends first; `hold`: a legal hold was"
        " placed meanwhile and keeps what is left. It goes on by itself."
    )
    customer_id: UUID
    customer_name: str | None = Field(description="Until something is erased.")
    request_id: UUID | None
    asked_by: UUID | None
    approved_by: UUID | None
    approved_at: datetime | None


class ErasureRuleBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    approval: bool = Field(description="A second member has to approve each erasure.")


def shown_plan(plan: Plan, persons: int, needs_approval: bool) -> ErasurePlanOut:
    return ErasurePlanOut(
        digest=plan.digest,
        persons=persons,
        tables=[_table(one) for one in plan.tables],
        held=list(plan.held),
        needs_approval=needs_approval,
    )


def _table(one: TablePlan) -> TablePlanOut:
    return TablePlanOut.model_validate(one, from_attributes=True)


def course(row: Erasure | UserErasure) -> dict[str, Any]:
    """What all erasures show, whoever's they are."""
    planned = (one["changes"] for one in row.plan["tables"])
    return {
        "id": row.id,
        "state": row.state,
        "cause": row.cause,
        "rows": sum(planned),
        "rows_done": sum(row.erased.values()),
        "receipts": list(row.receipts.values()),
        "proof": row.proof if "digest" in (row.proof or {}) else None,
        "created_at": row.created_at,
        "begun_at": row.begun_at,
        "finished_at": row.finished_at,
    }


def shown(row: Erasure, name: str | None, waits_for: WaitsFor | None) -> ErasureOut:
    return ErasureOut(
        **course(row),
        waits_for=waits_for,
        customer_id=row.customer_id,
        customer_name=name,
        request_id=row.request_id,
        asked_by=row.asked_by,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
    )


class AccountErasureIn(ErasureIn):
    password: str = Field(min_length=1, max_length=1000, description="The account's, once more.")


class AccountErasureOut(CourseOut):
    """Of one's own account."""


class AccountErasureBegun(AccountErasureOut):
    proof_token: str = Field(
        description="Shown once: reads the proof when nobody can sign in any more."
    )


class ProofTokenIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    proof_token: str = Field(min_length=26, max_length=26)
