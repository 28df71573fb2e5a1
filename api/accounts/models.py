"""People with a login, the merchants they work for, and what lets them in.

All tables but ``api_keys`` are global: a person is known before the merchant is.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from api.core.clock import now
from api.core.db import Base
from api.core.personal import Category, Erasure, Purpose, Retention, Subject, neutral, personal
from api.core.tenancy import MerchantOwned


def _account(category: Category, withheld: str = "") -> dict[str, Any]:
    return personal(
        category,
        Subject.USER,
        Purpose.ACCOUNT,
        retention=Retention.CONTRACT,
        erasure=Erasure.DELETE,
        withheld=withheld,
    )


def _until_expiry(category: Category, withheld: str = "") -> dict[str, Any]:
    return personal(
        category,
        Subject.USER,
        Purpose.ACCOUNT,
        Purpose.SECURITY,
        retention=Retention.EXPIRY,
        erasure=Erasure.DELETE,
        withheld=withheld,
    )


_SECRET = "a secret, useless to its owner and dangerous in a copy"  # noqa: S105  (not a password)
_RANDOM = neutral("random identifier")
_TIME = neutral("time of a technical event")
_TENANT = neutral("tells the merchant, not a person")


class User(Base):
    """A person with a login. The address is stored in lower case and is the person's name here."""

    __tablename__ = "users"
    __table_args__ = (
        UniqueConstraint("email"),
        CheckConstraint("language IN ('fr', 'en')", name="language"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7, info=_RANDOM)
    email: Mapped[str] = mapped_column(info=_account(Category.CONTACT))
    password_hash: Mapped[str] = mapped_column(info=_account(Category.CREDENTIAL, _SECRET))
    first_name: Mapped[str] = mapped_column(info=_account(Category.IDENTITY))
    language: Mapped[str] = mapped_column(info=_account(Category.PREFERENCE))
    created_at: Mapped[datetime] = mapped_column(default=now, info=_account(Category.ACTIVITY))


class Merchant(Base):
    """The tenant. ``version`` counts its changes, for If-Match."""

    __tablename__ = "merchants"
    __table_args__ = (
        UniqueConstraint("slug"),
        CheckConstraint("language IN ('fr', 'en')", name="language"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7, info=_RANDOM)
    slug: Mapped[str] = mapped_column(info=neutral("public address of a shop"))
    name: Mapped[str] = mapped_column(
        info=personal(
            Category.IDENTITY,
            Subject.MERCHANT,
            Purpose.ACCOUNT,
            retention=Retention.CONTRACT,
            erasure=Erasure.TOMBSTONE,
        )
    )
    language: Mapped[str] = mapped_column(info=neutral("a setting of the shop"))
    time_zone: Mapped[str] = mapped_column(info=neutral("a setting of the shop"))
    contact_email: Mapped[str | None] = mapped_column(
        info=personal(
            Category.CONTACT,
            Subject.MERCHANT,
            Purpose.ACCOUNT,
            retention=Retention.CONTRACT,
            erasure=Erasure.NULL,
        )
    )
    version: Mapped[int] = mapped_column(default=1, info=neutral("a counter of changes"))
    created_at: Mapped[datetime] = mapped_column(default=now, info=_TIME)


class Membership(Base):
    """A person's role in a merchant's team. Its id is what ledgers and trails call the actor:
    it leads to the person only while the membership lives."""

    __tablename__ = "memberships"
    __table_args__ = (
        UniqueConstraint("merchant_id", "user_id"),
        CheckConstraint("role IN ('owner', 'manager', 'cashier', 'auditor')", name="role"),
        Index(None, "user_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7, info=_RANDOM)
    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchants.id"), info=_TENANT)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), info=_account(Category.LINK))
    role: Mapped[str] = mapped_column(info=_account(Category.ACTIVITY))
    created_at: Mapped[datetime] = mapped_column(default=now, info=_account(Category.ACTIVITY))


class Session(Base):
    """A signed-in device. No last-used column: a table that every request writes to would be
    both slow and a record of people's hours."""

    __tablename__ = "sessions"
    __table_args__ = (UniqueConstraint("token_hash"), Index(None, "user_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7, info=_RANDOM)
    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), info=_until_expiry(Category.LINK)
    )
    token_hash: Mapped[bytes] = mapped_column(info=_until_expiry(Category.CREDENTIAL, _SECRET))
    user_agent: Mapped[str] = mapped_column(info=_until_expiry(Category.TECHNICAL))
    created_at: Mapped[datetime] = mapped_column(default=now, info=_until_expiry(Category.ACTIVITY))
    expires_at: Mapped[datetime] = mapped_column(info=_until_expiry(Category.ACTIVITY))


class SignUp(Base):
    """A wish to sign up. Nothing else exists until the address is confirmed."""

    __tablename__ = "sign_ups"
    __table_args__ = (UniqueConstraint("token_hash"), Index(None, "email"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7, info=_RANDOM)
    email: Mapped[str] = mapped_column(info=_until_expiry(Category.CONTACT))
    password_hash: Mapped[str] = mapped_column(info=_until_expiry(Category.CREDENTIAL, _SECRET))
    first_name: Mapped[str] = mapped_column(info=_until_expiry(Category.IDENTITY))
    merchant_name: Mapped[str] = mapped_column(info=_until_expiry(Category.IDENTITY))
    language: Mapped[str] = mapped_column(info=_until_expiry(Category.PREFERENCE))
    time_zone: Mapped[str] = mapped_column(info=neutral("a setting of the shop"))
    token_hash: Mapped[bytes | None] = mapped_column(
        info=_until_expiry(Category.CREDENTIAL, _SECRET)
    )
    created_at: Mapped[datetime] = mapped_column(default=now, info=_TIME)
    expires_at: Mapped[datetime] = mapped_column(info=_TIME)


class PasswordReset(Base):
    """A wish to set a new password. It holds the address as asked, since whether an account
    stands behind it is looked up by the job and not while somebody measures the answer."""

    __tablename__ = "password_resets"
    __table_args__ = (UniqueConstraint("token_hash"), Index(None, "email"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7, info=_RANDOM)
    email: Mapped[str] = mapped_column(info=_until_expiry(Category.CONTACT))
    token_hash: Mapped[bytes | None] = mapped_column(
        info=_until_expiry(Category.CREDENTIAL, _SECRET)
    )
    created_at: Mapped[datetime] = mapped_column(default=now, info=_TIME)
    expires_at: Mapped[datetime] = mapped_column(info=_TIME)


class ApiKey(MerchantOwned, Base):
    """A merchant's key for a program of its own. Its text starts with the merchant, which is
    entered before the key is looked up: no query ever searches all merchants' keys."""

    __tablename__ = "api_keys"
    __table_args__ = (UniqueConstraint("merchant_id", "secret_hash"),)

    name: Mapped[str] = mapped_column(info=neutral("a label for a program"))
    scopes: Mapped[list[str]] = mapped_column(info=neutral("rights of a program"))
    prefix: Mapped[str] = mapped_column(info=neutral("the first characters of a key"))
    secret_hash: Mapped[bytes] = mapped_column(info=neutral("digest of a program's secret"))
    created_by: Mapped[UUID] = mapped_column(
        info=personal(
            Category.LINK,
            Subject.USER,
            Purpose.ACCOUNTABILITY,
            retention=Retention.ACCOUNTABILITY,
            erasure=Erasure.KEEP,
            withheld="an opaque id of the merchant's own trail",
        )
    )
    created_at: Mapped[datetime] = mapped_column(default=now, info=_TIME)
    revoked_at: Mapped[datetime | None] = mapped_column(info=_TIME)


class Throttle(Base):
    """Failed attempts of one bucket, whose key is an HMAC: the table lists neither addresses
    nor accounts. UNLOGGED, emptied daily."""

    __tablename__ = "throttles"
    __table_args__ = (Index(None, "counted_at"), {"prefixes": ["UNLOGGED"]})

    bucket: Mapped[bytes] = mapped_column(
        primary_key=True,
        info=personal(
            Category.TECHNICAL,
            Subject.USER,
            Purpose.SECURITY,
            retention=Retention.EXPIRY,
            erasure=Erasure.KEEP,
            withheld="a keyed fingerprint that cannot be traced back, gone within a day",
        ),
    )
    failures: Mapped[int] = mapped_column(info=neutral("a counter"))
    counted_at: Mapped[datetime] = mapped_column(info=_TIME)
    blocked_until: Mapped[datetime] = mapped_column(info=_TIME)
