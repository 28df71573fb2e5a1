"""The rows of the loyalty ledger: programs, rewards, cards, entries and lots."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from api.core.clock import now
from api.core.db import Base
from api.core.personal import Category, Erasure, Purpose, Retention, Subject, neutral, personal
from api.core.tenancy import MerchantOwned

_RULE = neutral("the merchant's own rule, about no person")
_UNITS = neutral("a number of units, attached to a person only through the card's customer")
_CHAIN = neutral("part of the hash chain, made from no personal data")


def _of_holder(category: Category, erasure: Erasure, withheld: str = "") -> dict[str, Any]:
    return personal(
        category,
        Subject.CUSTOMER,
        Purpose.LOYALTY,
        retention=Retention.LAST_ACTIVITY,
        erasure=erasure,
        withheld=withheld,
    )


_WHEN = _of_holder(Category.ACTIVITY, Erasure.KEEP)
_ACTOR = personal(
    Category.LINK,
    Subject.USER,
    Purpose.ACCOUNTABILITY,
    retention=Retention.ACCOUNTABILITY,
    erasure=Erasure.KEEP,
    withheld="opaque id of who acted: another person's data",
)


def _to_card() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["merchant_id", "card_id"], ["cards.merchant_id", "cards.id"])


def _to_program() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["merchant_id", "program_id"], ["programs.merchant_id", "programs.id"]
    )


def _to_location() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["merchant_id", "location_id"], ["locations.merchant_id", "locations.id"]
    )


class _OfCard(MerchantOwned):
    """A row that hangs on a card, and on the merchant only through it: checking the merchant too
    would make every stamp in a shop touch the merchant's one row."""

    merchant_id: Mapped[UUID] = mapped_column(
        primary_key=True, sort_order=-20, info=neutral("tells the merchant, not a person")
    )


class Program(MerchantOwned, Base):
    """A loyalty program: draft → active → closing → archived."""

    __tablename__ = "programs"
    __table_args__ = (
        CheckConstraint("status in ('draft', 'active', 'closing', 'archived')", name="status"),
        CheckConstraint("kind in ('stamps', 'points')", name="kind"),
    )

    version: Mapped[int] = mapped_column(default=1, info=neutral("counts changes, for conflicts"))
    name: Mapped[str] = mapped_column(info=_RULE)
    kind: Mapped[str] = mapped_column(default="stamps", info=_RULE)
    unit_name: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True), info=_RULE)
    """``{"one", "many"}``: shown instead of stamp or point."""
    status: Mapped[str] = mapped_column(default="draft", info=_RULE)
    terms_version: Mapped[int | None] = mapped_column(info=_RULE)
    """The text in force in ``program_terms``."""
    revision: Mapped[int] = mapped_column(default=1, info=_RULE)
    """Number of the rule revision in force; every entry keeps the one it was made under."""
    rules: Mapped[dict[str, Any]] = mapped_column(info=_RULE)
    """The earn rule in force (``schemas.Rules``); older ones are in ``program_revisions``."""
    design: Mapped[dict[str, Any]] = mapped_column(info=_RULE)
    created_at: Mapped[datetime] = mapped_column(default=now, info=_RULE)
    activated_at: Mapped[datetime | None] = mapped_column(info=_RULE)
    closed_at: Mapped[datetime | None] = mapped_column(info=_RULE)
    redeem_until: Mapped[date | None] = mapped_column(info=_RULE)
    """Last day, in the merchant's time zone, on which a closing program still gives rewards."""
    archived_at: Mapped[datetime | None] = mapped_column(info=_RULE)
    poster_opened_at: Mapped[datetime | None] = mapped_column(
        info=neutral("whether the merchant has seen its poster, for the checklist")
    )


class ProgramRevision(MerchantOwned, Base):
    """The rules and rewards of a program from one moment on. Never changed."""

    __tablename__ = "program_revisions"
    __table_args__ = (_to_program(), UniqueConstraint("merchant_id", "program_id", "number"))

    program_id: Mapped[UUID] = mapped_column(info=_RULE)
    number: Mapped[int] = mapped_column(info=_RULE)
    rules: Mapped[dict[str, Any]] = mapped_column(info=_RULE)
    rewards: Mapped[dict[str, Any]] = mapped_column(info=_RULE)
    """``{"items": [...]}``, as ``schemas.RewardOut`` without the stock."""
    created_at: Mapped[datetime] = mapped_column(default=now, info=_RULE)
    created_by: Mapped[UUID | None] = mapped_column(info=_ACTOR)


class ProgramTerms(MerchantOwned, Base):
    """The merchant's conditions of a program. A version is never changed: cards keep the number
    of the one that was accepted."""

    __tablename__ = "program_terms"
    __table_args__ = (_to_program(), UniqueConstraint("merchant_id", "program_id", "version"))

    program_id: Mapped[UUID] = mapped_column(info=_RULE)
    version: Mapped[int] = mapped_column(info=_RULE)
    text: Mapped[str] = mapped_column(info=_RULE)
    created_at: Mapped[datetime] = mapped_column(default=now, info=_RULE)
    created_by: Mapped[UUID | None] = mapped_column(info=_ACTOR)


class Reward(MerchantOwned, Base):
    """What a number of units is exchanged for."""

    __tablename__ = "rewards"
    __table_args__ = (
        _to_program(),
        Index("ix_rewards_program", "merchant_id", "program_id"),
        CheckConstraint("cost > 0", name="cost"),
        CheckConstraint("given >= 0 AND (stock IS NULL OR stock >= 0)", name="stock"),
    )

    program_id: Mapped[UUID] = mapped_column(info=_RULE)
    name: Mapped[str] = mapped_column(info=_RULE)
    cost: Mapped[int] = mapped_column(info=_RULE)
    position: Mapped[int] = mapped_column(default=0, info=_RULE)
    active: Mapped[bool] = mapped_column(default=True, info=_RULE)
    description: Mapped[str | None] = mapped_column(info=_RULE)
    stock: Mapped[int | None] = mapped_column(info=_RULE)
    """How many there are in all, given ones included; None: without end."""
    given: Mapped[int] = mapped_column(default=0, info=_RULE)
    """How many of the stock are gone. Not counted where the stock is without end: that row would
    be written at every redemption of the shop."""
    limit_per_customer: Mapped[int | None] = mapped_column(info=_RULE)
    valid_from: Mapped[date | None] = mapped_column(info=_RULE)
    valid_until: Mapped[date | None] = mapped_column(info=_RULE)
    """First and last day, in the merchant's time zone."""
    value: Mapped[int | None] = mapped_column(BigInteger, info=_RULE)
    """Worth in minor units of money, for statistics."""

    @property
    def stock_left(self) -> int | None:
        return None if self.stock is None else max(0, self.stock - self.given)

    @property
    def in_stock(self) -> bool:
        return self.stock_left != 0


class Card(MerchantOwned, Base):
    """One customer's card in one program; without a customer it is anonymous.

    The balance and the head of the hash chain stand here so that an operation locks and writes
    one row; both follow from the entries (``verification.py`` recomputes them).
    """

    __tablename__ = "cards"
    __table_args__ = (
        _to_program(),
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
    )

    program_id: Mapped[UUID] = mapped_column(info=_RULE)
    customer_id: Mapped[UUID | None] = mapped_column(info=_of_holder(Category.LINK, Erasure.NULL))
    code: Mapped[str] = mapped_column(info=_of_holder(Category.CREDENTIAL, Erasure.TOMBSTONE))
    """The scan code in the QR: 130 random bits. Identifies the card at the counter, no more."""
    number: Mapped[str] = mapped_column(info=_of_holder(Category.LINK, Erasure.TOMBSTONE))
    """Eight characters that can be typed; not a secret."""
    page_token: Mapped[bytes] = mapped_column(
        info=_of_holder(
            Category.CREDENTIAL, Erasure.TOMBSTONE, "digest of a secret that only the holder has"
        )
    )
    """SHA-256 of the secret that opens the holder's page."""
    status: Mapped[str] = mapped_column(default="active", info=_WHEN)
    balance: Mapped[int] = mapped_column(default=0, info=_UNITS)
    seq: Mapped[int] = mapped_column(default=0, info=_CHAIN)
    """How many entries there are; the next one's number is one more."""
    head_hash: Mapped[bytes] = mapped_column(default=b"", info=_CHAIN)
    last_earned_at: Mapped[datetime | None] = mapped_column(info=_WHEN)
    earned_on: Mapped[date | None] = mapped_column(info=_WHEN)
    """The day, in the merchant's time zone, that ``earned_units`` counts."""
    earned_units: Mapped[int] = mapped_column(default=0, info=_UNITS)
    created_at: Mapped[datetime] = mapped_column(default=now, info=_WHEN)
    closed_at: Mapped[datetime | None] = mapped_column(info=_WHEN)
    closed_reason: Mapped[str | None] = mapped_column(
        info=_of_holder(Category.FREE_TEXT, Erasure.NULL)
    )
    merged_into: Mapped[UUID | None] = mapped_column(info=_of_holder(Category.LINK, Erasure.KEEP))
    """The card that holds this one's units since their customers were merged."""
    idle_expires_at: Mapped[datetime | None] = mapped_column(info=_WHEN)
    """When its ``idle`` lots expire unless the holder does something before."""
    tier_id: Mapped[str | None] = mapped_column(info=_WHEN)
    tier_units: Mapped[int] = mapped_column(default=0, info=_UNITS)
    """Earned units that count for the tier, by the rules of ``tier_revision``."""
    tier_until: Mapped[date | None] = mapped_column(info=_WHEN)
    """The last day of the tier if nothing more is earned, where a rolling window decides."""
    tier_revision: Mapped[int | None] = mapped_column(info=_RULE)
    open_holds: Mapped[int] = mapped_column(default=0, info=_UNITS)
    """How many holds wait for their confirmation; so that no other earning has to look."""
    terms_version: Mapped[int | None] = mapped_column(info=_WHEN)
    """The version of the program's terms that the holder accepted."""
    terms_accepted_at: Mapped[datetime | None] = mapped_column(info=_WHEN)
    sponsor_id: Mapped[UUID | None] = mapped_column(info=_of_holder(Category.LINK, Erasure.NULL))
    """The card of who sent this holder here."""


class FormerCode(_OfCard, Base):
    """Codes of a card that was lost and replaced: the card and its ledger go on under new ones,
    and whoever shows an old one is told so."""

    __tablename__ = "former_codes"
    __table_args__ = (
        _to_card(),
        UniqueConstraint("merchant_id", "code"),
        UniqueConstraint("merchant_id", "number"),
        UniqueConstraint("merchant_id", "page_token"),
        Index("ix_former_codes_card", "merchant_id", "card_id"),
    )

    card_id: Mapped[UUID] = mapped_column(info=_of_holder(Category.LINK, Erasure.DELETE))
    code: Mapped[str] = mapped_column(info=_of_holder(Category.CREDENTIAL, Erasure.DELETE))
    number: Mapped[str] = mapped_column(info=_of_holder(Category.LINK, Erasure.DELETE))
    page_token: Mapped[bytes] = mapped_column(
        info=_of_holder(Category.CREDENTIAL, Erasure.DELETE, "digest of a secret, no longer valid")
    )
    retired_at: Mapped[datetime] = mapped_column(default=now, info=_WHEN)


class Entry(_OfCard, Base):
    """A line of a card's ledger. Never changed (the application may only insert and read it):
    what was wrong is put right by a further entry.

    ``key`` and ``request`` make an operation repeatable without doubling it: an entry is the
    lasting record of its own ``Idempotency-Key``.
    """

    __tablename__ = "entries"
    __table_args__ = (
        _to_card(),
        _to_location(),
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

    card_id: Mapped[UUID] = mapped_column(info=_of_holder(Category.LINK, Erasure.KEEP))
    seq: Mapped[int] = mapped_column(info=_CHAIN)
    kind: Mapped[str] = mapped_column(info=_WHEN)
    delta: Mapped[int] = mapped_column(info=_UNITS)
    balance: Mapped[int] = mapped_column(info=_UNITS)
    """After this entry."""
    revision: Mapped[int] = mapped_column(info=_RULE)
    reverses: Mapped[UUID | None] = mapped_column(info=_CHAIN)
    reward_id: Mapped[UUID | None] = mapped_column(info=_WHEN)
    reward_name: Mapped[str | None] = mapped_column(info=_WHEN)
    """As it was called then."""
    reason: Mapped[str | None] = mapped_column(info=_of_holder(Category.FREE_TEXT, Erasure.NULL))
    receipt: Mapped[str | None] = mapped_column(info=_of_holder(Category.LINK, Erasure.NULL))
    """The till's own reference of the sale."""
    actor_kind: Mapped[str] = mapped_column(info=_ACTOR)
    actor_id: Mapped[UUID | None] = mapped_column(info=_ACTOR)
    occurred_at: Mapped[datetime] = mapped_column(info=_WHEN)
    """When it happened at the counter; before ``recorded_at`` when it waited offline."""
    recorded_at: Mapped[datetime] = mapped_column(info=_WHEN)
    key: Mapped[str | None] = mapped_column(
        info=neutral("random key of one gesture, chosen by the caller")
    )
    request: Mapped[bytes | None] = mapped_column(info=neutral("digest of the request's body"))
    amount: Mapped[int | None] = mapped_column(BigInteger, info=_WHEN)
    """What was paid and earned these units, in minor units."""
    location_id: Mapped[UUID | None] = mapped_column(info=_WHEN)
    value: Mapped[int | None] = mapped_column(BigInteger, info=_WHEN)
    """What the units given for it were worth, in minor units."""
    detail: Mapped[dict[str, Any] | None] = mapped_column(info=_WHEN)
    """``breakdown``: which rules gave how many units; ``card_id``: a transfer's other card."""
    hash: Mapped[bytes] = mapped_column(info=_CHAIN)


class Lot(_OfCard, Base):
    """Units that expire together. The balance is the sum of what remains in the card's lots."""

    __tablename__ = "lots"
    __table_args__ = (
        _to_card(),
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

    card_id: Mapped[UUID] = mapped_column(info=_of_holder(Category.LINK, Erasure.KEEP))
    entry_id: Mapped[UUID] = mapped_column(info=_CHAIN)
    units: Mapped[int] = mapped_column(info=_UNITS)
    remaining: Mapped[int] = mapped_column(info=_UNITS)
    expires_at: Mapped[datetime | None] = mapped_column(info=_RULE)
    """The first moment at which the units are gone."""
    idle: Mapped[bool] = mapped_column(default=False, info=_RULE)
    """Expires with the card's inactivity (``cards.idle_expires_at``), not at ``expires_at``."""
    available_at: Mapped[datetime | None] = mapped_column(info=_RULE)
    """Pending until then."""


class LotUse(_OfCard, Base):
    """How many units an entry took from a lot, so that a reversal puts them back there."""

    __tablename__ = "lot_uses"
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id", "entry_id"], ["entries.merchant_id", "entries.id"]),
        ForeignKeyConstraint(["merchant_id", "lot_id"], ["lots.merchant_id", "lots.id"]),
        Index("ix_lot_uses_entry", "merchant_id", "entry_id"),
    )

    entry_id: Mapped[UUID] = mapped_column(info=_CHAIN)
    lot_id: Mapped[UUID] = mapped_column(info=_CHAIN)
    units: Mapped[int] = mapped_column(info=_UNITS)


class Enrolment(_OfCard, Base):
    """The lasting record of an enrolment's ``Idempotency-Key``. Never changed."""

    __tablename__ = "enrolments"
    __table_args__ = (
        _to_card(),
        UniqueConstraint("merchant_id", "key"),
        Index("ix_enrolments_card", "merchant_id", "card_id"),
    )

    card_id: Mapped[UUID] = mapped_column(info=_of_holder(Category.LINK, Erasure.KEEP))
    key: Mapped[str] = mapped_column(
        info=neutral("random key of one gesture, chosen by the caller")
    )
    request: Mapped[bytes] = mapped_column(info=neutral("digest of the request's body"))
    salt: Mapped[bytes] = mapped_column(
        info=_of_holder(
            Category.CREDENTIAL, Erasure.KEEP, "half of a secret that only the holder has"
        )
    )
    """With the service's own secret it makes the page's: either alone tells nothing."""
    created_at: Mapped[datetime] = mapped_column(default=now, info=_WHEN)
