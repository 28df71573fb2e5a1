"""What customers consented to."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
)
from sqlalchemy.orm import Mapped, mapped_column

from api.core.clock import now
from api.core.db import Base
from api.core.personal import Category, Persons, Purpose, Subject, Via
from api.core.tenancy import MerchantOwned
from api.customers.models.declared import (
    MEMBER,
    of_customer,
)


class Consent(MerchantOwned, Base):
    """One event of giving or withdrawing a consent; the newest of a purpose counts. Never
    changed: it is the proof that the merchant owes (GDPR art. 7(1))."""

    __tablename__ = "consents"
    __persons__: ClassVar[Persons] = {
        Subject.CUSTOMER: Via("customer_id", "customers"),
        Subject.USER: Via("actor_id", "memberships"),
    }
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "customer_id"], ["customers.merchant_id", "customers.id"]
        ),
        CheckConstraint("basis in ('consent', 'soft_opt_in')", name="basis"),
        Index("ix_consents_customer", "merchant_id", "customer_id", "purpose", "id"),
    )

    customer_id: Mapped[UUID] = mapped_column(
        info=of_customer(Category.LINK, Purpose.ACCOUNTABILITY)
    )
    purpose: Mapped[str] = mapped_column(
        info=of_customer(Category.PREFERENCE, Purpose.MARKETING, Purpose.ACCOUNTABILITY)
    )
    granted: Mapped[bool] = mapped_column(
        info=of_customer(Category.PREFERENCE, Purpose.MARKETING, Purpose.ACCOUNTABILITY)
    )
    basis: Mapped[str] = mapped_column(
        default="consent", info=of_customer(Category.ACTIVITY, Purpose.ACCOUNTABILITY)
    )
    """``soft_opt_in``: news of similar goods to who has bought (ePrivacy directive, art. 13(2))."""
    text_version: Mapped[str] = mapped_column(
        info=of_customer(Category.ACTIVITY, Purpose.ACCOUNTABILITY)
    )
    channel: Mapped[str] = mapped_column(
        info=of_customer(Category.ACTIVITY, Purpose.ACCOUNTABILITY)
    )
    """Where it was said: ``counter``, ``join``, ``desk``, ``api``, ``import``; on the holder's
    page (``card``), by the link of a ``mail``."""
    source: Mapped[str | None] = mapped_column(
        info=of_customer(Category.FREE_TEXT, Purpose.ACCOUNTABILITY)
    )
    """What else proves it, in the merchant's words: the form, the event."""
    actor_id: Mapped[UUID | None] = mapped_column(info=MEMBER)
    created_at: Mapped[datetime] = mapped_column(
        default=now, info=of_customer(Category.ACTIVITY, Purpose.ACCOUNTABILITY)
    )
