"""What merchants chose, what was announced, who was told, and where the engine stopped itself."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from api.core.clock import now
from api.core.db import Base
from api.core.personal import (
    Category,
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

_RULE = neutral("the name of a rule")
_TABLE = neutral("the name of a table")
_COUNT = neutral("a count of rows")
_TIME = neutral("time of a technical event")


def _trail() -> dict[str, Any]:
    return personal(
        Category.LINK,
        Subject.USER,
        Purpose.ACCOUNTABILITY,
        retention=Retention.ACCOUNTABILITY,
        erasure=Erasure.KEEP,
        withheld="an opaque id of the merchant's own trail",
    )


def _told(subject: Subject, category: Category) -> dict[str, Any]:
    """It goes with whom it is about."""
    return personal(
        category,
        subject,
        Purpose.ACCOUNTABILITY,
        retention=Retention.LAST_ACTIVITY if subject is Subject.CUSTOMER else Retention.CONTRACT,
        erasure=Erasure.DELETE,
    )


class RetentionChoice(MerchantOwned, Base):
    """How long the merchant wants to keep what a rule leaves to it. ``version`` for If-Match."""

    __tablename__ = "retention_choices"
    __persons__: ClassVar[Persons] = {Subject.USER: Via("chosen_by", "memberships")}
    __table_args__ = (UniqueConstraint("merchant_id", "rule"),)

    rule: Mapped[str] = mapped_column(info=_RULE)
    period: Mapped[str | None] = mapped_column(info=neutral("a period"))
    """Null: the law's default again."""
    version: Mapped[int] = mapped_column(default=1, info=neutral("a counter of changes"))
    chosen_by: Mapped[UUID | None] = mapped_column(info=_trail())
    chosen_at: Mapped[datetime] = mapped_column(default=now, info=_TIME)


class RetentionForecast(MerchantOwned, Base):
    """How many rows were foreseen to be over by the end of a day. Written on the days before;
    nothing goes that was not announced here."""

    __tablename__ = "retention_forecasts"
    __table_args__ = (UniqueConstraint("merchant_id", "day", "rule", "table_name"),)

    day: Mapped[date] = mapped_column(info=_TIME)
    rule: Mapped[str] = mapped_column(info=_RULE)
    table_name: Mapped[str] = mapped_column(info=_TABLE)
    rows: Mapped[int] = mapped_column(BigInteger, info=_COUNT)
    made_at: Mapped[datetime] = mapped_column(info=_TIME)


class RetentionStop(MerchantOwned, Base):
    """Far more was over than announced: nothing goes before a person has looked."""

    __tablename__ = "retention_stops"
    __persons__: ClassVar[Persons] = {Subject.USER: Via("released_by", "memberships")}
    __table_args__ = (
        Index(
            "uq_retention_stops_open",
            "merchant_id",
            "rule",
            "table_name",
            unique=True,
            postgresql_where=text("released_at IS NULL"),
        ),
    )

    rule: Mapped[str] = mapped_column(info=_RULE)
    table_name: Mapped[str] = mapped_column(info=_TABLE)
    announced: Mapped[int] = mapped_column(BigInteger, info=_COUNT)
    found: Mapped[int] = mapped_column(BigInteger, info=_COUNT)
    at: Mapped[datetime] = mapped_column(default=now, info=_TIME)
    released_at: Mapped[datetime | None] = mapped_column(info=_TIME)
    released_by: Mapped[UUID | None] = mapped_column(info=_trail())


class RetentionNotice(MerchantOwned, Base):
    """A customer was told that what is known of them will go. It is good for the silence that
    began with ``since`` only: an act of the customer's own makes it void."""

    __tablename__ = "retention_notices"
    __persons__: ClassVar[Persons] = {Subject.CUSTOMER: Via("customer_id", "customers")}
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "customer_id"], ["customers.merchant_id", "customers.id"]
        ),
        UniqueConstraint("merchant_id", "customer_id", "since", "days"),
        CheckConstraint("days IN (30, 7)", name="days"),
        CheckConstraint("how IN ('mail', 'unreachable')", name="how"),
        Index("ix_retention_notices_due", "merchant_id", "how", "due_at", "id"),
    )

    customer_id: Mapped[UUID] = mapped_column(info=_told(Subject.CUSTOMER, Category.LINK))
    since: Mapped[datetime] = mapped_column(info=_told(Subject.CUSTOMER, Category.ACTIVITY))
    days: Mapped[int] = mapped_column(info=_told(Subject.CUSTOMER, Category.ACTIVITY))
    how: Mapped[str] = mapped_column(info=_told(Subject.CUSTOMER, Category.ACTIVITY))
    """``unreachable``: no address; the team is shown the name instead."""
    due_at: Mapped[datetime] = mapped_column(info=_told(Subject.CUSTOMER, Category.ACTIVITY))
    created_at: Mapped[datetime] = mapped_column(default=now, info=_TIME)
    sent_at: Mapped[datetime | None] = mapped_column(
        info=_told(Subject.CUSTOMER, Category.ACTIVITY)
    )
    """When the mail was handed over, or the want of an address noted. Empty: it does not count."""


class UserNotice(Base):
    """The same for a person with a login."""

    __tablename__ = "user_notices"
    __persons__: ClassVar[Persons] = {Subject.USER: Via("user_id", "users")}
    __table_args__ = (
        UniqueConstraint("user_id", "since", "days"),
        CheckConstraint("days IN (30, 7)", name="days"),
    )

    id: Mapped[UUID] = mapped_column(
        primary_key=True, default=uuid7, info=neutral("random identifier")
    )
    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), info=_told(Subject.USER, Category.LINK)
    )
    since: Mapped[datetime] = mapped_column(info=_told(Subject.USER, Category.ACTIVITY))
    days: Mapped[int] = mapped_column(info=_told(Subject.USER, Category.ACTIVITY))
    due_at: Mapped[datetime] = mapped_column(info=_told(Subject.USER, Category.ACTIVITY))
    created_at: Mapped[datetime] = mapped_column(default=now, info=_TIME)
    sent_at: Mapped[datetime | None] = mapped_column(info=_told(Subject.USER, Category.ACTIVITY))
