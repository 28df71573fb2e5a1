"""A person's second factors. They are the person's own, whatever the merchants worked for."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from api.accounts.models.declared import RANDOM, SECRET, TIME, account, until_expiry
from api.core.clock import now
from api.core.db import Base
from api.core.personal import Category, Endings, Ends, Persons, Retention, Subject, Via, neutral


class Totp(Base):
    """An authenticator application. ``last_step``: the half minute of the last code taken, so
    that no code is taken twice."""

    __tablename__ = "totp_factors"
    __persons__: ClassVar[Persons] = {
        Subject.USER: Via("user_id", "users"),
    }

    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, info=account(Category.LINK)
    )
    secret: Mapped[bytes] = mapped_column(info=account(Category.CREDENTIAL, SECRET))
    last_step: Mapped[int] = mapped_column(BigInteger, default=0, info=neutral("a counter"))
    created_at: Mapped[datetime] = mapped_column(default=now, info=account(Category.ACTIVITY))
    confirmed_at: Mapped[datetime | None] = mapped_column(info=account(Category.ACTIVITY))


class Passkey(Base):
    """A key that lies in the person's telephone, computer or security key (WebAuthn)."""

    __tablename__ = "passkeys"
    __persons__: ClassVar[Persons] = {
        Subject.USER: Via("user_id", "users"),
    }
    __table_args__ = (UniqueConstraint("credential_id"), Index(None, "user_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7, info=RANDOM)
    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), info=account(Category.LINK)
    )
    credential_id: Mapped[bytes] = mapped_column(info=account(Category.CREDENTIAL, SECRET))
    public_key: Mapped[bytes] = mapped_column(info=account(Category.CREDENTIAL, SECRET))
    sign_count: Mapped[int] = mapped_column(BigInteger, info=neutral("a counter"))
    transports: Mapped[list[str]] = mapped_column(info=account(Category.TECHNICAL))
    name: Mapped[str] = mapped_column(info=account(Category.TECHNICAL))
    created_at: Mapped[datetime] = mapped_column(default=now, info=account(Category.ACTIVITY))


class RecoveryCode(Base):
    """One of ten codes for the day the telephone is lost. The row goes when it is used."""

    __tablename__ = "recovery_codes"
    __persons__: ClassVar[Persons] = {
        Subject.USER: Via("user_id", "users"),
    }
    __table_args__ = (UniqueConstraint("user_id", "code_hash"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7, info=RANDOM)
    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), info=account(Category.LINK)
    )
    code_hash: Mapped[bytes] = mapped_column(info=account(Category.CREDENTIAL, SECRET))
    created_at: Mapped[datetime] = mapped_column(default=now, info=TIME)


class Challenge(Base):
    """What a person is in the middle of: the second step of signing in, or showing a passkey.
    Good once, for minutes."""

    __tablename__ = "challenges"
    __persons__: ClassVar[Persons] = {
        Subject.USER: Via("user_id", "users"),
    }
    __table_args__ = (
        UniqueConstraint("token_hash"),
        CheckConstraint(
            "purpose IN ('second_step', 'new_passkey', 'passkey_sign_in')", name="purpose"
        ),
        Index(None, "user_id"),
    )

    __ends__: ClassVar[Endings] = (Ends(Subject.USER, Retention.EXPIRY, "expires_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7, info=RANDOM)
    purpose: Mapped[str] = mapped_column(info=neutral("a state"))
    user_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), info=until_expiry(Category.LINK)
    )
    token_hash: Mapped[bytes] = mapped_column(info=until_expiry(Category.CREDENTIAL, SECRET))
    nonce: Mapped[bytes] = mapped_column(info=neutral("random bytes that a passkey signs"))
    expires_at: Mapped[datetime] = mapped_column(info=TIME)
