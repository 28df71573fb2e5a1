"""Customers, and what they are found by."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from api.core.clock import now
from api.core.db import Base
from api.core.personal import (
    Category,
    Endings,
    Ends,
    Itself,
    Persons,
    Purpose,
    Retention,
    Subject,
    Via,
    declare_file,
    neutral,
)
from api.core.tenancy import MerchantOwned
from api.customers.models.declared import (
    ADDRESS,
    AREA,
    DERIVED,
    IDENTITY,
    PREFERENCE,
    of_customer,
)

declare_file("photo of a customer", IDENTITY, place="media", column="customers.photo")


class Customer(MerchantOwned, Base):
    """A person who buys at a merchant's. Every field is optional; the merchant knows some by
    first name only. Phone and e-mail are not unique: a family may share them, and the public
    join page must not tell whether somebody is known already."""

    __tablename__ = "customers"
    __persons__: ClassVar[Persons] = {
        Subject.CUSTOMER: Itself(merged_into="merged_into"),
    }
    __table_args__ = (
        Index("ix_customers_recent", "merchant_id", "last_active_at", "id"),
        Index("ix_customers_name", "merchant_id", "search_name", "id"),
        ForeignKeyConstraint(
            ["merchant_id", "merged_into"], ["customers.merchant_id", "customers.id"]
        ),
        Index(
            "ix_customers_merged",
            "merchant_id",
            "merged_into",
            postgresql_where=text("merged_into IS NOT NULL"),
        ),
        CheckConstraint("title in ('mrs', 'mr')", name="title"),
        CheckConstraint("age in ('under_15', 'minor', 'adult')", name="age"),
        CheckConstraint(
            "birth_month BETWEEN 1 AND 12 AND birth_day BETWEEN 1 AND 31", name="birthday"
        ),
    )

    __ends__: ClassVar[Endings] = (
        Ends(Subject.CUSTOMER, Retention.LAST_ACTIVITY, "last_active_at", person="id"),
    )

    version: Mapped[int] = mapped_column(
        default=1, info=neutral("counts changes, for conflict detection")
    )
    title: Mapped[str | None] = mapped_column(
        info=of_customer(Category.IDENTITY, Purpose.NOTEBOOK, shared=True)
    )
    first_name: Mapped[str | None] = mapped_column(
        info=of_customer(Category.IDENTITY, Purpose.NOTEBOOK, Purpose.LOYALTY)
    )
    last_name: Mapped[str | None] = mapped_column(info=IDENTITY)
    company: Mapped[str | None] = mapped_column(info=IDENTITY)
    siret: Mapped[str | None] = mapped_column(info=IDENTITY)
    phone: Mapped[str | None] = mapped_column(
        info=of_customer(Category.CONTACT, Purpose.NOTEBOOK, Purpose.LOYALTY)
    )
    """E.164."""
    phone_last4: Mapped[str | None] = mapped_column(
        info=of_customer(Category.CONTACT, Purpose.LOYALTY, withheld=DERIVED)
    )
    email: Mapped[str | None] = mapped_column(
        info=of_customer(Category.CONTACT, Purpose.NOTEBOOK, Purpose.LOYALTY)
    )
    line1: Mapped[str | None] = mapped_column(info=ADDRESS)
    line2: Mapped[str | None] = mapped_column(info=ADDRESS)
    postcode: Mapped[str | None] = mapped_column(info=AREA)
    city: Mapped[str | None] = mapped_column(info=ADDRESS)
    region: Mapped[str | None] = mapped_column(info=ADDRESS)
    country: Mapped[str | None] = mapped_column(info=AREA)
    language: Mapped[str | None] = mapped_column(
        info=of_customer(Category.PREFERENCE, Purpose.LOYALTY)
    )
    preferred_contact: Mapped[str | None] = mapped_column(info=PREFERENCE)
    birth_month: Mapped[int | None] = mapped_column(info=IDENTITY)
    birth_day: Mapped[int | None] = mapped_column(info=IDENTITY)
    """A birthday without its year, which nobody needs in order to wish well."""
    age: Mapped[str | None] = mapped_column(
        info=of_customer(Category.IDENTITY, Purpose.NOTEBOOK, shared=True)
    )
    """``under_15`` (no marketing, whoever consents), ``minor``, ``adult``."""
    adult_verified_on: Mapped[date | None] = mapped_column(
        info=of_customer(Category.ACTIVITY, Purpose.ACCOUNTABILITY)
    )
    """When a member saw proof of majority; the date of birth itself is never kept."""
    tags: Mapped[list[str]] = mapped_column(default=list, info=PREFERENCE)
    photo: Mapped[str | None] = mapped_column(info=IDENTITY)
    """Its name in the media store."""
    notes: Mapped[str | None] = mapped_column(
        info=of_customer(Category.FREE_TEXT, Purpose.NOTEBOOK)
    )
    search_name: Mapped[str] = mapped_column(
        default="", info=of_customer(Category.IDENTITY, Purpose.NOTEBOOK, withheld=DERIVED)
    )
    """Names without accents and case."""
    source: Mapped[str] = mapped_column(info=of_customer(Category.ACTIVITY, Purpose.ACCOUNTABILITY))
    """Where the data comes from (GDPR art. 14(2)(f)): ``counter``, ``join``, ``desk``, ``api``,
    ``import``, ``demo``."""
    notice_version: Mapped[str | None] = mapped_column(
        info=of_customer(Category.ACTIVITY, Purpose.ACCOUNTABILITY)
    )
    """Which privacy notice was shown on joining (GDPR art. 13)."""
    created_at: Mapped[datetime] = mapped_column(
        default=now, info=of_customer(Category.ACTIVITY, Purpose.NOTEBOOK)
    )
    last_visit_at: Mapped[datetime | None] = mapped_column(
        info=of_customer(Category.ACTIVITY, Purpose.NOTEBOOK, Purpose.LOYALTY)
    )
    last_active_at: Mapped[datetime] = mapped_column(
        default=now, info=of_customer(Category.ACTIVITY, Purpose.NOTEBOOK)
    )
    """The customer's last own act (joining, a visit): from it the retention period counts."""
    visits: Mapped[int] = mapped_column(
        default=0, info=of_customer(Category.ACTIVITY, Purpose.NOTEBOOK, Purpose.LOYALTY)
    )
    """Days, in the merchant's time zone, on which a card earned or redeemed."""
    spent: Mapped[int] = mapped_column(
        BigInteger,
        default=0,
        info=of_customer(Category.ACTIVITY, Purpose.NOTEBOOK, Purpose.LOYALTY),
    )
    """What the sales that earned came to, in minor units, where the till said so."""
    merged_into: Mapped[UUID | None] = mapped_column(
        info=of_customer(Category.LINK, Purpose.NOTEBOOK)
    )
    """The customer this one turned out to be. The row stays so that the merge can be undone."""
    restricted_at: Mapped[datetime | None] = mapped_column(
        info=of_customer(Category.PREFERENCE, Purpose.ACCOUNTABILITY)
    )
    """Since then the data is kept and not used (GDPR art. 18); ``restricted.py`` refuses."""
    objected_at: Mapped[datetime | None] = mapped_column(
        info=of_customer(Category.PREFERENCE, Purpose.ACCOUNTABILITY)
    )
    """When the person objected (GDPR art. 21): never written to again."""


class CustomerKey(MerchantOwned, Base):
    """What a customer is found by (``keys.py`` says which keys there are).

    Under row-level security PostgreSQL uses an index only for operators that are proven not to
    leak; comparing text is, LIKE, trigrams, ``lower()`` and arrays are not. So whatever has to be
    found fast among many customers is a row here, found by equality or by its beginning.
    """

    __tablename__ = "customer_keys"
    __persons__: ClassVar[Persons] = {
        Subject.CUSTOMER: Via("customer_id", "customers"),
    }
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "customer_id"], ["customers.merchant_id", "customers.id"]
        ),
        Index("ix_customer_keys_key", "merchant_id", "key", "customer_id"),
    )

    id: Mapped[UUID] = mapped_column(
        "customer_id",
        primary_key=True,
        sort_order=-19,
        info=of_customer(Category.LINK, Purpose.NOTEBOOK, withheld=DERIVED),
    )
    """The customer's."""
    key: Mapped[str] = mapped_column(
        Text(collation="C"),
        primary_key=True,
        info=of_customer(Category.IDENTITY, Purpose.NOTEBOOK, withheld=DERIVED),
    )
