"""Customers who may be one person."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from api.core.db import Base
from api.core.personal import Persons, Subject, Via, neutral
from api.core.tenancy import MerchantOwned
from api.customers.models.declared import (
    LINK,
    MEMBER,
)


class Duplicate(MerchantOwned, Base):
    """Two customers who may be one person. Found by ``duplicates.py`` as often as it likes; that
    a member said they are not is remembered."""

    __tablename__ = "duplicates"
    __persons__: ClassVar[Persons] = {
        Subject.CUSTOMER: (Via("first_id", "customers"), Via("second_id", "customers")),
        Subject.USER: Via("dismissed_by", "memberships"),
    }
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "first_id"], ["customers.merchant_id", "customers.id"]
        ),
        ForeignKeyConstraint(
            ["merchant_id", "second_id"], ["customers.merchant_id", "customers.id"]
        ),
        UniqueConstraint("merchant_id", "first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="pair"),
        Index(
            "ix_duplicates_open",
            "merchant_id",
            "score",
            "id",
            postgresql_where=text("dismissed_at IS NULL"),
        ),
        Index("ix_duplicates_second", "merchant_id", "second_id"),
    )

    first_id: Mapped[UUID] = mapped_column(info=LINK)
    second_id: Mapped[UUID] = mapped_column(info=LINK)
    reasons: Mapped[list[str]] = mapped_column(info=neutral("phone, email or name"))
    score: Mapped[int] = mapped_column(info=neutral("how likely it is, in percent"))
    found_at: Mapped[datetime] = mapped_column(info=neutral("time of a technical event"))
    dismissed_at: Mapped[datetime | None] = mapped_column(info=neutral("time of a member's word"))
    dismissed_by: Mapped[UUID | None] = mapped_column(info=MEMBER)
