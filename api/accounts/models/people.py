"""People with a login, and what lets them in.

All tables are global: a person is known before the merchant is.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from api.accounts.models.declared import RANDOM, SECRET, TIME, account, until_expiry
from api.core.clock import now
from api.core.db import Base
from api.core.personal import (
    Category,
    Endings,
    Ends,
    Erasure,
    Itself,
    Nobody,
    Persons,
    Purpose,
    Retention,
    Subject,
    Via,
    neutral,
    personal,
)


class User(Base):
    """A person with a login. The address is stored in lower case and is the person's name here."""

    __tablename__ = "users"
    __persons__: ClassVar[Persons] = {
        Subject.USER: Itself(),
    }
    __table_args__ = (
        UniqueConstraint("email"),
        CheckConstraint("language IN ('fr', 'en')", name="language"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7, info=RANDOM)
    email: Mapped[str] = mapped_column(info=account(Category.CONTACT))
    password_hash: Mapped[str] = mapped_column(info=account(Category.CREDENTIAL, SECRET))
    first_name: Mapped[str] = mapped_column(info=account(Category.IDENTITY))
    language: Mapped[str] = mapped_column(info=account(Category.PREFERENCE))
    created_at: Mapped[datetime] = mapped_column(default=now, info=account(Category.ACTIVITY))


class Session(Base):
    """A signed-in device. No last-used column: a table that every request writes to would be
    both slow and a record of people's hours."""

    __tablename__ = "sessions"
    __persons__: ClassVar[Persons] = {
        Subject.USER: Via("user_id", "users"),
    }
    __table_args__ = (UniqueConstraint("token_hash"), Index(None, "user_id"))

    __ends__: ClassVar[Endings] = (Ends(Subject.USER, Retention.EXPIRY, "expires_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7, info=RANDOM)
    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), info=until_expiry(Category.LINK)
    )
    token_hash: Mapped[bytes] = mapped_column(info=until_expiry(Category.CREDENTIAL, SECRET))
    user_agent: Mapped[str] = mapped_column(info=until_expiry(Category.TECHNICAL))
    created_at: Mapped[datetime] = mapped_column(default=now, info=until_expiry(Category.ACTIVITY))
    expires_at: Mapped[datetime] = mapped_column(info=until_expiry(Category.ACTIVITY))


class LastSignIn(Base):
    """When a person last signed in, with a password, a passkey or a PIN; written once a day at
    most. Sessions do not tell it: they go after thirty days, and silence counts in years."""

    __tablename__ = "last_sign_ins"
    __persons__: ClassVar[Persons] = {Subject.USER: Via("user_id", "users")}
    __table_args__ = (Index(None, "at"),)

    __ends__: ClassVar[Endings] = (Ends(Subject.USER, Retention.CONTRACT, "at", person="user_id"),)

    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, info=account(Category.LINK)
    )
    at: Mapped[datetime] = mapped_column(info=account(Category.ACTIVITY))


class SignUp(Base):
    """A wish to sign up. Nothing else exists until the address is confirmed."""

    __tablename__ = "sign_ups"
    __persons__: ClassVar[Persons] = {
        Subject.USER: Via("email", "users", on="email"),
    }
    __table_args__ = (UniqueConstraint("token_hash"), Index(None, "email"))

    __ends__: ClassVar[Endings] = (Ends(Subject.USER, Retention.EXPIRY, "expires_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7, info=RANDOM)
    email: Mapped[str] = mapped_column(info=until_expiry(Category.CONTACT))
    password_hash: Mapped[str] = mapped_column(info=until_expiry(Category.CREDENTIAL, SECRET))
    first_name: Mapped[str] = mapped_column(info=until_expiry(Category.IDENTITY))
    merchant_name: Mapped[str] = mapped_column(info=until_expiry(Category.IDENTITY))
    language: Mapped[str] = mapped_column(info=until_expiry(Category.PREFERENCE))
    time_zone: Mapped[str] = mapped_column(info=neutral("a setting of the shop"))
    token_hash: Mapped[bytes | None] = mapped_column(info=until_expiry(Category.CREDENTIAL, SECRET))
    created_at: Mapped[datetime] = mapped_column(default=now, info=TIME)
    expires_at: Mapped[datetime] = mapped_column(info=TIME)


class PasswordReset(Base):
    """A wish to set a new password. It holds the address as asked, since whether an account
    stands behind it is looked up by the job and not while somebody measures the answer."""

    __tablename__ = "password_resets"
    __persons__: ClassVar[Persons] = {
        Subject.USER: Via("email", "users", on="email"),
    }
    __table_args__ = (UniqueConstraint("token_hash"), Index(None, "email"))

    __ends__: ClassVar[Endings] = (Ends(Subject.USER, Retention.EXPIRY, "expires_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7, info=RANDOM)
    email: Mapped[str] = mapped_column(info=until_expiry(Category.CONTACT))
    token_hash: Mapped[bytes | None] = mapped_column(info=until_expiry(Category.CREDENTIAL, SECRET))
    created_at: Mapped[datetime] = mapped_column(default=now, info=TIME)
    expires_at: Mapped[datetime] = mapped_column(info=TIME)


class Throttle(Base):
    """Failed attempts of one bucket, whose key is an HMAC: the table lists neither addresses
    nor accounts. UNLOGGED, emptied daily."""

    __tablename__ = "throttles"
    __persons__: ClassVar[Persons] = {
        Subject.USER: Nobody("its key is a keyed fingerprint"),
    }
    __table_args__ = (Index(None, "counted_at"), {"prefixes": ["UNLOGGED"]})

    __ends__: ClassVar[Endings] = (
        Ends(Subject.USER, Retention.EXPIRY, "counted_at", own=timedelta(days=1)),
    )

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
    counted_at: Mapped[datetime] = mapped_column(info=TIME)
    blocked_until: Mapped[datetime] = mapped_column(info=TIME)
