"""How much each member stamped in each hour, and the hours that were far from usual.

Members are persons with a login: what is counted of them here is kept for half a year (a year,
where it led to an alert), stands in the copy of their data, and goes with them.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from api.core.clock import now
from api.core.db import Base
from api.core.personal import (
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

HOURS_KEPT = timedelta(days=182)
ALERTS_KEPT = timedelta(days=365)
_STAYS = "the team signs in anew there"
_SETTING = neutral("a setting of the shop")


def _of_member(category: Category) -> dict[str, Any]:
    return personal(
        category,
        Subject.USER,
        Purpose.SECURITY,
        retention=Retention.EXPIRY,
        erasure=Erasure.DELETE,
    )


class MemberHour(MerchantOwned, Base):
    """What a member gave in an hour of the merchant's clock and nobody took back. Points, which
    follow from amounts, count one for each sale; stamps count each."""

    __tablename__ = "member_hours"
    __stays__ = _STAYS
    __persons__: ClassVar[Persons] = {Subject.USER: Via("member_id", "memberships")}
    __table_args__ = (
        UniqueConstraint("merchant_id", "member_id", "hour"),
        Index("ix_member_hours_hour", "merchant_id", "hour"),
    )
    __ends__: ClassVar[Endings] = (Ends(Subject.USER, Retention.EXPIRY, "hour", own=HOURS_KEPT),)

    member_id: Mapped[UUID] = mapped_column(info=_of_member(Category.LINK))
    hour: Mapped[datetime] = mapped_column(info=_of_member(Category.ACTIVITY))
    """Its first moment."""
    stamps: Mapped[int] = mapped_column(info=_of_member(Category.ACTIVITY))
    operations: Mapped[int] = mapped_column(info=_of_member(Category.ACTIVITY))
    cards: Mapped[int] = mapped_column(info=_of_member(Category.ACTIVITY))


class Alert(MerchantOwned, Base):
    """An hour in which a member stamped far more than usual. It stays when operations are taken
    back later: what it says was so."""

    __tablename__ = "alerts"
    __stays__ = _STAYS
    __persons__: ClassVar[Persons] = {
        Subject.USER: (Via("member_id", "memberships"), Via("explained_by", "memberships")),
    }
    __table_args__ = (
        UniqueConstraint("merchant_id", "member_id", "hour"),
        Index("ix_alerts_hour", "merchant_id", "hour", "id"),
        # However many workers watch at once: one mail about a member in a day.
        Index(
            "uq_alerts_mailed",
            "merchant_id",
            "member_id",
            "local_day",
            unique=True,
            postgresql_where=text("mailed"),
        ),
    )
    __ends__: ClassVar[Endings] = (Ends(Subject.USER, Retention.EXPIRY, "hour", own=ALERTS_KEPT),)

    member_id: Mapped[UUID] = mapped_column(info=_of_member(Category.LINK))
    hour: Mapped[datetime] = mapped_column(info=_of_member(Category.ACTIVITY))
    local_day: Mapped[date] = mapped_column(info=_of_member(Category.ACTIVITY))
    """The merchant's."""
    stamps: Mapped[int] = mapped_column(info=_of_member(Category.ACTIVITY))
    operations: Mapped[int] = mapped_column(info=_of_member(Category.ACTIVITY))
    cards: Mapped[int] = mapped_column(info=_of_member(Category.ACTIVITY))
    usual: Mapped[int | None] = mapped_column(info=_of_member(Category.ACTIVITY))
    """What was expected; None: too little was known."""
    bound: Mapped[int] = mapped_column(info=_SETTING)
    """More than this was an alert then."""
    mailed: Mapped[bool] = mapped_column(default=False, info=neutral("a state"))
    created_at: Mapped[datetime] = mapped_column(default=now, info=neutral("time of an event"))
    explained_at: Mapped[datetime | None] = mapped_column(info=neutral("time of an event"))
    explained_by: Mapped[UUID | None] = mapped_column(
        info=personal(
            Category.LINK,
            Subject.USER,
            Purpose.ACCOUNTABILITY,
            retention=Retention.ACCOUNTABILITY,
            erasure=Erasure.KEEP,
            withheld="an opaque id of the merchant's own trail",
        )
    )
    note: Mapped[str | None] = mapped_column(info=_of_member(Category.FREE_TEXT))
    """How the owner explains it."""


class AlertSettings(MerchantOwned, Base):
    """When a merchant wants to be alerted; without a row, the usual (see ``judging``)."""

    __tablename__ = "alert_settings"
    __table_args__ = (
        UniqueConstraint("merchant_id"),
        CheckConstraint("least_stamps BETWEEN 5 AND 1000", name="least_stamps"),
        CheckConstraint("times_usual BETWEEN 2 AND 10", name="times_usual"),
    )

    version: Mapped[int] = mapped_column(default=0, info=neutral("counts changes, for conflicts"))
    watching: Mapped[bool] = mapped_column(default=True, info=_SETTING)
    by_mail: Mapped[bool] = mapped_column(default=True, info=_SETTING)
    least_stamps: Mapped[int] = mapped_column(default=20, info=_SETTING)
    """Up to so many in an hour nobody is alerted, however few are usual."""
    times_usual: Mapped[int] = mapped_column(default=3, info=_SETTING)


class AlertHead(MerchantOwned, Base):
    """How far a merchant's ledger was looked at; its lock lets one look at a time. Its id is the
    merchant's."""

    __tablename__ = "alert_heads"
    __stays__ = _STAYS

    looked_at: Mapped[datetime] = mapped_column(info=neutral("time of a technical event"))
