"""What was invoiced and paid, and which mails about it have gone out."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.billing.models.declared import PAYMENT, STATE, STRIPE_ID, TIME, bookkeeping
from api.core.clock import now
from api.core.db import Base
from api.core.personal import Category, Endings, Ends, Persons, Retention, Subject, Via, neutral
from api.core.tenancy import MerchantOwned


class Invoice(MerchantOwned, Base):
    """Our copy of an invoice; the document itself is Stripe's page and PDF. Amounts are minor
    units."""

    __tablename__ = "invoices"
    __stays__ = "between the merchant and this host"
    __persons__: ClassVar[Persons] = {
        Subject.MERCHANT: Via("merchant_id", "merchants"),
    }
    __table_args__ = (
        UniqueConstraint("merchant_id", "stripe_id"),
        Index("ix_invoices_listed", "merchant_id", "created_at", "id"),
    )

    __ends__: ClassVar[Endings] = (
        Ends(Subject.MERCHANT, Retention.BOOKKEEPING, "issued_at", "created_at"),
        Ends(Subject.MERCHANT, Retention.PAYMENT, "paid_at", clears=("paid_by",)),
    )

    stripe_id: Mapped[str] = mapped_column(info=STRIPE_ID)
    subscription_id: Mapped[str | None] = mapped_column(info=STRIPE_ID)
    number: Mapped[str | None] = mapped_column(info=bookkeeping())
    status: Mapped[str] = mapped_column(info=STATE)
    currency: Mapped[str] = mapped_column(info=neutral("a currency"))
    subtotal: Mapped[int] = mapped_column(BigInteger, info=bookkeeping())
    tax: Mapped[int] = mapped_column(BigInteger, info=bookkeeping())
    total: Mapped[int] = mapped_column(BigInteger, info=bookkeeping())
    amount_due: Mapped[int] = mapped_column(BigInteger, info=bookkeeping())
    amount_paid: Mapped[int] = mapped_column(BigInteger, info=bookkeeping())
    amount_refunded: Mapped[int] = mapped_column(BigInteger, info=bookkeeping())
    amount_credited: Mapped[int] = mapped_column(BigInteger, info=bookkeeping())
    disputed: Mapped[bool] = mapped_column(info=bookkeeping())
    created_at: Mapped[datetime] = mapped_column(info=TIME)
    issued_at: Mapped[datetime | None] = mapped_column(info=bookkeeping())
    due_at: Mapped[datetime | None] = mapped_column(info=bookkeeping())
    paid_at: Mapped[datetime | None] = mapped_column(info=bookkeeping())
    period_start: Mapped[datetime] = mapped_column(info=bookkeeping())
    period_end: Mapped[datetime] = mapped_column(info=bookkeeping())
    hosted_url: Mapped[str | None] = mapped_column(info=bookkeeping(Category.LINK))
    pdf_url: Mapped[str | None] = mapped_column(info=bookkeeping(Category.LINK))
    paid_by: Mapped[str | None] = mapped_column(info=PAYMENT)
    """The kind of means alone: ``card``, ``sepa_debit``."""
    read_at: Mapped[datetime] = mapped_column(default=now, info=TIME)


class Notice(MerchantOwned, Base):
    """That the owners were told of something; each thing once."""

    __tablename__ = "billing_notices"
    __stays__ = "between the merchant and this host"
    __table_args__ = (UniqueConstraint("merchant_id", "kind", "about", "day"),)

    kind: Mapped[str] = mapped_column(info=STATE)
    about: Mapped[str] = mapped_column(info=STRIPE_ID)
    day: Mapped[int] = mapped_column(info=neutral("days since a payment failed"))
    created_at: Mapped[datetime] = mapped_column(default=now, info=TIME)
