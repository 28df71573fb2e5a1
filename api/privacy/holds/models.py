"""Which rows are held, until when, why and by whom."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

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


def _about(category: Category) -> dict[str, Any]:
    return personal(
        category,
        Subject.CUSTOMER,
        Purpose.ACCOUNTABILITY,
        retention=Retention.ACCOUNTABILITY,
        erasure=Erasure.KEEP,
        withheld="why data is kept for a claim; telling could defeat it (GDPR art. 15(4), 23)",
    )


MEMBER = personal(
    Category.LINK,
    Subject.USER,
    Purpose.ACCOUNTABILITY,
    retention=Retention.ACCOUNTABILITY,
    erasure=Erasure.KEEP,
    withheld="an opaque id of the merchant's own trail",
)


class LegalHold(MerchantOwned, Base):
    """One row of one table is not deleted. A hold on a customer holds all that is theirs."""

    __tablename__ = "legal_holds"
    __persons__: ClassVar[Persons] = {
        Subject.CUSTOMER: (Via("row_id", "customers"), Via("row_id", "cards")),
        Subject.USER: (Via("placed_by", "memberships"), Via("lifted_by", "memberships")),
    }
    __table_args__ = (Index("ix_legal_holds_row", "merchant_id", "table_name", "row_id"),)

    table_name: Mapped[str] = mapped_column(info=neutral("the name of a table"))
    row_id: Mapped[UUID] = mapped_column(info=_about(Category.LINK))
    reason: Mapped[str] = mapped_column(info=_about(Category.FREE_TEXT))
    until: Mapped[datetime] = mapped_column(info=neutral("the end of a claim or an order"))
    placed_by: Mapped[UUID | None] = mapped_column(info=MEMBER)
    placed_at: Mapped[datetime] = mapped_column(default=now, info=neutral("time of an action"))
    lifted_by: Mapped[UUID | None] = mapped_column(info=MEMBER)
    lifted_at: Mapped[datetime | None] = mapped_column(info=neutral("time of an action"))
