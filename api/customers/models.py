"""The notebook's rows: customers and what they consented to."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Text,
    UniqueConstraint,
    text,
)
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
_IDENTITY = _of_customer(Category.IDENTITY, Purpose.NOTEBOOK)
_ADDRESS = _of_customer(Category.CONTACT, Purpose.NOTEBOOK)
_LINK = _of_customer(Category.LINK, Purpose.NOTEBOOK, withheld="it would tell about another person")
_MEMBER = personal(
    Category.LINK,
    Subject.USER,
    Purpose.ACCOUNTABILITY,
    retention=Retention.ACCOUNTABILITY,
    erasure=Erasure.KEEP,
    withheld="opaque id of the member who noted it: another person's data",
)
_PREFERENCE = _of_customer(Category.PREFERENCE, Purpose.NOTEBOOK)


class Customer(MerchantOwned, Base):
    """A person who buys at a merchant's. Every field is optional; the merchant knows some by
    first name only. Phone and e-mail are not unique: a family may share them, and the public
    join page must not tell whether somebody is known already."""

    __tablename__ = "customers"
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

    version: Mapped[int] = mapped_column(
        default=1, info=neutral("counts changes, for conflict detection")
    )
    title: Mapped[str | None] = mapped_column(info=_IDENTITY)
    first_name: Mapped[str | None] = mapped_column(
        info=_of_customer(Category.IDENTITY, Purpose.NOTEBOOK, Purpose.LOYALTY)
    )
    last_name: Mapped[str | None] = mapped_column(info=_IDENTITY)
    company: Mapped[str | None] = mapped_column(info=_IDENTITY)
    siret: Mapped[str | None] = mapped_column(info=_IDENTITY)
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
    line1: Mapped[str | None] = mapped_column(info=_ADDRESS)
    line2: Mapped[str | None] = mapped_column(info=_ADDRESS)
    postcode: Mapped[str | None] = mapped_column(info=_ADDRESS)
    city: Mapped[str | None] = mapped_column(info=_ADDRESS)
    region: Mapped[str | None] = mapped_column(info=_ADDRESS)
    country: Mapped[str | None] = mapped_column(info=_ADDRESS)
    language: Mapped[str | None] = mapped_column(
        info=_of_customer(Category.PREFERENCE, Purpose.LOYALTY)
    )
    preferred_contact: Mapped[str | None] = mapped_column(info=_PREFERENCE)
    birth_month: Mapped[int | None] = mapped_column(info=_IDENTITY)
    birth_day: Mapped[int | None] = mapped_column(info=_IDENTITY)
    """A birthday without its year, which nobody needs in order to wish well."""
    age: Mapped[str | None] = mapped_column(info=_IDENTITY)
    """``under_15`` (no marketing, whoever consents), ``minor``, ``adult``."""
    adult_verified_on: Mapped[date | None] = mapped_column(
        info=_of_customer(Category.ACTIVITY, Purpose.ACCOUNTABILITY)
    )
    """When a member saw proof of majority; the date of birth itself is never kept."""
    tags: Mapped[list[str]] = mapped_column(default=list, info=_PREFERENCE)
    photo: Mapped[str | None] = mapped_column(info=_IDENTITY)
    """Its name in the media store."""
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
    """Where the data comes from (GDPR art. 14(2)(f)): ``counter``, ``join``, ``desk``, ``api``,
    ``import``, ``demo``."""
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
    merged_into: Mapped[UUID | None] = mapped_column(
        info=_of_customer(Category.LINK, Purpose.NOTEBOOK)
    )
    """The customer this one turned out to be. The row stays so that the merge can be undone."""


class CustomerKey(MerchantOwned, Base):
    """What a customer is found by (``keys.py`` says which keys there are).

    Under row-level security PostgreSQL uses an index only for operators that are proven not to
    leak; comparing text is, LIKE, trigrams, ``lower()`` and arrays are not. So whatever has to be
    found fast among many customers is a row here, found by equality or by its beginning.
    """

    __tablename__ = "customer_keys"
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
        info=_of_customer(Category.LINK, Purpose.NOTEBOOK, withheld=_DERIVED),
    )
    """The customer's."""
    key: Mapped[str] = mapped_column(
        Text(collation="C"),
        primary_key=True,
        info=_of_customer(Category.IDENTITY, Purpose.NOTEBOOK, withheld=_DERIVED),
    )


class Consent(MerchantOwned, Base):
    """One event of giving or withdrawing a consent; the newest of a purpose counts. Never
    changed: it is the proof that the merchant owes (GDPR art. 7(1))."""

    __tablename__ = "consents"
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "customer_id"], ["customers.merchant_id", "customers.id"]
        ),
        CheckConstraint("basis in ('consent', 'soft_opt_in')", name="basis"),
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
    basis: Mapped[str] = mapped_column(
        default="consent", info=_of_customer(Category.ACTIVITY, Purpose.ACCOUNTABILITY)
    )
    """``soft_opt_in``: news of similar goods to who has bought (ePrivacy directive, art. 13(2))."""
    text_version: Mapped[str] = mapped_column(
        info=_of_customer(Category.ACTIVITY, Purpose.ACCOUNTABILITY)
    )
    channel: Mapped[str] = mapped_column(
        info=_of_customer(Category.ACTIVITY, Purpose.ACCOUNTABILITY)
    )
    """Where it was said: ``counter``, ``join``, ``desk``, ``api``, ``import``."""
    source: Mapped[str | None] = mapped_column(
        info=_of_customer(Category.FREE_TEXT, Purpose.ACCOUNTABILITY)
    )
    """What else proves it, in the merchant's words: the form, the event."""
    actor_id: Mapped[UUID | None] = mapped_column(info=_MEMBER)
    created_at: Mapped[datetime] = mapped_column(
        default=now, info=_of_customer(Category.ACTIVITY, Purpose.ACCOUNTABILITY)
    )


class Duplicate(MerchantOwned, Base):
    """Two customers who may be one person. Found by ``duplicates.py`` as often as it likes; that
    a member said they are not is remembered."""

    __tablename__ = "duplicates"
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

    first_id: Mapped[UUID] = mapped_column(info=_LINK)
    second_id: Mapped[UUID] = mapped_column(info=_LINK)
    reasons: Mapped[list[str]] = mapped_column(info=neutral("phone, email or name"))
    score: Mapped[int] = mapped_column(info=neutral("how likely it is, in percent"))
    found_at: Mapped[datetime] = mapped_column(info=neutral("time of a technical event"))
    dismissed_at: Mapped[datetime | None] = mapped_column(info=neutral("time of a member's word"))
    dismissed_by: Mapped[UUID | None] = mapped_column(info=_MEMBER)
