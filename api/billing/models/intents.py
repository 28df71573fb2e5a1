"""What the merchant wants of Stripe, stored before Stripe is asked: whatever happens meanwhile,
the same wish can be repeated and happens once."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.billing.models.declared import (
    ASKED_BY,
    COUNTER,
    GESTURE,
    PLAN,
    STATE,
    STRIPE_ID,
    TIME,
    contract,
)
from api.core.clock import now
from api.core.db import Base
from api.core.personal import Category, Persons, Subject, Via, neutral
from api.core.tenancy import MerchantOwned


class Checkout(MerchantOwned, Base):
    """A purchase that the merchant has begun; it is paid on Stripe's page."""

    __tablename__ = "checkouts"
    __stays__ = "between the merchant and this host"
    __persons__: ClassVar[Persons] = {
        Subject.MERCHANT: Via("merchant_id", "merchants"),
        Subject.USER: Via("asked_by", "memberships"),
    }
    __table_args__ = (
        UniqueConstraint("merchant_id", "key"),
        CheckConstraint("state IN ('open', 'completed', 'expired', 'failed')", name="state"),
        CheckConstraint("interval IN ('month', 'year')", name="interval"),
    )

    key: Mapped[str] = mapped_column(info=GESTURE)
    request: Mapped[bytes] = mapped_column(info=neutral("digest of what was asked for"))
    plan: Mapped[str] = mapped_column(info=PLAN)
    interval: Mapped[str] = mapped_column(info=PLAN)
    promotion_code: Mapped[str | None] = mapped_column(info=neutral("a public code"))
    trial_days: Mapped[int] = mapped_column(info=PLAN)
    state: Mapped[str] = mapped_column(default="open", info=STATE)
    tries: Mapped[int] = mapped_column(default=0, info=COUNTER)
    """How often Stripe has answered with an accident of its own, which it repeats for a key."""
    stripe_id: Mapped[str | None] = mapped_column(info=STRIPE_ID)
    url: Mapped[str | None] = mapped_column(
        info=contract(Category.CREDENTIAL, "opens a page of Stripe's for a day")
    )
    asked_by: Mapped[UUID | None] = mapped_column(info=ASKED_BY)
    created_at: Mapped[datetime] = mapped_column(default=now, info=TIME)
    expires_at: Mapped[datetime] = mapped_column(info=TIME)


class PlanChange(MerchantOwned, Base):
    """Another plan, an end, or no end after all, of a running subscription."""

    __tablename__ = "plan_changes"
    __stays__ = "between the merchant and this host"
    __persons__: ClassVar[Persons] = {
        Subject.USER: Via("asked_by", "memberships"),
    }
    __table_args__ = (
        UniqueConstraint("merchant_id", "key"),
        CheckConstraint("kind IN ('change', 'cancellation', 'resumption')", name="kind"),
        CheckConstraint("state IN ('asked', 'done', 'refused')", name="state"),
    )

    key: Mapped[str] = mapped_column(info=GESTURE)
    request: Mapped[bytes] = mapped_column(info=neutral("digest of what was asked for"))
    kind: Mapped[str] = mapped_column(info=STATE)
    subscription_id: Mapped[str] = mapped_column(info=STRIPE_ID)
    plan: Mapped[str | None] = mapped_column(info=PLAN)
    interval: Mapped[str | None] = mapped_column(info=PLAN)
    proration_at: Mapped[datetime | None] = mapped_column(info=TIME)
    state: Mapped[str] = mapped_column(default="asked", info=STATE)
    tries: Mapped[int] = mapped_column(default=0, info=COUNTER)
    asked_by: Mapped[UUID | None] = mapped_column(info=ASKED_BY)
    created_at: Mapped[datetime] = mapped_column(default=now, info=TIME)
    done_at: Mapped[datetime | None] = mapped_column(info=TIME)
