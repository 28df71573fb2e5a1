"""The ledger: entries, and the lots of units that come and go with them."""

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
from api.core.db import Base
from api.core.personal import Category, Erasure, Persons, Subject, Via, neutral
from api.programs.models import ACTOR, RULE


class Entry(OfCard, Base):
    """A line of a card's ledger. Never changed (the application may only insert and read it):
    what was wrong is put right by a further entry.

    ``key`` and ``request`` make an operation repeatable without doubling it: an entry is the
    lasting record of its own ``Idempotency-Key``.
    """

    __tablename__ = "entries"
    __persons__: ClassVar[Persons] = {
        Subject.CUSTOMER: TO_CARD,
        Subject.USER: Via("actor_id", "memberships"),
    }
    __table_args__ = (
        to_card(),
        to_location(),
        UniqueConstraint("merchant_id", "card_id", "seq"),
        UniqueConstraint("merchant_id", "key"),
        UniqueConstraint("merchant_id", "reverses"),
        Index("ix_entries_recorded", "merchant_id", "recorded_at"),
        CheckConstraint(
            "kind in ('earn', 'redeem', 'adjust', 'expire', 'reverse', 'import', 'transfer')",
            name="kind",
        ),
        CheckConstraint("delta <> 0 AND balance >= 0", name="units"),
    )

    card_id: Mapped[UUID] = mapped_column(info=of_holder(Category.LINK, Erasure.KEEP))
    seq: Mapped[int] = mapped_column(info=CHAIN)
    kind: Mapped[str] = mapped_column(info=WHEN)
    delta: Mapped[int] = mapped_column(info=UNITS)
    balance: Mapped[int] = mapped_column(info=UNITS)
    """After this entry."""
    revision: Mapped[int] = mapped_column(info=RULE)
    reverses: Mapped[UUID | None] = mapped_column(info=CHAIN)
    reward_id: Mapped[UUID | None] = mapped_column(info=WHEN)
    reward_name: Mapped[str | None] = mapped_column(info=WHEN)
    """As it was called then."""
    reason: Mapped[str | None] = mapped_column(info=of_holder(Category.FREE_TEXT, Erasure.NULL))
    receipt: Mapped[str | None] = mapped_column(info=of_holder(Category.LINK, Erasure.NULL))
    """The till's own reference of the sale."""
    actor_kind: Mapped[str] = mapped_column(info=ACTOR)
    actor_id: Mapped[UUID | None] = mapped_column(info=ACTOR)
    occurred_at: Mapped[datetime] = mapped_column(info=WHEN)
    """When it happened at the counter; before ``recorded_at`` when it waited offline."""
    recorded_at: Mapped[datetime] = mapped_column(info=WHEN)
    key: Mapped[str | None] = mapped_column(
        info=neutral("random key of one gesture, chosen by the caller")
    )
    request: Mapped[bytes | None] = mapped_column(info=neutral("digest of the request's body"))
    amount: Mapped[int | None] = mapped_column(BigInteger, info=WHEN)
    """What was paid and earned these units, in minor units."""
    location_id: Mapped[UUID | None] = mapped_column(info=WHEN)
    value: Mapped[int | None] = mapped_column(BigInteger, info=WHEN)
    """What the units given for it were worth, in minor units."""
    detail: Mapped[dict[str, Any] | None] = mapped_column(info=DETAIL)
    hash: Mapped[bytes] = mapped_column(info=CHAIN)


class Lot(OfCard, Base):
    """Units that expire together. The balance is the sum of what remains in the card's lots."""

    __tablename__ = "lots"
    __table_args__ = (
        to_card(),
        ForeignKeyConstraint(["merchant_id", "entry_id"], ["entries.merchant_id", "entries.id"]),
        Index("ix_lots_entry", "merchant_id", "entry_id"),
        Index(
            "ix_lots_open",
            "merchant_id",
            "card_id",
            postgresql_where=text("remaining > 0"),
        ),
        Index(
            "ix_lots_expiry",
            "merchant_id",
            "expires_at",
            postgresql_where=text("remaining > 0 AND expires_at IS NOT NULL"),
        ),
        CheckConstraint("remaining >= 0 AND remaining <= units", name="remaining"),
    )

    card_id: Mapped[UUID] = mapped_column(info=of_holder(Category.LINK, Erasure.KEEP))
    entry_id: Mapped[UUID] = mapped_column(info=CHAIN)
    units: Mapped[int] = mapped_column(info=UNITS)
    remaining: Mapped[int] = mapped_column(info=UNITS)
    expires_at: Mapped[datetime | None] = mapped_column(info=RULE)
    """The first moment at which the units are gone."""
    idle: Mapped[bool] = mapped_column(default=False, info=RULE)
    """Expires with the card's inactivity (``cards.idle_expires_at``), not at ``expires_at``."""
    available_at: Mapped[datetime | None] = mapped_column(info=RULE)
    """Pending until then."""


class LotUse(OfCard, Base):
    """How many units an entry took from a lot, so that a reversal puts them back there."""

    __tablename__ = "lot_uses"
    __persons__: ClassVar[Persons] = {Subject.CUSTOMER: Via("lot_id", "lots")}
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id", "entry_id"], ["entries.merchant_id", "entries.id"]),
        ForeignKeyConstraint(["merchant_id", "lot_id"], ["lots.merchant_id", "lots.id"]),
        Index("ix_lot_uses_entry", "merchant_id", "entry_id"),
    )

    entry_id: Mapped[UUID] = mapped_column(info=CHAIN)
    lot_id: Mapped[UUID] = mapped_column(info=CHAIN)
    units: Mapped[int] = mapped_column(info=UNITS)
