"""The rows of an export: what was asked for, and the file for seven days."""

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
)
from sqlalchemy.orm import Mapped, mapped_column

from api.core.clock import now
from api.core.db import Base
from api.core.personal import (
    AnyKeys,
    Anywhere,
    Category,
    Endings,
    Ends,
    Erasure,
    Persons,
    Purpose,
    Retention,
    Source,
    Subject,
    Via,
    neutral,
    personal,
)
from api.core.tenancy import MerchantOwned

_ABOUT = neutral("about the file, not about who stands in it")
_COPY = "a copy of what is exported itself"


class Export(MerchantOwned, Base):
    """Somebody's wish for a file; it stays as a trace of who took what when."""

    __tablename__ = "exports"
    __stays__ = "a file kept here for seven days"
    __persons__: ClassVar[Persons] = {
        Subject.CUSTOMER: Anywhere("what a member searched for"),
        Subject.USER: Via("actor_id", "memberships"),
    }
    __table_args__ = (
        CheckConstraint("what in ('customers', 'cards', 'entries')", name="what"),
        CheckConstraint("format in ('csv', 'xlsx')", name="format"),
        CheckConstraint("status in ('running', 'ready', 'failed', 'expired')", name="status"),
        Index("ix_exports_expiry", "merchant_id", "status", "expires_at"),
    )

    __ends__: ClassVar[Endings] = (
        Ends(
            Subject.CUSTOMER,
            Retention.EXPIRY,
            "expires_at",
            clears=("filter",),
            by="exports.expire",
        ),
    )

    what: Mapped[str] = mapped_column(info=_ABOUT)
    format: Mapped[str] = mapped_column(info=_ABOUT)
    status: Mapped[str] = mapped_column(default="running", info=_ABOUT)
    filter: Mapped[dict[str, Any] | None] = mapped_column(
        info=personal(
            Category.FREE_TEXT,
            Subject.CUSTOMER,
            Purpose.NOTEBOOK,
            retention=Retention.EXPIRY,
            erasure=Erasure.NULL,
            withheld="what a member searched for; emptied with the file",
            source=Source.TEAM,
            keys=AnyKeys("the words of the list's own query"),
        )
    )
    columns: Mapped[list[str] | None] = mapped_column(info=_ABOUT)
    language: Mapped[str] = mapped_column(info=_ABOUT)
    rows: Mapped[int | None] = mapped_column(info=_ABOUT)
    size: Mapped[int | None] = mapped_column(BigInteger, info=_ABOUT)
    actor_kind: Mapped[str] = mapped_column(info=neutral("member or api_key"))
    actor_id: Mapped[UUID | None] = mapped_column(
        info=personal(
            Category.LINK,
            Subject.USER,
            Purpose.ACCOUNTABILITY,
            retention=Retention.ACCOUNTABILITY,
            erasure=Erasure.KEEP,
            withheld="opaque id of who acted: another person's data",
        )
    )
    created_at: Mapped[datetime] = mapped_column(default=now, info=_ABOUT)
    finished_at: Mapped[datetime | None] = mapped_column(info=_ABOUT)
    expires_at: Mapped[datetime] = mapped_column(info=_ABOUT)


class ExportChunk(MerchantOwned, Base):
    """A piece of the file."""

    __tablename__ = "export_chunks"
    __stays__ = "a file kept here for seven days"
    __persons__: ClassVar[Persons] = {
        Subject.CUSTOMER: Anywhere("a file with many customers"),
    }
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id", "export_id"], ["exports.merchant_id", "exports.id"]),
        UniqueConstraint("merchant_id", "export_id", "number"),
    )

    export_id: Mapped[UUID] = mapped_column(info=_ABOUT)
    number: Mapped[int] = mapped_column(info=_ABOUT)
    body: Mapped[bytes] = mapped_column(
        info=personal(
            Category.IDENTITY,
            Subject.CUSTOMER,
            Purpose.NOTEBOOK,
            retention=Retention.EXPIRY,
            erasure=Erasure.DELETE,
            withheld=_COPY,
        )
    )
