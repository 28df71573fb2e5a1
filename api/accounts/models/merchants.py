"""The merchants, who works for them and where, and their programs' keys."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from api.accounts.models.declared import RANDOM, TENANT, TIME, account, trail
from api.core.clock import now
from api.core.db import Base
from api.core.personal import (
    Category,
    Endings,
    Ends,
    Erasure,
    Itself,
    Persons,
    Purpose,
    Retention,
    Subject,
    Via,
    neutral,
    personal,
)
from api.core.quotas.usages import FROZEN, FROZEN_STAYS
from api.core.tenancy import MerchantOwned


class Merchant(Base):
    """The tenant. ``version`` counts its changes, for If-Match."""

    __tablename__ = "merchants"
    __stay__: ClassVar = dict.fromkeys(
        ("id", "slug", "require_second_factor", "read_only_since", "api_rate", "version",
         "created_at", "ended_at", "purged_at"),
        "what the merchant is at this host",
    )  # fmt: skip
    __outlasts__ = "a number and an address, lest somebody else is given where posters lead to"
    __persons__: ClassVar[Persons] = {
        Subject.MERCHANT: Itself(),
    }
    __ends__: ClassVar[Endings] = (
        Ends(Subject.MERCHANT, Retention.CONTRACT, "ended_at", by="contract.look_everywhere"),
    )
    __table_args__ = (
        UniqueConstraint("slug"),
        CheckConstraint("language IN ('fr', 'en')", name="language"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7, info=RANDOM)
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
    currency: Mapped[str] = mapped_column(default="EUR", info=neutral("a setting of the shop"))
    require_second_factor: Mapped[bool] = mapped_column(
        default=False, info=neutral("a setting of the shop")
    )
    contact_email: Mapped[str | None] = mapped_column(
        info=personal(
            Category.CONTACT,
            Subject.MERCHANT,
            Purpose.ACCOUNT,
            retention=Retention.CONTRACT,
            erasure=Erasure.NULL,
        )
    )
    logo: Mapped[str | None] = mapped_column(
        info=personal(
            Category.IDENTITY,
            Subject.MERCHANT,
            Purpose.ACCOUNT,
            retention=Retention.CONTRACT,
            erasure=Erasure.NULL,
        )
    )
    """Its name among the pictures."""
    read_only_since: Mapped[datetime | None] = mapped_column(info=neutral("a state of the shop"))
    """Unpaid for too long: the counter goes on, the office only reads."""
    api_rate: Mapped[int | None] = mapped_column(info=neutral("what the plan gives"))
    """Requests that the merchant's programs may make in a minute; None: any number."""
    version: Mapped[int] = mapped_column(default=1, info=neutral("a counter of changes"))
    created_at: Mapped[datetime] = mapped_column(default=now, info=TIME)
    ended_at: Mapped[datetime | None] = mapped_column(info=neutral("a state of the shop"))
    """The contract is over: nothing is changed any more (``core/ended.py``)."""
    purged_at: Mapped[datetime | None] = mapped_column(info=neutral("a state of the shop"))
    """Nothing but what the law keeps is left."""


class Membership(Base):
    """A person's role in a merchant's team. Its id is what ledgers and trails call the actor:
    it leads to the person only while the membership lives."""

    __tablename__ = "memberships"
    __persons__: ClassVar[Persons] = {
        Subject.USER: Via("user_id", "users"),
    }
    __table_args__ = (
        UniqueConstraint("merchant_id", "user_id"),
        CheckConstraint("role IN ('owner', 'manager', 'cashier', 'auditor')", name="role"),
        Index(None, "user_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7, info=RANDOM)
    merchant_id: Mapped[UUID] = mapped_column(ForeignKey("merchants.id"), info=TENANT)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), info=account(Category.LINK))
    role: Mapped[str] = mapped_column(info=account(Category.ACTIVITY))
    location_ids: Mapped[list[str]] = mapped_column(default=list, info=account(Category.ACTIVITY))
    """The places at whose counters the member signs in; empty: at all."""
    version: Mapped[int] = mapped_column(default=1, info=neutral("a counter of changes"))
    created_at: Mapped[datetime] = mapped_column(default=now, info=account(Category.ACTIVITY))
    frozen_at: Mapped[datetime | None] = mapped_column(info=FROZEN)


class ApiKey(MerchantOwned, Base):
    """A merchant's key for a program of its own. Its text starts with the merchant, which is
    entered before the key is looked up: no query ever searches all merchants' keys."""

    __tablename__ = "api_keys"
    __stays__ = "a secret of this host: programs are given new ones there"
    __persons__: ClassVar[Persons] = {
        Subject.USER: Via("created_by", "memberships"),
    }
    __table_args__ = (UniqueConstraint("merchant_id", "secret_hash"),)

    name: Mapped[str] = mapped_column(info=neutral("a label for a program"))
    scopes: Mapped[list[str]] = mapped_column(info=neutral("rights of a program"))
    prefix: Mapped[str] = mapped_column(info=neutral("the first characters of a key"))
    secret_hash: Mapped[bytes] = mapped_column(info=neutral("digest of a program's secret"))
    created_by: Mapped[UUID] = mapped_column(info=trail())
    created_at: Mapped[datetime] = mapped_column(default=now, info=TIME)
    revoked_at: Mapped[datetime | None] = mapped_column(info=TIME)


class Location(MerchantOwned, Base):
    """A place where the merchant serves customers."""

    __tablename__ = "locations"
    __stay__ = FROZEN_STAYS

    name: Mapped[str] = mapped_column(info=neutral("the name of a shop's place"))
    address: Mapped[str | None] = mapped_column(info=neutral("the public address of a shop"))
    active: Mapped[bool] = mapped_column(default=True, info=neutral("a state"))
    version: Mapped[int] = mapped_column(default=1, info=neutral("a counter of changes"))
    created_at: Mapped[datetime] = mapped_column(default=now, info=TIME)
    frozen_at: Mapped[datetime | None] = mapped_column(info=FROZEN)

    @property
    def frozen(self) -> bool:
        return self.frozen_at is not None
