"""The rows in which a merchant's things are counted, and what the domains declare of each thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, SmallInteger, TextClause, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from api.core.clock import now
from api.core.db import Base
from api.core.personal import neutral
from api.core.tenancy import MerchantOwned

FROZEN = neutral("for how long the plan has had no room for it")
"""Declares the ``frozen_at`` of what is counted."""
FROZEN_STAYS = {"frozen_at": "what the plan has room for here"}
"""The ``__stay__`` of what is counted (see ``moving.py``)."""


class Usage(MerchantOwned, Base):
    """How much of one thing a merchant has."""

    __tablename__ = "usages"
    __stays__ = "counted anew there"
    __table_args__ = (UniqueConstraint("merchant_id", "resource"),)

    resource: Mapped[str] = mapped_column(info=neutral("a kind of thing that is counted"))
    used: Mapped[int] = mapped_column(BigInteger, default=0, info=neutral("a number of things"))
    most: Mapped[int | None] = mapped_column(BigInteger, info=neutral("what the plan gives"))
    """None: without limit."""
    period: Mapped[date | None] = mapped_column(info=neutral("the month that is counted"))
    """Its first day; None for what is there and not used up."""
    announced: Mapped[int] = mapped_column(
        SmallInteger, default=0, info=neutral("the percentage last told by mail")
    )
    chosen: Mapped[list[str]] = mapped_column(
        JSONB, default=list, info=neutral("ids of what the merchant keeps active first")
    )


@dataclass(frozen=True)
class Declared:
    """A thing that is counted."""

    monthly: bool
    count: TextClause | None
    """How many there are, for ``:merchant_id``: what the counter has to agree with."""
    frozen: TextClause | None
    """How many are there but not active, for want of room."""
    fit: str | None
    """The job that makes as many active as there is room for, after the limit has changed."""


declared: dict[str, Declared] = {}


def declare(
    resource: str,
    *,
    count: TextClause | None = None,
    frozen: TextClause | None = None,
    fit: str | None = None,
    monthly: bool = False,
) -> str:
    """Have something counted; its name. ``monthly``: it is used up, and begins anew with each
    calendar month (UTC)."""
    if resource in declared:
        raise RuntimeError(f"two domains count {resource}")
    declared[resource] = Declared(monthly, count, frozen, fit)
    return resource


def month() -> date:
    return now().date().replace(day=1)


def period_of(resource: str) -> date | None:
    return month() if declared[resource].monthly else None
