"""What goes with a card beside its ledger: holds, changes of tier, warnings of expiry."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from api.cards.models.declared import (
    CHAIN,
    DETAIL,
    TO_CARD,
    UNITS,
    WHEN,
    OfCard,
    of_holder,
    to_card,
    to_location,
)
from api.core.clock import now
from api.core.db import Base
from api.core.personal import Category, Erasure, Persons, Subject, Via, neutral
from api.programs.models import ACTOR, RULE


class Hold(OfCard, Base):
    """Units promised to a sale that is not settled: they count against the caps while it is
    open, and become an entry when it is confirmed."""

    __tablename__ = "holds"
    __persons__: ClassVar[Persons] = {
        Subject.CUSTOMER: TO_CARD,
        Subject.USER: Via("actor_id", "memberships"),
    }
    __table_args__ = (
        to_card(),
        to_location(),
        ForeignKeyConstraint(["merchant_id", "entry_id"], ["entries.merchant_id", "entries.id"]),
        UniqueConstraint("merchant_id", "key"),
        Index("ix_holds_card", "merchant_id", "card_id", "id"),
        Index(
            "ix_holds_open", "merchant_id", "expires_at", postgresql_where=text("status = 'open'")
        ),
        CheckConstraint("status in ('open', 'confirmed', 'cancelled', 'lapsed')", name="status"),
        CheckConstraint("(status = 'confirmed') = (entry_id IS NOT NULL)", name="entry"),
        CheckConstraint("units > 0", name="units"),
    )

    card_id: Mapped[UUID] = mapped_column(info=of_holder(Category.LINK, Erasure.KEEP))
    status: Mapped[str] = mapped_column(default="open", info=WHEN)
    units: Mapped[int] = mapped_column(info=UNITS)
    amount: Mapped[int | None] = mapped_column(BigInteger, info=WHEN)
    location_id: Mapped[UUID | None] = mapped_column(info=WHEN)
    receipt: Mapped[str | None] = mapped_column(info=of_holder(Category.LINK, Erasure.NULL))
    detail: Mapped[dict[str, Any] | None] = mapped_column(info=DETAIL)
    """As the entry will have it."""
    occurred_at: Mapped[datetime] = mapped_column(info=WHEN)
    """When the sale was made; also the entry's."""
    expires_at: Mapped[datetime] = mapped_column(info=WHEN)
    """After that it lapses."""
    ended_at: Mapped[datetime | None] = mapped_column(info=WHEN)
    entry_id: Mapped[UUID | None] = mapped_column(info=CHAIN)
    actor_kind: Mapped[str] = mapped_column(info=ACTOR)
    actor_id: Mapped[UUID | None] = mapped_column(info=ACTOR)
    key: Mapped[str] = mapped_column(info=neutral("random key of one gesture, by the caller"))
    request: Mapped[bytes] = mapped_column(info=neutral("digest of the request's body"))


class TierChange(OfCard, Base):
    """A card rose to another tier or fell from one. Never changed."""

    __tablename__ = "tier_changes"
    __table_args__ = (to_card(), Index("ix_tier_changes_card", "merchant_id", "card_id", "id"))

    card_id: Mapped[UUID] = mapped_column(info=of_holder(Category.LINK, Erasure.KEEP))
    before: Mapped[str | None] = mapped_column(info=WHEN)
    after: Mapped[str | None] = mapped_column(info=WHEN)
    units: Mapped[int] = mapped_column(info=UNITS)
    """That counted at that moment."""
    promoted: Mapped[bool] = mapped_column(info=WHEN)
    revision: Mapped[int] = mapped_column(info=RULE)
    changed_at: Mapped[datetime] = mapped_column(default=now, info=WHEN)


class ExpiryWarning(OfCard, Base):
    """The holder was warned, once, of units that expire at a moment."""

    __tablename__ = "expiry_warnings"
    __table_args__ = (to_card(), UniqueConstraint("merchant_id", "card_id", "expires_at"))

    card_id: Mapped[UUID] = mapped_column(info=of_holder(Category.LINK, Erasure.KEEP))
    expires_at: Mapped[datetime] = mapped_column(info=WHEN)
    units: Mapped[int] = mapped_column(info=UNITS)
    mailed: Mapped[bool] = mapped_column(info=WHEN)
    """False: shown on the card's page only (no address, or no consent)."""
    created_at: Mapped[datetime] = mapped_column(default=now, info=WHEN)
