"""When customers' data was restricted, why, and how it ended."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from api.core.clock import now
from api.core.db import Base
from api.core.personal import Category, Persons, Purpose, Subject, Via
from api.core.tenancy import MerchantOwned
from api.customers.models.declared import MEMBER, of_customer

_WHAT = of_customer(Category.ACTIVITY, Purpose.ACCOUNTABILITY)


class Restriction(MerchantOwned, Base):
    """From when to when a customer's data was kept and not used. One is open at most, and
    ``customers.restricted_at`` says so to every use."""

    __tablename__ = "restrictions"
    __persons__: ClassVar[Persons] = {
        Subject.CUSTOMER: Via("customer_id", "customers"),
        Subject.USER: Via("placed_by", "memberships"),
    }
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "customer_id"], ["customers.merchant_id", "customers.id"]
        ),
        CheckConstraint(
            "reason in ('accuracy', 'unlawful', 'legal_claims', 'objection')", name="reason"
        ),
        CheckConstraint("informed_how in ('mail', 'told')", name="informed_how"),
        CheckConstraint("lifted_at IS NULL OR informed_at IS NOT NULL", name="informed_first"),
        Index(
            "uq_restrictions_open",
            "merchant_id",
            "customer_id",
            unique=True,
            postgresql_where=text("lifted_at IS NULL"),
        ),
        Index("ix_restrictions_customer", "merchant_id", "customer_id", "id"),
    )

    customer_id: Mapped[UUID] = mapped_column(
        info=of_customer(Category.LINK, Purpose.ACCOUNTABILITY)
    )
    reason: Mapped[str] = mapped_column(info=_WHAT)
    """The cases of GDPR art. 18(1): accuracy contested, processing unlawful, data needed for
    claims, objection being weighed."""
    placed_at: Mapped[datetime] = mapped_column(default=now, info=_WHAT)
    placed_by: Mapped[UUID | None] = mapped_column(info=MEMBER)
    """None: the holder, on its page."""
    informed_at: Mapped[datetime | None] = mapped_column(info=_WHAT)
    """When the person was told that it will be lifted (art. 18(3)); not before the mail left."""
    informed_how: Mapped[str | None] = mapped_column(info=_WHAT)
    lifted_at: Mapped[datetime | None] = mapped_column(info=_WHAT)
    lifted_by: Mapped[UUID | None] = mapped_column(info=MEMBER)
