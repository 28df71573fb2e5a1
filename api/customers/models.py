"""The notebook's rows: customers and what they consented to."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from api.core.clock import now
from api.core.db import Base
from api.core.personal import Category, Erasure, Purpose, Retention, Subject, neutral, personal
from api.core.tenancy import MerchantOwned


def _of_customer(category: Category, *purposes: Purpose, withheld: str = "") -> dict[str, object]:
    return personal(
        category,
        Subject.CUSTOMER,
        *purposes,
        retention=Retention.LAST_ACTIVITY,
        erasure=Erasure.DELETE,
        withheld=withheld,
    )


_DERIVED = "derived from the customer's own columns, for search"


class Customer(MerchantOwned, Base):
    """A person who buys at a merchant's. Every field is optional; the merchant knows some by
    first name only. Phone and e-mail are not unique: a family may share them, and the public
    join page must not tell whether somebody is known already."""

    __tablename__ = "customers"
    __table_args__ = (
        Index("ix_customers_recent", "merchant_id", "last_active_at", "id"),
        Index("ix_customers_name", "merchant_id", "search_name", "id"),
        Index("ix_customers_phone", "merchant_id", "phone"),
        Index("ix_customers_phone_last4", "merchant_id", "phone_last4"),
        Index("ix_customers_email", "merchant_id", text("lower(email)")),
        Index(
            "ix_customers_search",
            "merchant_id",
            "search_name",
            postgresql_using="gist",
            postgresql_ops={"search_name": "gist_trgm_ops"},
        ),
    )

    version: Mapped[int] = mapped_column(
        default=1, info=neutral("counts changes, for conflict detection")
    )
    first_name: Mapped[str | None] = mapped_column(
        info=_of_customer(Category.IDENTITY, Purpose.NOTEBOOK, Purpose.LOYALTY)
    )
    last_name: Mapped[str | None] = mapped_column(
        info=_of_customer(Category.IDENTITY, Purpose.NOTEBOOK)
    )
    phone: Mapped[str | None] = mapped_column(
        info=_of_customer(Category.CONTACT, Purpose.NOTEBOOK, Purpose.LOYALTY)
    )
    """E.164."""
    phone_last4: Mapped[str | None] = mapped_column(
        info=_of_customer(Category.CONTACT, Purpose.LOYALTY, withheld=_DERIVED)
    )
    email: Mapped[str | None] = mapped_column(
        info=_of_customer(Category.CONTACT, Purpose.NOTEBOOK, Purpose.LOYALTY)
    )
    language: Mapped[str | None] = mapped_column(
        info=_of_customer(Category.PREFERENCE, Purpose.LOYALTY)
    )
    notes: Mapped[str | None] = mapped_column(
        info=_of_customer(Category.FREE_TEXT, Purpose.NOTEBOOK)
    )
    search_name: Mapped[str] = mapped_column(
        default="", info=_of_customer(Category.IDENTITY, Purpose.NOTEBOOK, withheld=_DERIVED)
    )
    """Names without accents and case."""
    source: Mapped[str] = mapped_column(
        info=_of_customer(Category.ACTIVITY, Purpose.ACCOUNTABILITY)
    )
    """Where the data comes from (GDPR art. 14(2)(f)): ``counter``, ``join``, ``api``, ``demo``."""
    notice_version: Mapped[str | None] = mapped_column(
        info=_of_customer(Category.ACTIVITY, Purpose.ACCOUNTABILITY)
    )
    """Which privacy notice was shown on joining (GDPR art. 13)."""
    created_at: Mapped[datetime] = mapped_column(
        default=now, info=_of_customer(Category.ACTIVITY, Purpose.NOTEBOOK)
    )
    last_visit_at: Mapped[datetime | None] = mapped_column(
        info=_of_customer(Category.ACTIVITY, Purpose.NOTEBOOK, Purpose.LOYALTY)
    )
    last_active_at: Mapped[datetime] = mapped_column(
        default=now, info=_of_customer(Category.ACTIVITY, Purpose.NOTEBOOK)
    )
    """The customer's last own act (joining, a visit): from it the retention period counts."""
    visits: Mapped[int] = mapped_column(
        default=0, info=_of_customer(Category.ACTIVITY, Purpose.NOTEBOOK, Purpose.LOYALTY)
    )
    """Days, in the merchant's time zone, on which a card earned or redeemed."""
    spent: Mapped[int] = mapped_column(
        BigInteger,
        default=0,
        info=_of_customer(Category.ACTIVITY, Purpose.NOTEBOOK, Purpose.LOYALTY),
    )
    """What the sales that earned came to, in minor units, where the till said so."""


class Consent(MerchantOwned, Base):
    """One event of giving or withdrawing a consent; the newest of a purpose counts. Never
    changed: it is the proof that the merchant owes (GDPR art. 7(1))."""

    __tablename__ = "consents"
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "customer_id"], ["customers.merchant_id", "customers.id"]
        ),
        Index("ix_consents_customer", "merchant_id", "customer_id", "purpose", "id"),
    )

    customer_id: Mapped[UUID] = mapped_column(
        info=_of_customer(Category.LINK, Purpose.ACCOUNTABILITY)
    )
    purpose: Mapped[str] = mapped_column(
        info=_of_customer(Category.PREFERENCE, Purpose.MARKETING, Purpose.ACCOUNTABILITY)
    )
    granted: Mapped[bool] = mapped_column(
        info=_of_customer(Category.PREFERENCE, Purpose.MARKETING, Purpose.ACCOUNTABILITY)
    )
    text_version: Mapped[str] = mapped_column(
        info=_of_customer(Category.ACTIVITY, Purpose.ACCOUNTABILITY)
    )
    channel: Mapped[str] = mapped_column(
        info=_of_customer(Category.ACTIVITY, Purpose.ACCOUNTABILITY)
    )
    """Where it was said: ``counter``, ``join``, ``desk``, ``api``."""
    actor_id: Mapped[UUID | None] = mapped_column(
        info=personal(
            Category.LINK,
            Subject.USER,
            Purpose.ACCOUNTABILITY,
            retention=Retention.ACCOUNTABILITY,
            erasure=Erasure.KEEP,
            withheld="opaque id of the member who noted it: another person's data",
        )
    )
    created_at: Mapped[datetime] = mapped_column(
        default=now, info=_of_customer(Category.ACTIVITY, Purpose.ACCOUNTABILITY)
    )
