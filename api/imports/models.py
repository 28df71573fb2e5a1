"""The rows of an import: the file while it is needed, and what it did to whom.

The file comes in as ``chunks``; reading turns them into ``pages`` of a hundred rows, which the
check and the run go through one by one; what was created or changed is a ``row`` each, so that
the whole can be taken back. All but the import itself is deleted after thirty days.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from api.core.clock import now
from api.core.db import Base
from api.core.personal import (
    EACH,
    Anywhere,
    Category,
    CopyOf,
    Endings,
    Ends,
    Erasure,
    Keys,
    Persons,
    Purpose,
    Retention,
    Subject,
    Via,
    neutral,
    personal,
)
from api.core.tenancy import MerchantOwned

_STATE = neutral("where the work on a file stands, about no person")
_FORM = neutral("the form of a file, not what stands in it")
_OF_FILE = personal(
    Category.FREE_TEXT,
    Subject.CUSTOMER,
    Purpose.NOTEBOOK,
    retention=Retention.EXPIRY,
    erasure=Erasure.DELETE,
    withheld="the merchant's own file on its way in; what became of it stands in the notebook",
)


def _samples(keys: Keys | None = None) -> dict[str, Any]:
    return personal(
        Category.FREE_TEXT,
        Subject.CUSTOMER,
        Purpose.NOTEBOOK,
        retention=Retention.EXPIRY,
        erasure=Erasure.NULL,
        withheld="a few of the merchant's own cells, shown while it chooses what they are",
        keys=keys,
    )


_COLUMNS: Keys = {
    "items": {
        "index": "place of the column",
        "header": "its title in the file",
        "samples": "a few of its cells",
        "suggestion": "what it seems to be",
    }
}
_MAPPING = neutral(
    "the form of a file, not what stands in it", {EACH: "what the column at this place is"}
)
_COUNTS = neutral("where the work on a file stands, about no person", {EACH: "a number of rows"})
_FILE = "the merchant's own file, whose rows lead to nobody before they are read"
_ACTOR = personal(
    Category.LINK,
    Subject.USER,
    Purpose.ACCOUNTABILITY,
    retention=Retention.ACCOUNTABILITY,
    erasure=Erasure.KEEP,
    withheld="opaque id of who acted: another person's data",
)


def _to_import() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["merchant_id", "import_id"], ["imports.merchant_id", "imports.id"])


STATUSES = (
    "reading", "uploaded", "checking", "checked", "running", "done", "failed", "cancelled",
    "undoing", "undone",
)  # fmt: skip


class Import(MerchantOwned, Base):
    """One file and what becomes of it."""

    __tablename__ = "imports"
    __stays__ = "a file that was read here, and can be undone here"
    __persons__: ClassVar[Persons] = {
        Subject.CUSTOMER: Anywhere(_FILE),
        Subject.USER: Via("actor_id", "memberships"),
    }
    __table_args__ = (
        CheckConstraint(
            f"status in ({', '.join(repr(status) for status in STATUSES)})", name="status"
        ),
        # Two imports that write at once would not see each other's customers.
        Index(
            "uq_imports_one_at_work",
            "merchant_id",
            unique=True,
            postgresql_where=text("status IN ('running', 'undoing')"),
        ),
        Index("ix_imports_kept", "merchant_id", "kept_until"),
    )

    __ends__: ClassVar[Endings] = (
        Ends(
            Subject.CUSTOMER,
            Retention.EXPIRY,
            "kept_until",
            clears=("filename", "columns"),
            by="imports.tidy",
        ),
    )

    status: Mapped[str] = mapped_column(default="reading", info=_STATE)
    round: Mapped[int] = mapped_column(default=0, info=_STATE)
    """Counts the mappings chosen: a check of an earlier one stops."""
    filename: Mapped[str | None] = mapped_column(info=_samples())
    format: Mapped[str] = mapped_column(info=_FORM)
    encoding: Mapped[str | None] = mapped_column(info=_FORM)
    delimiter: Mapped[str | None] = mapped_column(info=_FORM)
    size: Mapped[int] = mapped_column(BigInteger, info=_FORM)
    rows: Mapped[int | None] = mapped_column(info=_FORM)
    pages: Mapped[int] = mapped_column(default=0, info=_FORM)
    columns: Mapped[dict[str, Any] | None] = mapped_column(info=_samples(_COLUMNS))
    fingerprint: Mapped[bytes | None] = mapped_column(info=_FORM)
    """Digest of the header, by which a mapping is remembered."""
    mapping: Mapped[dict[str, Any] | None] = mapped_column(info=_MAPPING)
    mapping_from: Mapped[str | None] = mapped_column(info=_FORM)
    options: Mapped[dict[str, Any] | None] = mapped_column(
        info=neutral(
            "the merchant's choices and its statement about its own consent forms",
            {
                "on_duplicate": "what becomes of who is known",
                "date_order": "day or month first",
                "language": "of the customers",
                "program_id": "whose cards are given out",
                "consent_statement": "where the merchant keeps the signed forms",
            },
        )
    )
    page: Mapped[int] = mapped_column(default=0, info=_STATE)
    """The next page to work on: what makes a run that was killed go on where it was."""
    done: Mapped[int] = mapped_column(default=0, info=_STATE)
    counts: Mapped[dict[str, Any] | None] = mapped_column(info=_COUNTS)
    errors: Mapped[dict[str, Any] | None] = mapped_column(
        info=neutral(
            "causes and row numbers",
            {
                "items": {
                    "code": "why rows were rejected",
                    "field": "by what",
                    "count": "how many",
                    "rows": "the numbers of the first",
                }
            },
        )
    )
    undo: Mapped[dict[str, Any] | None] = mapped_column(info=_COUNTS)
    problem: Mapped[str | None] = mapped_column(info=_STATE)
    actor_kind: Mapped[str] = mapped_column(info=neutral("member or api_key"))
    actor_id: Mapped[UUID | None] = mapped_column(info=_ACTOR)
    created_at: Mapped[datetime] = mapped_column(default=now, info=_STATE)
    moved_at: Mapped[datetime] = mapped_column(default=now, info=_STATE)
    """The last step of the work; one that does not move any more is given up."""
    finished_at: Mapped[datetime | None] = mapped_column(info=_STATE)
    kept_until: Mapped[datetime | None] = mapped_column(info=_STATE)
    """When pages, rows and samples go, and with them the possibility to undo; null: they went."""


class ImportChunk(MerchantOwned, Base):
    """A piece of the file as it came, for whichever machine reads it."""

    __tablename__ = "import_chunks"
    __stays__ = "a file that was read here, and can be undone here"
    __persons__: ClassVar[Persons] = {
        Subject.CUSTOMER: Anywhere(_FILE),
    }
    __table_args__ = (_to_import(), UniqueConstraint("merchant_id", "import_id", "number"))

    import_id: Mapped[UUID] = mapped_column(info=_FORM)
    number: Mapped[int] = mapped_column(info=_FORM)
    body: Mapped[bytes] = mapped_column(info=_OF_FILE)


class ImportPage(MerchantOwned, Base):
    """A hundred rows of the file. What a run has written goes out of it: only rejected rows
    stay, for the merchant to put right."""

    __tablename__ = "import_pages"
    __stays__ = "a file that was read here, and can be undone here"
    __persons__: ClassVar[Persons] = {
        Subject.CUSTOMER: Anywhere(_FILE),
    }
    __table_args__ = (_to_import(), UniqueConstraint("merchant_id", "import_id", "number"))

    import_id: Mapped[UUID] = mapped_column(info=_FORM)
    number: Mapped[int] = mapped_column(info=_FORM)
    body: Mapped[bytes] = mapped_column(info=_OF_FILE)
    """Packed: the rows' cells."""
    outcomes: Mapped[str] = mapped_column(default="", info=_STATE)
    """A letter per row: new, changed, skipped, rejected."""
    faults: Mapped[dict[str, Any] | None] = mapped_column(
        info=neutral(
            "causes and row numbers", {"items": "place in the page, code, field of the rejected"}
        )
    )


class ImportRow(MerchantOwned, Base):
    """What one row did: whom it created, or whom it changed and how it was before."""

    __tablename__ = "import_rows"
    __stays__ = "a file that was read here, and can be undone here"
    __persons__: ClassVar[Persons] = {
        Subject.CUSTOMER: Via("customer_id", "customers"),
    }
    __table_args__ = (
        _to_import(),
        UniqueConstraint("merchant_id", "import_id", "number"),
        Index("ix_import_rows_customer", "merchant_id", "customer_id"),
        CheckConstraint("outcome in ('new', 'changed')", name="outcome"),
    )

    import_id: Mapped[UUID] = mapped_column(info=_FORM)
    number: Mapped[int] = mapped_column(info=_FORM)
    outcome: Mapped[str] = mapped_column(info=_STATE)
    customer_id: Mapped[UUID] = mapped_column(
        info=personal(
            Category.LINK,
            Subject.CUSTOMER,
            Purpose.NOTEBOOK,
            retention=Retention.EXPIRY,
            erasure=Erasure.DELETE,
            withheld="an opaque id; what it leads to is exported itself",
        )
    )
    version: Mapped[int] = mapped_column(info=neutral("the customer's version it left"))
    before: Mapped[dict[str, Any] | None] = mapped_column(
        info=personal(
            Category.IDENTITY,
            Subject.CUSTOMER,
            Purpose.NOTEBOOK,
            retention=Retention.EXPIRY,
            erasure=Erasure.DELETE,
            keys=CopyOf("customers"),
        )
    )
    """The changed fields as they were."""
    card_id: Mapped[UUID | None] = mapped_column(info=neutral("a card that the row gave out"))
    entry_id: Mapped[UUID | None] = mapped_column(info=neutral("its opening balance"))
    undo: Mapped[str | None] = mapped_column(info=_STATE)
    """``removed``, ``restored``, or why it was left."""


class ImportMapping(MerchantOwned, Base):
    """What a merchant's columns are, remembered by their header for the next file."""

    __tablename__ = "import_mappings"
    __table_args__ = (UniqueConstraint("merchant_id", "fingerprint"),)

    fingerprint: Mapped[bytes] = mapped_column(info=_FORM)
    mapping: Mapped[dict[str, Any]] = mapped_column(info=_MAPPING)
    used_at: Mapped[datetime] = mapped_column(default=now, info=_STATE)
