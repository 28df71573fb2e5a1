"""The tables of the audit trail's seals: one for each event, chained merchant by merchant, and a
root of all chains for each day. What is hashed stands in :mod:`.chain`.

Seals, roots and leaves are only ever added to: the application's role may insert and read them,
nothing more. Whoever owns the database may still do anything to it; then what is left does not
fit together any more, or not with a root that was kept elsewhere.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, LargeBinary, SmallInteger, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from api.core.db import Base
from api.core.personal import neutral
from api.core.tenancy import MerchantOwned

_PLACE = neutral("a place in the chain of seals")
_HASH = neutral("a hash over opaque ids, counts and states")
_TENANT = neutral("tells the merchant, not a person")
_TIME = neutral("time of a technical event")


class AuditSeal(MerchantOwned, Base):
    """The seal of one event, whose id it has: the key allows no second one."""

    __tablename__ = "audit_seals"
    __stays__ = "sealed by this host, in whose daily roots it stands"
    __outlasts__ = "the seals of what says that all the rest is gone"
    __table_args__ = (UniqueConstraint("merchant_id", "position"),)

    position: Mapped[int] = mapped_column(BigInteger, info=_PLACE)
    """1, 2, 3 … without holes."""
    version: Mapped[int] = mapped_column(SmallInteger, info=neutral("form of what is hashed"))
    sealed_at: Mapped[datetime] = mapped_column(info=_TIME)
    """The same for all that were sealed together."""
    digest: Mapped[bytes] = mapped_column(LargeBinary, info=_HASH)
    """Of the event alone."""
    link: Mapped[bytes] = mapped_column(LargeBinary, info=_HASH)
    """Of the digest, the place and the link before."""


class AuditHead(Base):
    """How far a merchant's chain goes. Its row is the sealer's lock; writers of events never
    touch it. Not in the merchant's own tables: the daily root is made of all heads at once."""

    __tablename__ = "audit_heads"
    __outlasts__ = "hashes, by which the trail and daily roots verify"

    merchant_id: Mapped[UUID] = mapped_column(primary_key=True, info=_TENANT)
    position: Mapped[int] = mapped_column(BigInteger, info=_PLACE)
    link: Mapped[bytes] = mapped_column(LargeBinary, info=_HASH)


class AuditCheckpoint(MerchantOwned, Base):
    """Stands for the beginning of a chain, whose time was over: up to ``position`` it is gone, and
    ``link`` is what goes on. An event in the chain itself says the same (``audit.shortened``), so
    that nobody can take a beginning away and put this in its place unseen."""

    __tablename__ = "audit_checkpoints"
    __stays__ = "sealed by this host, in whose daily roots it stands"
    __outlasts__ = "hashes, by which the trail and daily roots verify"
    __table_args__ = (UniqueConstraint("merchant_id", "position"),)

    position: Mapped[int] = mapped_column(BigInteger, info=_PLACE)
    link: Mapped[bytes] = mapped_column(LargeBinary, info=_HASH)
    made_at: Mapped[datetime] = mapped_column(info=_TIME)


class AuditRoot(Base):
    """The root over all merchants' chains on a day, chained to that of the day before."""

    __tablename__ = "audit_roots"

    day: Mapped[date] = mapped_column(primary_key=True, info=_TIME)
    made_at: Mapped[datetime] = mapped_column(info=_TIME)
    merchants: Mapped[int] = mapped_column(BigInteger, info=neutral("a count of merchants"))
    events: Mapped[int] = mapped_column(BigInteger, info=neutral("a count of events"))
    previous: Mapped[bytes] = mapped_column(LargeBinary, info=_HASH)
    root: Mapped[bytes] = mapped_column(LargeBinary, info=_HASH)


class AuditLeaf(Base):
    """A merchant's head as it went into a day's root; none where it had not moved since."""

    __tablename__ = "audit_leaves"
    __outlasts__ = "hashes, by which the trail and daily roots verify"
    __table_args__ = (
        Index("uq_audit_leaves_merchant_day", "merchant_id", "day", unique=True),
        Index("ix_audit_leaves_day", "day", "merchant_id"),
    )

    id: Mapped[UUID] = mapped_column(
        primary_key=True, default=uuid7, info=neutral("random identifier")
    )
    day: Mapped[date] = mapped_column(info=_TIME)
    merchant_id: Mapped[UUID] = mapped_column(info=_TENANT)
    position: Mapped[int] = mapped_column(BigInteger, info=_PLACE)
    link: Mapped[bytes] = mapped_column(LargeBinary, info=_HASH)


class AuditVerification(MerchantOwned, Base):
    """What the nightly verification of a merchant's trail has found."""

    __tablename__ = "audit_verifications"
    __stays__ = "sealed by this host, in whose daily roots it stands"
    __table_args__ = (Index("ix_audit_verifications_at", "merchant_id", "at"),)

    at: Mapped[datetime] = mapped_column(info=_TIME)
    position: Mapped[int] = mapped_column(BigInteger, info=_PLACE)
    up_to: Mapped[datetime | None] = mapped_column(info=_TIME)
    """Time of the last event that has a seal; None when there is none."""
    waiting: Mapped[int] = mapped_column(BigInteger, info=neutral("a count of events"))
    faults: Mapped[int] = mapped_column(BigInteger, info=neutral("a count of events"))
    first_faults: Mapped[list[dict[str, Any]]] = mapped_column(
        JSONB,
        info=neutral(
            "kinds of faults, places and opaque ids of events",
            {"kind": "what is wrong", "place": "in the chain", "event_id": "opaque id"},
        ),
    )
