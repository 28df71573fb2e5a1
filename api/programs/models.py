"""Programs, their revisions and terms, and the rewards they offer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from api.core.clock import now
from api.core.db import Base
from api.core.personal import (
    EACH,
    Category,
    CopyOf,
    Erasure,
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

_OWN = "the merchant's own rule, about no person"
RULE = neutral(_OWN)
_NUMBER = "a number or choice of the merchant's"
RULES = neutral(
    _OWN,
    {
        "bonuses": {
            "id": "opaque",
            "name": "as the merchant calls it",
            "when": {EACH: _NUMBER},
            "percent": _NUMBER,
            "units": _NUMBER,
        },
        "expiry": {EACH: _NUMBER},
        "items": {"sku": "of an article", "name": "of an article", "units": _NUMBER},
        "locations": "ids of the places where it is valid",
        "per_amount": {EACH: _NUMBER},
        "redeem_value": {EACH: _NUMBER},
        "sponsorship": {EACH: _NUMBER},
        "tiers": {
            "levels": {
                "id": "opaque",
                "name": "as the merchant calls it",
                "percent": _NUMBER,
                "threshold": _NUMBER,
            },
            "window_months": _NUMBER,
        },
        **dict.fromkeys(
            (
                *("units_per_visit", "cooldown_minutes", "daily_cap", "monthly_cap"),
                *("max_per_operation", "rounding", "minimum_amount", "pending_days"),
                *("warn_days", "redeem_minimum"),
            ),
            _NUMBER,
        ),
    },
)
"""As ``schemas.Rules``."""
ACTOR = personal(
    Category.LINK,
    Subject.USER,
    Purpose.ACCOUNTABILITY,
    retention=Retention.ACCOUNTABILITY,
    erasure=Erasure.KEEP,
    withheld="opaque id of who acted: another person's data",
)


def to_program() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["merchant_id", "program_id"], ["programs.merchant_id", "programs.id"]
    )


class Program(MerchantOwned, Base):
    """A loyalty program: draft → active → closing → archived."""

    __tablename__ = "programs"
    __stay__ = FROZEN_STAYS
    __table_args__ = (
        CheckConstraint("status in ('draft', 'active', 'closing', 'archived')", name="status"),
        CheckConstraint("kind in ('stamps', 'points')", name="kind"),
    )

    version: Mapped[int] = mapped_column(default=1, info=neutral("counts changes, for conflicts"))
    name: Mapped[str] = mapped_column(info=RULE)
    kind: Mapped[str] = mapped_column(default="stamps", info=RULE)
    unit_name: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB(none_as_null=True),
        info=neutral(_OWN, {"one": "instead of stamp or point", "many": "of them"}),
    )
    status: Mapped[str] = mapped_column(default="draft", info=RULE)
    terms_version: Mapped[int | None] = mapped_column(info=RULE)
    """The text in force in ``program_terms``."""
    revision: Mapped[int] = mapped_column(default=1, info=RULE)
    """Number of the rule revision in force; every entry keeps the one it was made under."""
    rules: Mapped[dict[str, Any]] = mapped_column(info=RULES)
    """The earn rule in force (``schemas.Rules``); older ones are in ``program_revisions``."""
    design: Mapped[dict[str, Any]] = mapped_column(
        info=neutral(_OWN, {EACH: "a colour, or the name of a picture of ours"})
    )
    created_at: Mapped[datetime] = mapped_column(default=now, info=RULE)
    activated_at: Mapped[datetime | None] = mapped_column(info=RULE)
    closed_at: Mapped[datetime | None] = mapped_column(info=RULE)
    redeem_until: Mapped[date | None] = mapped_column(info=RULE)
    """Last day, in the merchant's time zone, on which a closing program still gives rewards."""
    archived_at: Mapped[datetime | None] = mapped_column(info=RULE)
    poster_opened_at: Mapped[datetime | None] = mapped_column(
        info=neutral("whether the merchant has seen its poster, for the checklist")
    )
    frozen_at: Mapped[datetime | None] = mapped_column(info=FROZEN)


class ProgramRevision(MerchantOwned, Base):
    """The rules and rewards of a program from one moment on. Never changed."""

    __tablename__ = "program_revisions"
    __persons__: ClassVar[Persons] = {
        Subject.USER: Via("created_by", "memberships"),
    }
    __table_args__ = (to_program(), UniqueConstraint("merchant_id", "program_id", "number"))

    program_id: Mapped[UUID] = mapped_column(info=RULE)
    number: Mapped[int] = mapped_column(info=RULE)
    rules: Mapped[dict[str, Any]] = mapped_column(info=RULES)
    rewards: Mapped[dict[str, Any]] = mapped_column(
        info=neutral(_OWN, {"items": CopyOf("rewards")})
    )
    """As ``schemas.RewardOut`` without the stock."""
    created_at: Mapped[datetime] = mapped_column(default=now, info=RULE)
    created_by: Mapped[UUID | None] = mapped_column(info=ACTOR)


class ProgramTerms(MerchantOwned, Base):
    """The merchant's conditions of a program. A version is never changed: cards keep the number
    of the one that was accepted."""

    __tablename__ = "program_terms"
    __persons__: ClassVar[Persons] = {
        Subject.USER: Via("created_by", "memberships"),
    }
    __table_args__ = (to_program(), UniqueConstraint("merchant_id", "program_id", "version"))

    program_id: Mapped[UUID] = mapped_column(info=RULE)
    version: Mapped[int] = mapped_column(info=RULE)
    text: Mapped[str] = mapped_column(info=RULE)
    created_at: Mapped[datetime] = mapped_column(default=now, info=RULE)
    created_by: Mapped[UUID | None] = mapped_column(info=ACTOR)


class Reward(MerchantOwned, Base):
    """What a number of units is exchanged for."""

    __tablename__ = "rewards"
    __table_args__ = (
        to_program(),
        Index("ix_rewards_program", "merchant_id", "program_id"),
        CheckConstraint("cost > 0", name="cost"),
        CheckConstraint("given >= 0 AND (stock IS NULL OR stock >= 0)", name="stock"),
    )

    program_id: Mapped[UUID] = mapped_column(info=RULE)
    name: Mapped[str] = mapped_column(info=RULE)
    cost: Mapped[int] = mapped_column(info=RULE)
    position: Mapped[int] = mapped_column(default=0, info=RULE)
    active: Mapped[bool] = mapped_column(default=True, info=RULE)
    description: Mapped[str | None] = mapped_column(info=RULE)
    stock: Mapped[int | None] = mapped_column(info=RULE)
    """How many there are in all, given ones included; None: without end."""
    given: Mapped[int] = mapped_column(default=0, info=RULE)
    """How many of the stock are gone. Not counted where the stock is without end: that row would
    be written at every redemption of the shop."""
    limit_per_customer: Mapped[int | None] = mapped_column(info=RULE)
    valid_from: Mapped[date | None] = mapped_column(info=RULE)
    valid_until: Mapped[date | None] = mapped_column(info=RULE)
    """First and last day, in the merchant's time zone."""
    value: Mapped[int | None] = mapped_column(BigInteger, info=RULE)
    """Worth in minor units of money, for statistics."""

    @property
    def stock_left(self) -> int | None:
        return None if self.stock is None else max(0, self.stock - self.given)

    @property
    def in_stock(self) -> bool:
        return self.stock_left != 0
