"""The rows of campaigns: what is written to whom, and who got it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from api.core.clock import now
from api.core.db import Base
from api.core.personal import (
    EACH,
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

KEPT = timedelta(days=395)
"""Thirteen months: a year's campaigns can be compared, and nobody's mails are kept for longer."""
STATUSES = ("draft", "scheduled", "sending", "stopped", "sent", "cancelled")
STATES = ("pending", "sending", "sent", "unclear", "failed", "refused")

_STATE = neutral("where a campaign stands, about no person")
_WORDS = neutral("the merchant's own words to many, about no person")
_SETTING = neutral("a setting of the shop")
_NUMBER = "a number of persons"
_ACTOR = personal(
    Category.LINK,
    Subject.USER,
    Purpose.ACCOUNTABILITY,
    retention=Retention.ACCOUNTABILITY,
    erasure=Erasure.KEEP,
    withheld="opaque id of who acted: another person's data",
)


def _mailed(category: Category, withheld: str = "") -> dict[str, Any]:
    return personal(
        category,
        Subject.CUSTOMER,
        Purpose.MARKETING,
        retention=Retention.EXPIRY,
        erasure=Erasure.DELETE,
        withheld=withheld,
    )


def _to(column: str, table: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["merchant_id", column], [f"{table}.merchant_id", f"{table}.id"])


class Campaign(MerchantOwned, Base):
    """A message to a segment of the customers: draft → scheduled → sending → sent."""

    __tablename__ = "campaigns"
    __persons__: ClassVar[Persons] = {
        Subject.USER: (Via("created_by", "memberships"), Via("sent_by", "memberships")),
    }
    __table_args__ = (
        CheckConstraint(
            f"status in ({', '.join(repr(status) for status in STATUSES)})", name="status"
        ),
    )

    version: Mapped[int] = mapped_column(default=1, info=neutral("counts changes, for conflicts"))
    status: Mapped[str] = mapped_column(default="draft", info=_STATE)
    subject: Mapped[str] = mapped_column(default="", info=_WORDS)
    body: Mapped[str] = mapped_column(default="", info=_WORDS)
    card_button: Mapped[bool] = mapped_column(default=True, info=_STATE)
    """Whether the mail leads to the reader's own card."""
    audience: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB(none_as_null=True),
        info=neutral(
            "a rule by which customers are chosen, naming none of them",
            {
                "kind": "which rule",
                "days": "its period",
                "month": "of a birthday",
                "program_id": "which program",
                "missing": "units up to a reward",
                "tag": "the merchant's own word",
                "size": "how many were chosen by hand",
                "filter": {EACH: "as in the list of customers, without free text"},
            },
        ),
    )
    """As ``schemas.Audience``; who was chosen by hand stands in ``campaign_choices``."""
    scheduled_at: Mapped[datetime | None] = mapped_column(info=_STATE)
    started_at: Mapped[datetime | None] = mapped_column(info=_STATE)
    """The moment as of which the segment is computed."""
    planned_after: Mapped[UUID | None] = mapped_column(info=_STATE)
    """Up to which customer the segment was gone through."""
    planned_at: Mapped[datetime | None] = mapped_column(info=_STATE)
    stalled_since: Mapped[datetime | None] = mapped_column(info=_STATE)
    """Since then the mail server has taken nothing."""
    run: Mapped[UUID | None] = mapped_column(info=_STATE)
    """The job that sends now; an older one that is still alive stops when it sees another."""
    counts: Mapped[dict[str, Any]] = mapped_column(
        default=dict,
        info=neutral(
            "how many, and nobody's name",
            {
                "planned": _NUMBER,
                "sent": _NUMBER,
                "unclear": _NUMBER,
                "failed": _NUMBER,
                "cancelled": _NUMBER,
                "refused": {EACH: _NUMBER},
            },
        ),
    )
    problem: Mapped[str | None] = mapped_column(info=_STATE)
    """Why it has stopped."""
    created_kind: Mapped[str] = mapped_column(info=neutral("member, api_key or system"))
    created_by: Mapped[UUID | None] = mapped_column(info=_ACTOR)
    sent_by: Mapped[UUID | None] = mapped_column(info=_ACTOR)
    created_at: Mapped[datetime] = mapped_column(default=now, info=_STATE)
    changed_at: Mapped[datetime] = mapped_column(default=now, info=_STATE)
    finished_at: Mapped[datetime | None] = mapped_column(info=_STATE)


class CampaignChoice(MerchantOwned, Base):
    """A customer chosen by hand for a campaign."""

    __tablename__ = "campaign_choices"
    __persons__: ClassVar[Persons] = {Subject.CUSTOMER: Via("customer_id", "customers")}
    __table_args__ = (
        _to("campaign_id", "campaigns"),
        _to("customer_id", "customers"),
        UniqueConstraint("merchant_id", "campaign_id", "customer_id"),
        Index("ix_campaign_choices_customer", "merchant_id", "customer_id"),
    )
    __ends__: ClassVar[Endings] = (
        Ends(Subject.CUSTOMER, Retention.EXPIRY, "created_at", own=KEPT),
    )

    campaign_id: Mapped[UUID] = mapped_column(info=_mailed(Category.ACTIVITY))
    customer_id: Mapped[UUID] = mapped_column(info=_mailed(Category.LINK))
    created_at: Mapped[datetime] = mapped_column(default=now, info=_mailed(Category.ACTIVITY))


class CampaignMail(MerchantOwned, Base):
    """One customer's mail of a campaign: the record by which nobody gets a second one."""

    __tablename__ = "campaign_mails"
    __persons__: ClassVar[Persons] = {Subject.CUSTOMER: Via("customer_id", "customers")}
    __table_args__ = (
        _to("campaign_id", "campaigns"),
        _to("customer_id", "customers"),
        UniqueConstraint("merchant_id", "campaign_id", "customer_id"),
        Index("ix_campaign_mails_state", "merchant_id", "campaign_id", "state", "id"),
        Index("ix_campaign_mails_customer", "merchant_id", "customer_id", "handed_at"),
        CheckConstraint(f"state in ({', '.join(repr(state) for state in STATES)})", name="state"),
    )
    __ends__: ClassVar[Endings] = (
        Ends(Subject.CUSTOMER, Retention.EXPIRY, "created_at", own=KEPT),
    )

    campaign_id: Mapped[UUID] = mapped_column(info=_mailed(Category.ACTIVITY))
    customer_id: Mapped[UUID] = mapped_column(info=_mailed(Category.LINK))
    state: Mapped[str] = mapped_column(default="pending", info=_mailed(Category.ACTIVITY))
    """``sending`` is committed before the mail is handed over, ``sent`` after. ``unclear``: the
    process or the line broke in between, and the mail is not sent again."""
    reason: Mapped[str | None] = mapped_column(info=_mailed(Category.ACTIVITY))
    """Why it was refused when its turn came."""
    handed_at: Mapped[datetime | None] = mapped_column(info=_mailed(Category.ACTIVITY))
    created_at: Mapped[datetime] = mapped_column(default=now, info=_mailed(Category.ACTIVITY))


class CampaignSettings(MerchantOwned, Base):
    """How often and when a merchant writes to one person; without a row, the usual."""

    __tablename__ = "campaign_settings"
    __table_args__ = (
        UniqueConstraint("merchant_id"),
        CheckConstraint("days_between BETWEEN 1 AND 90", name="days_between"),
        CheckConstraint(
            "quiet_from BETWEEN 0 AND 23 AND quiet_until BETWEEN 0 AND 23", name="quiet"
        ),
    )

    version: Mapped[int] = mapped_column(default=0, info=neutral("counts changes, for conflicts"))
    days_between: Mapped[int] = mapped_column(default=7, info=_SETTING)
    quiet_from: Mapped[int] = mapped_column(default=21, info=_SETTING)
    quiet_until: Mapped[int] = mapped_column(default=7, info=_SETTING)
    """Hours of the merchant's day; where both are the same, there is no quiet."""
