"""The rows of extracts: who has whose data made into a file, and the file for seven days.

A customer's and a merchant's are the merchant's rows. A user's belong to no merchant: a person
may work for several, and what they have of oneself stands together.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    text,
)
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from api.core.clock import now
from api.core.db import Base
from api.core.personal import (
    Anywhere,
    Category,
    Endings,
    Ends,
    Erasure,
    Persons,
    Purpose,
    Retention,
    Subject,
    Via,
    neutral,
    personal,
)
from api.core.tenancy import MerchantOwned

_ABOUT = neutral("about the file, not about who stands in it")
_JOB = "privacy.expire_extracts"
_SECRET = neutral("digest of the secret that opens a file")
_STATUS = "status in ('running', 'ready', 'failed', 'expired')"
_BY_MEMBER = Via("actor_id", "memberships")
_STAYS = "a file kept here for a few days"
_EVERYBODY = Anywhere("a merchant's file tells about everybody")
_WITH_THE_FILE = "a copy of what the file itself holds"


def _whose(subject: Subject) -> dict[str, object]:
    return personal(
        Category.LINK,
        subject,
        Purpose.ACCOUNTABILITY,
        retention=Retention.ACCOUNTABILITY,
        erasure=Erasure.KEEP,
    )


def _file_of(subject: Subject, purpose: Purpose) -> dict[str, object]:
    return personal(
        Category.IDENTITY,
        subject,
        purpose,
        retention=Retention.EXPIRY,
        erasure=Erasure.DELETE,
        withheld=_WITH_THE_FILE,
    )


class Extracted:
    """What is known of every extract."""

    language: Mapped[str] = mapped_column(info=_ABOUT)
    status: Mapped[str] = mapped_column(default="running", info=_ABOUT)
    rows: Mapped[int | None] = mapped_column(BigInteger, info=_ABOUT)
    size: Mapped[int | None] = mapped_column(BigInteger, info=_ABOUT)
    created_at: Mapped[datetime] = mapped_column(default=now, info=_ABOUT)
    finished_at: Mapped[datetime | None] = mapped_column(info=_ABOUT)
    expires_at: Mapped[datetime] = mapped_column(info=_ABOUT)
    request_id: Mapped[UUID | None] = mapped_column(info=neutral("the request that it answers"))


class ByMember:
    """An extract that somebody of the team asked for, or a holder."""

    actor_kind: Mapped[str] = mapped_column(info=neutral("member, api_key, holder or system"))
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


class Chunk:
    """A piece of a file."""

    number: Mapped[int] = mapped_column(info=_ABOUT)


class Extract(ByMember, Extracted, MerchantOwned, Base):
    """A customer's data."""

    __tablename__ = "extracts"
    __stays__ = _STAYS
    __table_args__ = (
        CheckConstraint(_STATUS, name="status"),
        Unique("merchant_id", "token_hash"),
        Index("ix_extracts_customer", "merchant_id", "customer_id"),
        Index("ix_extracts_expiry", "merchant_id", "status", "expires_at"),
    )
    __ends__: ClassVar[Endings] = (Ends(Subject.CUSTOMER, Retention.EXPIRY, "expires_at", by=_JOB),)
    __persons__: ClassVar[Persons] = {
        Subject.CUSTOMER: Via("customer_id", "customers"),
        Subject.USER: _BY_MEMBER,
    }

    customer_id: Mapped[UUID] = mapped_column(info=_whose(Subject.CUSTOMER))
    token_hash: Mapped[bytes | None] = mapped_column(info=_SECRET)
    """Of the link in force; a new link takes the place of the one before."""
    linked_at: Mapped[datetime | None] = mapped_column(info=_ABOUT)
    held_until: Mapped[datetime | None] = mapped_column(info=_ABOUT)
    """Somebody is downloading it by the link, and nobody else can until then."""
    used_at: Mapped[datetime | None] = mapped_column(info=_ABOUT)
    """When the last byte was sent by the link, which opens nothing any more."""


class ExtractChunk(Chunk, MerchantOwned, Base):
    """A piece of a customer's file."""

    __tablename__ = "extract_chunks"
    __stays__ = _STAYS
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "extract_id"], ["extracts.merchant_id", "extracts.id"]
        ),
        Unique("merchant_id", "extract_id", "number"),
    )
    __persons__: ClassVar[Persons] = {Subject.CUSTOMER: Via("extract_id", "extracts")}

    extract_id: Mapped[UUID] = mapped_column(info=_ABOUT)
    body: Mapped[bytes] = mapped_column(info=_file_of(Subject.CUSTOMER, Purpose.NOTEBOOK))


class Takeout(ByMember, Extracted, MerchantOwned, Base):
    """All of a merchant's data, for another host or for safe keeping."""

    __tablename__ = "takeouts"
    __stays__ = _STAYS
    __ends__: ClassVar[Endings] = (Ends(Subject.CUSTOMER, Retention.EXPIRY, "expires_at", by=_JOB),)
    __persons__: ClassVar[Persons] = {Subject.USER: _BY_MEMBER}
    __table_args__ = (
        CheckConstraint(_STATUS, name="status"),
        Index("ix_takeouts_expiry", "merchant_id", "status", "expires_at"),
    )


class TakeoutChunk(Chunk, MerchantOwned, Base):
    """A piece of a merchant's file."""

    __tablename__ = "takeout_chunks"
    __stays__ = _STAYS
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "extract_id"], ["takeouts.merchant_id", "takeouts.id"]
        ),
        Unique("merchant_id", "extract_id", "number"),
    )
    __persons__: ClassVar[Persons] = {Subject.CUSTOMER: _EVERYBODY}

    extract_id: Mapped[UUID] = mapped_column(info=_ABOUT)
    body: Mapped[bytes] = mapped_column(info=_file_of(Subject.CUSTOMER, Purpose.NOTEBOOK))


class AccountExtract(Extracted, Base):
    """A user's data."""

    __tablename__ = "account_extracts"
    __table_args__ = (
        CheckConstraint(_STATUS, name="status"),
        Index("ix_account_extracts_user", "user_id", "id"),
        Index("ix_account_extracts_expiry", "status", "expires_at"),
    )
    __ends__: ClassVar[Endings] = (Ends(Subject.USER, Retention.EXPIRY, "expires_at", by=_JOB),)
    __persons__: ClassVar[Persons] = {Subject.USER: Via("user_id", "users")}

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7, info=neutral("random id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), info=_whose(Subject.USER))


class AccountExtractChunk(Chunk, Base):
    """A piece of a user's file."""

    __tablename__ = "account_extract_chunks"
    __table_args__ = (Unique("extract_id", "number"),)
    __persons__: ClassVar[Persons] = {Subject.USER: Via("extract_id", "account_extracts")}

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7, info=neutral("random id"))
    extract_id: Mapped[UUID] = mapped_column(ForeignKey("account_extracts.id"), info=_ABOUT)
    body: Mapped[bytes] = mapped_column(info=_file_of(Subject.USER, Purpose.ACCOUNT))


class Intake(ByMember, MerchantOwned, Base):
    """A merchant's file that comes from another host."""

    __tablename__ = "intakes"
    __stays__ = _STAYS
    __persons__: ClassVar[Persons] = {Subject.USER: _BY_MEMBER}
    __table_args__ = (
        CheckConstraint("status in ('running', 'done', 'failed')", name="status"),
        Index(
            "uq_intakes_one_at_work",
            "merchant_id",
            unique=True,
            postgresql_where=text("status = 'running'"),
        ),
    )

    status: Mapped[str] = mapped_column(default="running", info=_ABOUT)
    problem: Mapped[str | None] = mapped_column(info=_ABOUT)
    """The code of what stood in the way."""
    rows: Mapped[int | None] = mapped_column(BigInteger, info=_ABOUT)
    size: Mapped[int] = mapped_column(BigInteger, info=_ABOUT)
    created_at: Mapped[datetime] = mapped_column(default=now, info=_ABOUT)
    finished_at: Mapped[datetime | None] = mapped_column(info=_ABOUT)


class IntakeChunk(Chunk, MerchantOwned, Base):
    """A piece of it, until it is taken in."""

    __tablename__ = "intake_chunks"
    __stays__ = _STAYS
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id", "intake_id"], ["intakes.merchant_id", "intakes.id"]),
        Unique("merchant_id", "intake_id", "number"),
    )
    __persons__: ClassVar[Persons] = {Subject.CUSTOMER: _EVERYBODY}

    intake_id: Mapped[UUID] = mapped_column(info=_ABOUT)
    body: Mapped[bytes] = mapped_column(info=_file_of(Subject.CUSTOMER, Purpose.NOTEBOOK))


AnyExtract = Extract | Takeout | AccountExtract
AnyChunk = ExtractChunk | TakeoutChunk | AccountExtractChunk
CHUNKS: dict[type[AnyExtract], type[AnyChunk]] = {
    Extract: ExtractChunk,
    Takeout: TakeoutChunk,
    AccountExtract: AccountExtractChunk,
}
