"""Invitations into a team, and the counter devices that a team shares."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from api.accounts.models.declared import SECRET, TIME, trail, until_expiry
from api.core.clock import now
from api.core.db import Base
from api.core.personal import (
    Category,
    Endings,
    Ends,
    Erasure,
    Persons,
    Purpose,
    Retention,
    Subject,
    Via,
    neutral,
    personal,
)
from api.core.tenancy import MerchantOwned


class Invitation(MerchantOwned, Base):
    """A wish that somebody joins the team. The text of its link starts with the merchant, which
    is entered before the link is looked up. Deleted a month after it has expired."""

    __tablename__ = "invitations"
    __stays__ = "the team signs in anew there"
    __persons__: ClassVar[Persons] = {
        # Not who invited: the address is another person's.
        Subject.USER: Via("email", "users", on="email"),
    }
    __table_args__ = (
        UniqueConstraint("merchant_id", "token_hash"),
        Index(
            "uq_invitations_open",
            "merchant_id",
            "email",
            unique=True,
            postgresql_where=text("accepted_at IS NULL AND revoked_at IS NULL"),
        ),
    )

    __ends__: ClassVar[Endings] = (
        Ends(Subject.USER, Retention.EXPIRY, "expires_at", own=timedelta(days=30)),
    )

    email: Mapped[str] = mapped_column(info=until_expiry(Category.CONTACT))
    role: Mapped[str] = mapped_column(info=neutral("a role offered"))
    location_ids: Mapped[list[str]] = mapped_column(info=neutral("places of a shop"))
    language: Mapped[str] = mapped_column(info=until_expiry(Category.PREFERENCE))
    token_hash: Mapped[bytes | None] = mapped_column(info=until_expiry(Category.CREDENTIAL, SECRET))
    invited_by: Mapped[UUID] = mapped_column(info=trail())
    created_at: Mapped[datetime] = mapped_column(default=now, info=TIME)
    sent_at: Mapped[datetime] = mapped_column(default=now, info=TIME)
    expires_at: Mapped[datetime] = mapped_column(info=TIME)
    accepted_at: Mapped[datetime | None] = mapped_column(info=TIME)
    revoked_at: Mapped[datetime | None] = mapped_column(info=TIME)


class Device(MerchantOwned, Base):
    """A tablet or telephone that stays at a counter, bound to one place."""

    __tablename__ = "devices"
    __stays__ = "the team signs in anew there"
    __persons__: ClassVar[Persons] = {
        Subject.USER: Via("created_by", "memberships"),
    }
    __table_args__ = (
        ForeignKeyConstraint(
            ["merchant_id", "location_id"], ["locations.merchant_id", "locations.id"]
        ),
        UniqueConstraint("merchant_id", "token_hash"),
    )

    name: Mapped[str] = mapped_column(info=neutral("a label for a device of the shop"))
    location_id: Mapped[UUID] = mapped_column(info=neutral("a place of a shop"))
    token_hash: Mapped[bytes | None] = mapped_column(info=neutral("digest of a device's secret"))
    browser: Mapped[str | None] = mapped_column(info=neutral("software of a device of the shop"))
    created_by: Mapped[UUID] = mapped_column(info=trail())
    created_at: Mapped[datetime] = mapped_column(default=now, info=TIME)
    paired_at: Mapped[datetime | None] = mapped_column(info=TIME)
    used_at: Mapped[datetime | None] = mapped_column(info=TIME)
    revoked_at: Mapped[datetime | None] = mapped_column(info=TIME)


class Pairing(Base):
    """A code that somebody types on a device, before anybody knows whose device it is: so this
    table is global. It holds a keyed fingerprint of the code, for ten minutes."""

    __tablename__ = "pairings"
    __table_args__ = (UniqueConstraint("device_id"),)

    __ends__: ClassVar[Endings] = (Ends(Subject.USER, Retention.EXPIRY, "expires_at"),)

    code_hash: Mapped[bytes] = mapped_column(
        primary_key=True, info=neutral("fingerprint of a device's code")
    )
    merchant_id: Mapped[UUID] = mapped_column(
        ForeignKey("merchants.id"), info=neutral("tells the merchant, not a person")
    )
    device_id: Mapped[UUID] = mapped_column(info=neutral("random identifier"))
    expires_at: Mapped[datetime] = mapped_column(info=TIME)


def _of_member(category: Category, withheld: str = "") -> dict[str, object]:
    return personal(
        category,
        Subject.USER,
        Purpose.ACCOUNT,
        Purpose.SECURITY,
        retention=Retention.CONTRACT,
        erasure=Erasure.DELETE,
        withheld=withheld,
    )


class MemberPin(MerchantOwned, Base):
    """What a member types at a counter device. Wrong tries are counted here and not with the
    other throttles, which a crash of the database empties."""

    __tablename__ = "member_pins"
    __stays__ = "the team signs in anew there"
    __persons__: ClassVar[Persons] = {
        Subject.USER: Via("membership_id", "memberships"),
    }
    __table_args__ = (UniqueConstraint("merchant_id", "membership_id"),)

    membership_id: Mapped[UUID] = mapped_column(
        ForeignKey("memberships.id"), info=_of_member(Category.LINK)
    )
    pin_hash: Mapped[str] = mapped_column(info=_of_member(Category.CREDENTIAL, SECRET))
    failures: Mapped[int] = mapped_column(default=0, info=neutral("a counter"))
    locked_until: Mapped[datetime | None] = mapped_column(info=TIME)
    changed_at: Mapped[datetime] = mapped_column(default=now, info=TIME)


class CounterSession(MerchantOwned, Base):
    """A member signed in at a counter device by PIN, for a working day at most."""

    __tablename__ = "counter_sessions"
    __stays__ = "the team signs in anew there"
    __persons__: ClassVar[Persons] = {
        Subject.USER: Via("membership_id", "memberships"),
    }
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id", "device_id"], ["devices.merchant_id", "devices.id"]),
        UniqueConstraint("merchant_id", "token_hash"),
        Index(None, "merchant_id", "membership_id"),
        Index(None, "merchant_id", "device_id"),
    )

    __ends__: ClassVar[Endings] = (Ends(Subject.USER, Retention.EXPIRY, "expires_at"),)

    device_id: Mapped[UUID] = mapped_column(info=neutral("a device of the shop"))
    membership_id: Mapped[UUID] = mapped_column(
        ForeignKey("memberships.id"), info=until_expiry(Category.LINK)
    )
    token_hash: Mapped[bytes] = mapped_column(info=until_expiry(Category.CREDENTIAL, SECRET))
    created_at: Mapped[datetime] = mapped_column(default=now, info=until_expiry(Category.ACTIVITY))
    expires_at: Mapped[datetime] = mapped_column(info=until_expiry(Category.ACTIVITY))
