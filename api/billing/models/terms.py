"""On what terms the merchant uses the service: its subscriptions, and the operator's gifts."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.billing.models.declared import PAYMENT, PLAN, STATE, STRIPE_ID, TIME, contract
from api.core.clock import now
from api.core.db import Base
from api.core.personal import Category, Endings, Ends, Persons, Retention, Subject, Via
from api.core.tenancy import MerchantOwned


class Subscription(MerchantOwned, Base):
    """Our copy of a subscription at Stripe, whose words it uses. Only what Stripe answers is
    ever written here, but for ``past_due_since``, which begins when we learn of it."""

    __tablename__ = "subscriptions"
    __stays__ = "between the merchant and this host"
    __persons__: ClassVar[Persons] = {
        Subject.MERCHANT: Via("merchant_id", "merchants"),
    }
    __table_args__ = (
        UniqueConstraint("merchant_id", "stripe_id"),
        CheckConstraint("interval IN ('month', 'year')", name="interval"),
    )

    __ends__: ClassVar[Endings] = (
        Ends(Subject.MERCHANT, Retention.PAYMENT, "ended_at", clears=("payment_method",)),
    )

    stripe_id: Mapped[str] = mapped_column(info=contract(Category.LINK))
    item_id: Mapped[str] = mapped_column(info=STRIPE_ID)
    plan: Mapped[str] = mapped_column(info=PLAN)
    interval: Mapped[str] = mapped_column(info=PLAN)
    amount: Mapped[int] = mapped_column(BigInteger, info=contract())
    """Of a period, in minor units, without VAT."""
    currency: Mapped[str] = mapped_column(info=PLAN)
    status: Mapped[str] = mapped_column(info=STATE)
    collection_paused: Mapped[bool] = mapped_column(info=STATE)
    created_at: Mapped[datetime] = mapped_column(info=TIME)
    trial_end: Mapped[datetime | None] = mapped_column(info=TIME)
    period_start: Mapped[datetime] = mapped_column(info=TIME)
    period_end: Mapped[datetime] = mapped_column(info=TIME)
    cancel_at: Mapped[datetime | None] = mapped_column(info=TIME)
    cancel_at_period_end: Mapped[bool] = mapped_column(info=STATE)
    ended_at: Mapped[datetime | None] = mapped_column(info=TIME)
    past_due_since: Mapped[datetime | None] = mapped_column(info=contract())
    payment_method: Mapped[str | None] = mapped_column(info=PAYMENT)
    """The kind of means alone: ``card``, ``sepa_debit``."""
    read_at: Mapped[datetime] = mapped_column(default=now, info=TIME)


class Grant(MerchantOwned, Base):
    """A plan that the operator gives, without Stripe: until a day, or until it is revoked."""

    __tablename__ = "grants"
    __stays__ = "between the merchant and this host"

    plan: Mapped[str] = mapped_column(info=PLAN)
    until: Mapped[datetime | None] = mapped_column(info=TIME)
    created_at: Mapped[datetime] = mapped_column(default=now, info=TIME)
    revoked_at: Mapped[datetime | None] = mapped_column(info=TIME)
