"""Requests, what happened to each, and by which calendar a merchant's are counted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from api.core.clock import now
from api.core.db import Base
from api.core.personal import (
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

_STATE = neutral("where a request stands")
_CLOCK = neutral("a deadline, counted from when the request came in")
_ABOUT_CLOCK = neutral("what was done to meet a deadline")
_LEADS_NOWHERE = "an opaque id of the merchant's own trail"
MEMBER = personal(
    Category.LINK,
    Subject.USER,
    Purpose.ACCOUNTABILITY,
    retention=Retention.ACCOUNTABILITY,
    erasure=Erasure.KEEP,
    withheld="opaque id of the member who acted: another person's data",
)


def _of_asker(
    category: Category, erasure: Erasure, withheld: str = "", keys: Keys | None = None
) -> dict[str, Any]:
    return personal(
        category,
        Subject.CUSTOMER,
        Purpose.ACCOUNTABILITY,
        retention=Retention.ACCOUNTABILITY,
        erasure=erasure,
        withheld=withheld,
        keys=keys,
    )


def _until_answered(category: Category, erasure: Erasure, withheld: str) -> dict[str, Any]:
    return personal(
        category,
        Subject.CUSTOMER,
        Purpose.ACCOUNTABILITY,
        retention=Retention.EXPIRY,
        erasure=erasure,
        withheld=withheld,
    )


_FIELDS: Keys = {
    "address": CopyOf("customers"),
    "birthday": {"day": "of the month", "month": "of the year"},
    **dict.fromkeys(
        ("first_name", "last_name", "phone", "email", "language"), "as in the customer's row"
    ),
}
_WORDS = _of_asker(Category.FREE_TEXT, Erasure.NULL)
_WHAT = _of_asker(Category.ACTIVITY, Erasure.KEEP)


class PrivacyRequest(MerchantOwned, Base):
    """A person exercises a right. The row proves that, and how, it was answered: it outlives an
    erasure, without words of or about the person, its id then leading to nobody (no foreign key).
    """

    __tablename__ = "privacy_requests"
    __persons__: ClassVar[Persons] = {
        Subject.CUSTOMER: Via("customer_id", "customers"),
        Subject.USER: Via("created_by", "memberships"),
    }
    __table_args__ = (
        CheckConstraint(
            "kind in ('access', 'portability', 'rectification', 'erasure', 'restriction',"
            " 'objection', 'withdrawal', 'complaint')",
            name="kind",
        ),
        CheckConstraint(
            "state in ('received', 'identified', 'qualified', 'planned', 'approved', 'executing',"
            " 'awaiting_provider', 'verifying', 'answered', 'refused')",
            name="state",
        ),
        CheckConstraint(
            "channel in ('counter', 'mail', 'phone', 'letter', 'page', 'operator')", name="channel"
        ),
        CheckConstraint(
            "restriction in ('accuracy', 'unlawful', 'legal_claims', 'objection', 'lift')",
            name="restriction",
        ),
        Index(
            "ix_privacy_requests_open",
            "merchant_id",
            "due_at",
            "id",
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_privacy_requests_due", "merchant_id", "due_at", "id"),
        Index("ix_privacy_requests_customer", "merchant_id", "customer_id", "id"),
    )

    __ends__: ClassVar[Endings] = (
        Ends(Subject.CUSTOMER, Retention.EXPIRY, "code_expires_at", clears=("code_hash",)),
        Ends(Subject.CUSTOMER, Retention.EXPIRY, "closed_at", clears=("reply_to",)),
    )

    customer_id: Mapped[UUID | None] = mapped_column(
        info=_of_asker(Category.LINK, Erasure.KEEP, _LEADS_NOWHERE)
    )
    """None until it is known whose request was forwarded."""
    kind: Mapped[str] = mapped_column(info=_WHAT)
    channel: Mapped[str] = mapped_column(info=_WHAT)
    language: Mapped[str] = mapped_column(info=_WHAT)
    """In which the person is answered."""
    asked_by: Mapped[str | None] = mapped_column(info=_WORDS)
    """How the person introduced themselves, where a request was forwarded."""
    details: Mapped[str | None] = mapped_column(info=_WORDS)
    """What exactly is asked for."""
    correction: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB(none_as_null=True),
        info=_of_asker(Category.CONTACT, Erasure.NULL, keys=_FIELDS),
    )
    """Of a rectification: the new values, by the names of the customer's fields."""
    restriction: Mapped[str | None] = mapped_column(info=_STATE)
    """Of a restriction: on which ground (GDPR art. 18(1)), or ``lift``."""
    version: Mapped[int] = mapped_column(default=1, info=neutral("a counter of changes"))
    state: Mapped[str] = mapped_column(default="received", info=_STATE)

    received_at: Mapped[datetime] = mapped_column(info=_WHAT)
    due_on: Mapped[date] = mapped_column(info=_CLOCK)
    due_at: Mapped[datetime] = mapped_column(info=_CLOCK)
    """The first instant that is too late."""
    extended_at: Mapped[datetime | None] = mapped_column(info=_CLOCK)
    extension_reason: Mapped[str | None] = mapped_column(info=_WORDS)
    reminded: Mapped[int | None] = mapped_column(info=_ABOUT_CLOCK)
    """How many days were left at the last reminder."""

    identified_by: Mapped[str | None] = mapped_column(info=_STATE)
    """``code`` or ``counter``."""
    code_hash: Mapped[bytes | None] = mapped_column(
        info=_until_answered(Category.CREDENTIAL, Erasure.NULL, "a secret, dangerous in a copy")
    )
    code_expires_at: Mapped[datetime | None] = mapped_column(info=_STATE)
    reply_to: Mapped[bytes | None] = mapped_column(
        info=_until_answered(
            Category.CONTACT,
            Erasure.KEEP,
            "the address that an erasure is answered at, unreadable without the service's secret;"
            " gone with the answer",
        )
    )
    plan_digest: Mapped[str | None] = mapped_column(info=neutral("fingerprint of counts"))
    execution_id: Mapped[UUID | None] = mapped_column(info=neutral("random identifier of work"))
    failed_at: Mapped[datetime | None] = mapped_column(info=_STATE)
    """When its execution was found to have given up."""
    refusal_ground: Mapped[str | None] = mapped_column(info=_STATE)
    answer: Mapped[str | None] = mapped_column(info=_WORDS)
    """What the person was told: the result in the merchant's words, or why it was refused."""
    closed_at: Mapped[datetime | None] = mapped_column(info=_WHAT)

    notice_due_at: Mapped[datetime | None] = mapped_column(info=_CLOCK)
    """Of a complaint that reached the operator: by then the merchant has to know of it."""
    notified_at: Mapped[datetime | None] = mapped_column(info=_ABOUT_CLOCK)
    escalated: Mapped[int] = mapped_column(default=0, info=_ABOUT_CLOCK)
    """After how many hours without notice it was escalated last."""

    created_at: Mapped[datetime] = mapped_column(default=now, info=_STATE)
    created_by: Mapped[UUID | None] = mapped_column(info=MEMBER)


class RequestEvent(MerchantOwned, Base):
    """What happened to a request. Only ever added to."""

    __tablename__ = "request_events"
    __persons__: ClassVar[Persons] = {
        Subject.CUSTOMER: Via("request_id", "privacy_requests"),
        Subject.USER: Via("actor_id", "memberships"),
    }
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "request_id"], ["privacy_requests.merchant_id", "privacy_requests.id"]
        ),
        Index("ix_request_events_request", "merchant_id", "request_id", "id"),
    )

    request_id: Mapped[UUID] = mapped_column(info=_of_asker(Category.LINK, Erasure.KEEP))
    at: Mapped[datetime] = mapped_column(
        default=now, info=_of_asker(Category.ACTIVITY, Erasure.KEEP)
    )
    what: Mapped[str] = mapped_column(info=_of_asker(Category.ACTIVITY, Erasure.KEEP))
    state: Mapped[str] = mapped_column(info=_STATE)
    """The one it led to."""
    word: Mapped[str | None] = mapped_column(info=neutral("one of a few words, or a number"))
    """How it was done: by code, after how many hours, on which ground."""
    actor_kind: Mapped[str] = mapped_column(info=neutral("member, api_key, holder or system"))
    actor_id: Mapped[UUID | None] = mapped_column(info=MEMBER)


class RequestCalendar(MerchantOwned, Base):
    """By whose holidays a merchant's deadlines are counted, and the secret address under which
    calendar programs read them."""

    __tablename__ = "request_calendars"
    __table_args__ = (
        UniqueConstraint("merchant_id"),
        UniqueConstraint("merchant_id", "feed_hash"),
        CheckConstraint("holidays in ('fr', 'fr-alsace-moselle', 'be')", name="holidays"),
    )

    holidays: Mapped[str] = mapped_column(info=neutral("a setting of the shop"))
    feed_hash: Mapped[bytes | None] = mapped_column(info=neutral("digest of a shop's address"))
    feed_made_at: Mapped[datetime | None] = mapped_column(info=neutral("time of a setting"))
