"""What an import takes and shows."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.core.texts import Reason
from api.customers.fields import Language

ImportStatus = Literal[
    "reading",
    "uploaded",
    "checking",
    "checked",
    "running",
    "done",
    "failed",
    "cancelled",
    "undoing",
    "undone",
]
ImportField = Literal[
    "title",
    "first_name",
    "last_name",
    "full_name",
    "company",
    "siret",
    "email",
    "phone",
    "line1",
    "line2",
    "postcode",
    "city",
    "region",
    "country",
    "language",
    "notes",
    "tags",
    "birthday",
    "age",
    "preferred_contact",
    "consent_email",
    "consent_sms",
    "consent_post",
    "balance",
]
"""What a column can be."""

Cause = Literal[
    "INVALID_EMAIL",
    "INVALID_PHONE",
    "INVALID_SIRET",
    "INVALID_DATE",
    "INVALID_NUMBER",
    "INVALID_CHOICE",
    "INVALID_TEXT",
    "TOO_LONG",
    "NOBODY_NAMED",
    "DUPLICATE_IN_FILE",
    "MATCHES_SEVERAL",
    "NO_MARKETING_UNDER_15",
    "NO_CONTACT_FOR_CONSENT",
    "PLAN_LIMIT",
    "NOT_SAVED",
    "OBJECTED",
    "RESTRICTED",
]
"""Why a row is rejected."""

Unreadable = Literal[
    "FILE_UNREADABLE", "FILE_UNSAFE", "NO_ROWS", "TOO_MANY_ROWS", "TOO_MANY_COLUMNS"
]
Failure = Literal[Unreadable, "PROGRAM_CLOSED", "NOT_FINISHED"]
"""Why a whole import failed."""

Encoding = Literal["utf-8", "utf-16", "cp1252", "mac_roman", "cp850"]
Outcome = Literal["new", "changed", "skipped", "rejected"]
Mapping = dict[Annotated[str, StringConstraints(pattern=r"^(0|[1-9]\d{0,2})$")], ImportField]


class ImportOptions(BaseModel):
    model_config = ConfigDict(extra="forbid")

    on_duplicate: Literal["update", "skip", "create"] = Field(
        "update",
        description=(
            "For a row whose e-mail, phone or name with postcode is known: fill in and overwrite"
            " what the file says, leave the customer alone, or make another one."
        ),
    )
    program_id: UUID | None = Field(
        None, description="The program whose cards get the opening balances."
    )
    date_order: Literal["dmy", "mdy"] = Field(
        "dmy", description="How 03/04 is read: 3 April (dmy) or 4 March."
    )
    consent_statement: (
        Annotated[
            str, StringConstraints(strip_whitespace=True, min_length=10, max_length=200), Reason
        ]
        | None
    ) = Field(
        None,
        description=(
            "How these people gave their consent and where the proof is. Without it, no column"
            " can be a consent."
        ),
    )
    language: Language | None = Field(None, description="Of new customers whose row tells none.")


class MappingIn(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "mapping": {"0": "last_name", "1": "first_name", "2": "phone"},
                    "options": {"on_duplicate": "update"},
                }
            ]
        },
    )

    mapping: Mapping = Field(
        description="Column index → what it is. Columns left out are not read.", max_length=200
    )
    options: ImportOptions = Field(default_factory=lambda: ImportOptions.model_validate({}))


class ColumnOut(BaseModel):
    index: int
    header: str | None = Field(description="null where the file has no header.")
    samples: list[str] = Field(description="The first values that are not empty.")
    suggestion: ImportField | None


class CountsOut(BaseModel):
    """After the check what would happen; after the run what did."""

    new: int = 0
    changed: int = 0
    skipped: int = Field(0, description="Known and the same already, or to be left alone.")
    rejected: int = 0


class ProgressOut(BaseModel):
    done: int
    total: int


class ErrorGroupOut(BaseModel):
    """Rows rejected for one cause."""

    code: Cause
    field: ImportField | None
    count: int
    rows: list[int] = Field(description="The first of them, numbered as in the file.")


class UndoOut(BaseModel):
    removed: int = Field(0, description="Created customers that are gone again.")
    restored: int = Field(0, description="Changed customers that are as before.")
    left: int = Field(0, description="Touched since, and therefore left as they are.")


class ImportOut(BaseModel):
    id: UUID
    status: ImportStatus
    filename: str | None
    format: Literal["csv", "xlsx"]
    encoding: Encoding | None
    delimiter: str | None
    size: int
    rows: int | None = Field(description="Without the header; null while the file is read.")
    columns: list[ColumnOut]
    mapping: Mapping | None
    mapping_from: Literal["suggested", "remembered", "chosen"] | None = Field(
        description="remembered: chosen for an earlier file with the same header."
    )
    options: ImportOptions | None
    counts: CountsOut | None
    progress: ProgressOut
    errors: list[ErrorGroupOut]
    undo: UndoOut | None
    undoable: bool
    problem: Failure | None = Field(
        description="Why it `failed`. Of what was written before, it can be undone."
    )
    created_at: datetime
    finished_at: datetime | None
    kept_until: datetime | None = Field(
        description="Until then rejected rows can be downloaded and the import be undone."
    )


class ImportRowOut(BaseModel):
    row: int = Field(description="Its number in the file, as a spreadsheet shows it.")
    outcome: Outcome
    cells: list[str] | None = Field(description="null once the row is in the notebook.")
    code: Cause | None
    field: ImportField | None
    customer_id: UUID | None
    left: str | None = Field(description="Why undoing the import left this customer as it is.")
