"""Cards, the codes they had before, and how they were given out."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from api.cards.models.declared import CHAIN, UNITS, WHEN, OfCard, of_holder, to_card
from api.core.clock import now
from api.core.db import Base
from api.core.personal import Category, Erasure, Persons, Subject, Via, neutral
from api.core.quotas.usages import FROZEN, FROZEN_STAYS
from api.core.tenancy import MerchantOwned
from api.programs.models import RULE, to_program


class Card(MerchantOwned, Base):
    """One customer's card in one program; without a customer it is anonymous.

    The balance and the head of the hash chain stand here so that an operation locks and writes
    one row; both follow from the entries (``ledger/verification.py`` recomputes them).
    """

    __tablename__ = "cards"
    __stay__ = FROZEN_STAYS
    __persons__: ClassVar[Persons] = {
        Subject.CUSTOMER: Via("customer_id", "customers"),
    }
    __table_args__ = (
        to_program(),
        ForeignKeyConstraint(
            ["merchant_id", "customer_id"], ["customers.merchant_id", "customers.id"]
        ),
        ForeignKeyConstraint(["merchant_id", "sponsor_id"], ["cards.merchant_id", "cards.id"]),
        UniqueConstraint("merchant_id", "code"),
        UniqueConstraint("merchant_id", "number"),
        UniqueConstraint("merchant_id", "page_token"),
        Index(
            "uq_cards_one_active",
            "merchant_id",
            "customer_id",
            "program_id",
            unique=True,
            postgresql_where=text("status = 'active' AND customer_id IS NOT NULL"),
        ),
        Index("ix_cards_customer", "merchant_id", "customer_id"),
        Index("ix_cards_program", "merchant_id", "program_id", "status"),
        ForeignKeyConstraint(["merchant_id", "merged_into"], ["cards.merchant_id", "cards.id"]),
        Index(
            "ix_cards_merged",
            "merchant_id",
            "merged_into",
            postgresql_where=text("merged_into IS NOT NULL"),
        ),
        Index(
            "ix_cards_idle",
            "merchant_id",
            "idle_expires_at",
            postgresql_where=text("idle_expires_at IS NOT NULL"),
        ),
        CheckConstraint("status in ('active', 'closed', 'merged')", name="status"),
        CheckConstraint("(status = 'merged') = (merged_into IS NOT NULL)", name="merged"),
        Index(
            "ix_cards_sponsor",
            "merchant_id",
            "sponsor_id",
            postgresql_where=text("sponsor_id IS NOT NULL"),
        ),
        CheckConstraint("balance >= 0", name="balance"),
        Index(
            "ix_cards_frozen",
            "merchant_id",
            "id",
            postgresql_where=text("frozen_at IS NOT NULL"),
        ),
    )

    program_id: Mapped[UUID] = mapped_column(info=RULE)
    customer_id: Mapped[UUID | None] = mapped_column(info=of_holder(Category.LINK, Erasure.NULL))
    code: Mapped[str] = mapped_column(info=of_holder(Category.CREDENTIAL, Erasure.TOMBSTONE))
    """The scan code in the QR: 130 random bits. Identifies the card at the counter, no more."""
    number: Mapped[str] = mapped_column(info=of_holder(Category.LINK, Erasure.TOMBSTONE))
    """Eight characters that can be typed; not a secret."""
    page_token: Mapped[bytes] = mapped_column(
        info=of_holder(
            Category.CREDENTIAL, Erasure.TOMBSTONE, "digest of a secret that only the holder has"
        )
    )
    """SHA-256 of the secret that opens the holder's page."""
    status: Mapped[str] = mapped_column(default="active", info=WHEN)
    balance: Mapped[int] = mapped_column(default=0, info=UNITS)
    seq: Mapped[int] = mapped_column(default=0, info=CHAIN)
    """How many entries there are; the next one's number is one more."""
    head_hash: Mapped[bytes] = mapped_column(default=b"", info=CHAIN)
    last_earned_at: Mapped[datetime | None] = mapped_column(info=WHEN)
    earned_on: Mapped[date | None] = mapped_column(info=WHEN)
    """The day, in the merchant's time zone, that ``earned_units`` counts."""
    earned_units: Mapped[int] = mapped_column(default=0, info=UNITS)
    created_at: Mapped[datetime] = mapped_column(default=now, info=WHEN)
    closed_at: Mapped[datetime | None] = mapped_column(info=WHEN)
    closed_reason: Mapped[str | None] = mapped_column(
        info=of_holder(Category.FREE_TEXT, Erasure.NULL)
    )
    merged_into: Mapped[UUID | None] = mapped_column(info=of_holder(Category.LINK, Erasure.KEEP))
    """The card that holds this one's units since their customers were merged."""
    idle_expires_at: Mapped[datetime | None] = mapped_column(info=WHEN)
    """When its ``idle`` lots expire unless the holder does something before."""
    tier_id: Mapped[str | None] = mapped_column(info=WHEN)
    tier_units: Mapped[int] = mapped_column(default=0, info=UNITS)
    """Earned units that count for the tier, by the rules of ``tier_revision``."""
    tier_until: Mapped[date | None] = mapped_column(info=WHEN)
    """The last day of the tier if nothing more is earned, where a rolling window decides."""
    tier_revision: Mapped[int | None] = mapped_column(info=RULE)
    open_holds: Mapped[int] = mapped_column(default=0, info=UNITS)
    """How many holds wait for their confirmation; so that no other earning has to look."""
    terms_version: Mapped[int | None] = mapped_column(info=WHEN)
    """The version of the program's terms that the holder accepted."""
    terms_accepted_at: Mapped[datetime | None] = mapped_column(info=WHEN)
    sponsor_id: Mapped[UUID | None] = mapped_column(info=of_holder(Category.LINK, Erasure.NULL))
    """The card of who sent this holder here."""
    frozen_at: Mapped[datetime | None] = mapped_column(info=FROZEN)


class FormerCode(OfCard, Base):
    """Codes of a card that was lost and replaced: the card and its ledger go on under new ones,
    and whoever shows an old one is told so."""

    __tablename__ = "former_codes"
    __table_args__ = (
        to_card(),
        UniqueConstraint("merchant_id", "code"),
        UniqueConstraint("merchant_id", "number"),
        UniqueConstraint("merchant_id", "page_token"),
        Index("ix_former_codes_card", "merchant_id", "card_id"),
    )

    card_id: Mapped[UUID] = mapped_column(info=of_holder(Category.LINK, Erasure.DELETE))
    code: Mapped[str] = mapped_column(info=of_holder(Category.CREDENTIAL, Erasure.DELETE))
    number: Mapped[str] = mapped_column(info=of_holder(Category.LINK, Erasure.DELETE))
    page_token: Mapped[bytes] = mapped_column(
        info=of_holder(Category.CREDENTIAL, Erasure.DELETE, "digest of a secret, no longer valid")
    )
    retired_at: Mapped[datetime] = mapped_column(default=now, info=WHEN)


class Enrolment(OfCard, Base):
    """The lasting record of an enrolment's ``Idempotency-Key``. Never changed."""

    __tablename__ = "enrolments"
    __table_args__ = (
        to_card(),
        UniqueConstraint("merchant_id", "key"),
        Index("ix_enrolments_card", "merchant_id", "card_id"),
    )

    card_id: Mapped[UUID] = mapped_column(info=of_holder(Category.LINK, Erasure.KEEP))
    key: Mapped[str] = mapped_column(
        info=neutral("random key of one gesture, chosen by the caller")
    )
    request: Mapped[bytes] = mapped_column(info=neutral("digest of the request's body"))
    salt: Mapped[bytes] = mapped_column(
        info=of_holder(
            Category.CREDENTIAL, Erasure.KEEP, "half of a secret that only the holder has"
        )
    )
    """With the service's own secret it makes the page's: either alone tells nothing."""
    created_at: Mapped[datetime] = mapped_column(default=now, info=WHEN)
