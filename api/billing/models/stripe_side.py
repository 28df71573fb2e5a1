"""What ties our rows to Stripe's: its customers, its events, and what was read when."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from api.billing.models.declared import COUNTER, STATE, STRIPE_ID, TIME, contract
from api.core.clock import now
from api.core.db import Base
from api.core.personal import Category, Persons, Subject, Via, neutral
from api.core.tenancy import MerchantOwned


class StripeCustomer(Base):
    """A merchant, as Stripe calls it. Global, since an event names the customer and not the
    merchant. Who was deleted at Stripe gets a new one with the next checkout."""

    __tablename__ = "stripe_customers"
    __persons__: ClassVar[Persons] = {
        Subject.MERCHANT: Via("merchant_id", "merchants"),
    }
    __table_args__ = (
        Index(
            "uq_stripe_customers_living",
            "merchant_id",
            unique=True,
            postgresql_where=text("deleted_at IS NULL"),
        ),
    )

    stripe_id: Mapped[str] = mapped_column(primary_key=True, info=contract(Category.LINK))
    merchant_id: Mapped[UUID] = mapped_column(
        ForeignKey("merchants.id"), info=neutral("tells the merchant, not a person")
    )
    created_at: Mapped[datetime] = mapped_column(default=now, info=TIME)
    deleted_at: Mapped[datetime | None] = mapped_column(info=TIME)


class StripeEvent(Base):
    """That something happened at Stripe, stored once by the event's id. What happened is asked of
    Stripe when the event is handled, so its content is not kept, and its order means nothing."""

    __tablename__ = "stripe_events"
    __persons__: ClassVar[Persons] = {
        Subject.MERCHANT: Via("customer_id", "stripe_customers", on="stripe_id"),
    }
    __table_args__ = (
        CheckConstraint("state IN ('received', 'handled', 'ignored', 'failed')", name="state"),
        Index(None, "state", "received_at"),
        Index(None, "received_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, info=STRIPE_ID)
    type: Mapped[str] = mapped_column(info=neutral("a kind of event"))
    object_type: Mapped[str] = mapped_column(info=neutral("a kind of object"))
    object_id: Mapped[str | None] = mapped_column(info=STRIPE_ID)
    customer_id: Mapped[str | None] = mapped_column(info=contract(Category.LINK))
    created_at: Mapped[datetime] = mapped_column(info=TIME)
    received_at: Mapped[datetime] = mapped_column(default=now, info=TIME)
    handled_at: Mapped[datetime | None] = mapped_column(info=TIME)
    state: Mapped[str] = mapped_column(default="received", info=STATE)
    attempts: Mapped[int] = mapped_column(default=0, info=COUNTER)
    error: Mapped[str | None] = mapped_column(info=neutral("the kind and place of a failure"))


class StripeRead(MerchantOwned, Base):
    """How often an object was asked of Stripe, and the newest question whose answer is written:
    an answer that arrives late does not overwrite one that was asked for later."""

    __tablename__ = "stripe_reads"
    __stays__ = "between the merchant and this host"
    __table_args__ = (UniqueConstraint("merchant_id", "object_id"),)

    object_id: Mapped[str] = mapped_column(info=STRIPE_ID)
    asked: Mapped[int] = mapped_column(BigInteger, info=COUNTER)
    applied: Mapped[int] = mapped_column(BigInteger, info=COUNTER)
