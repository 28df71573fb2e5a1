"""Counts, and how far each card is counted.

The counts name no card and no person: what stays of somebody who was erased is one more in a
number. Days are the merchant's. ``location_id`` is a place, or :data:`EVERYWHERE`.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

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

EVERYWHERE = UUID(int=0)
"""In a place's stead: whichever it was, and also where none was named."""

_STAYS = "counted anew from the ledger"
_COUNT = neutral("a number of cards or of what they did, of many persons together")
_OF = neutral("what is counted: a program, a place, a day, an hour")


class StatisticDay(MerchantOwned, Base):
    """What the cards of a program did on a day."""

    __tablename__ = "statistic_days"
    __stays__ = _STAYS
    __table_args__ = (Index("ix_statistic_days_day", "merchant_id", "location_id", "day"),)

    program_id: Mapped[UUID] = mapped_column(info=_OF)
    location_id: Mapped[UUID] = mapped_column(info=_OF)
    day: Mapped[date] = mapped_column(info=_OF)
    visits: Mapped[int] = mapped_column(info=_COUNT)
    """Cards that earned or redeemed."""
    newcomers: Mapped[int] = mapped_column(info=_COUNT)
    """Cards that did so for the first time."""
    redeemers: Mapped[int] = mapped_column(info=_COUNT)
    redemptions: Mapped[int] = mapped_column(info=_COUNT)
    cost: Mapped[int] = mapped_column(BigInteger, info=_COUNT)
    """What the rewards were worth, in minor units."""
    first_rewards: Mapped[int] = mapped_column(info=_COUNT)
    """Cards that redeemed for the first time."""


class StatisticFlow(MerchantOwned, Base):
    """How many cards did something on a day, by when they had done it before: so that in any
    period each of them is counted once, without knowing which they are.

    ``visit`` and ``redeem``: ``previous`` is the day before which they did the same, if any;
    ``reward``: a first reward, and the day of the first visit; ``month``: a month (its first day)
    with a visit, and the month of the first visit.
    """

    __tablename__ = "statistic_flows"
    __stays__ = _STAYS
    __table_args__ = (
        # All that is asked of it: the rows themselves lie all over the table.
        Index(
            "ix_statistic_flows_day",
            *("merchant_id", "act", "location_id", "day", "previous"),
            postgresql_include=["program_id", "cards"],
        ),
        CheckConstraint("act in ('visit', 'redeem', 'reward', 'month')", name="act"),
    )

    program_id: Mapped[UUID] = mapped_column(info=_OF)
    location_id: Mapped[UUID] = mapped_column(info=_OF)
    act: Mapped[str] = mapped_column(info=_OF)
    day: Mapped[date] = mapped_column(info=_OF)
    previous: Mapped[date | None] = mapped_column(info=_OF)
    cards: Mapped[int] = mapped_column(info=_COUNT)


class StatisticHour(MerchantOwned, Base):
    """The visits of a month by hour of the week; a visit counts at its first hour of the day."""

    __tablename__ = "statistic_hours"
    __stays__ = _STAYS
    __table_args__ = (Index("ix_statistic_hours_month", "merchant_id", "location_id", "month"),)

    program_id: Mapped[UUID] = mapped_column(info=_OF)
    location_id: Mapped[UUID] = mapped_column(info=_OF)
    month: Mapped[date] = mapped_column(info=_OF)
    weekday: Mapped[int] = mapped_column(info=_OF)
    """1 is Monday."""
    hour: Mapped[int] = mapped_column(info=_OF)
    visits: Mapped[int] = mapped_column(info=_COUNT)
    cards: Mapped[int] = mapped_column(info=_COUNT)


class StatisticCard(MerchantOwned, Base):
    """How many of a card's entries are counted. Its id is the card's."""

    __tablename__ = "statistic_cards"
    __stays__ = _STAYS
    __persons__: ClassVar[Persons] = {Subject.CUSTOMER: Via("card_id", "cards")}
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id", "card_id"], ["cards.merchant_id", "cards.id"]),
        UniqueConstraint("merchant_id", "card_id"),
    )

    card_id: Mapped[UUID] = mapped_column(
        info=personal(
            Category.LINK,
            Subject.CUSTOMER,
            Purpose.LOYALTY,
            retention=Retention.LAST_ACTIVITY,
            erasure=Erasure.KEEP,
        )
    )
    seq: Mapped[int] = mapped_column(info=neutral("a place in a ledger"))


class StatisticHead(MerchantOwned, Base):
    """How far a merchant is counted; its lock lets one count at a time. Its id is the
    merchant's."""

    __tablename__ = "statistic_heads"
    __stays__ = _STAYS

    zone: Mapped[str] = mapped_column(info=neutral("the zone in whose days was counted"))
    followed_at: Mapped[datetime] = mapped_column(info=neutral("time of a technical event"))
    counted_anew_at: Mapped[datetime | None] = mapped_column(
        info=neutral("time of a technical event")
    )
    """By ``carnet statistics rebuild``."""
