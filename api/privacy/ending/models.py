"""That a contract has ended, what was decided since, what went, and what is left and why: what a
certificate of destruction will say (``PROMISES``, clauses 24 and 25)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from api.accounts.models.declared import trail
from api.core.clock import now
from api.core.db import Base
from api.core.personal import (
    EACH,
    AnyKeys,
    Endings,
    Ends,
    Persons,
    Retention,
    Subject,
    Via,
    neutral,
)
from api.core.tenancy import MerchantOwned

STATES = ("ended", "reopened", "purging", "held", "done")
GOING = ("purging", "held")
"""There is no way back."""

_STATE = neutral("where the end of a contract stands")
_TIME = neutral("time of a technical event")


class ContractEnd(MerchantOwned, Base):
    """One end of a contract; a merchant that was opened again may have several."""

    __tablename__ = "contract_ends"
    __stays__ = "between the merchant and this host"
    __outlasts__ = "the proof of what was destroyed and of what is kept (GDPR art. 5(2))"
    __persons__: ClassVar[Persons] = {
        Subject.USER: (
            Via("ended_by", "memberships"),
            Via("waived_by", "memberships"),
            Via("purge_asked_by", "memberships"),
            Via("reopened_by", "memberships"),
        )
    }
    __ends__: ClassVar[Endings] = (
        Ends(Subject.USER, Retention.ACCOUNTABILITY, "finished_at", "reopened_at"),
    )
    __table_args__ = (
        CheckConstraint("state IN ('ended', 'reopened', 'purging', 'held', 'done')", name="state"),
        CheckConstraint("cause IN ('owner', 'operator', 'replay')", name="cause"),
        Index(
            "uq_contract_ends_one",
            "merchant_id",
            unique=True,
            postgresql_where=text("state <> 'reopened'"),
        ),
    )

    cause: Mapped[str] = mapped_column(info=_STATE)
    state: Mapped[str] = mapped_column(default="ended", info=_STATE)
    """``held``: all has gone but what legal holds keep; it goes when they end."""
    ended_at: Mapped[datetime] = mapped_column(default=now, info=_TIME)
    ended_by: Mapped[UUID | None] = mapped_column(info=trail())
    due_at: Mapped[datetime] = mapped_column(info=_TIME)
    """By the law's period: everything goes from then on, whatever was asked."""
    waived_at: Mapped[datetime | None] = mapped_column(info=_TIME)
    """An owner has said in words that no copy is wanted."""
    waived_by: Mapped[UUID | None] = mapped_column(info=trail())
    purge_asked_at: Mapped[datetime | None] = mapped_column(info=_TIME)
    """An owner wants it done before."""
    purge_asked_by: Mapped[UUID | None] = mapped_column(info=trail())
    warned_at: Mapped[datetime | None] = mapped_column(info=_TIME)
    reopened_at: Mapped[datetime | None] = mapped_column(info=_TIME)
    reopened_by: Mapped[UUID | None] = mapped_column(info=trail())
    begun_at: Mapped[datetime | None] = mapped_column(info=_TIME)
    finished_at: Mapped[datetime | None] = mapped_column(info=_TIME)
    gone: Mapped[dict[str, Any]] = mapped_column(
        default=dict, info=neutral("counts of rows", AnyKeys("names of whatever tables there are"))
    )
    """Rows that went, by table."""
    remains: Mapped[dict[str, Any]] = mapped_column(
        default=dict,
        info=neutral(
            "names of tables, counts, dates and reasons",
            {
                EACH: {
                    "rows": "a count",
                    "until": "the last day",
                    "rule": "a rule of retention",
                    "source": "the article that it rests on",
                    "because": "why",
                }
            },
        ),
    )
    receipts: Mapped[dict[str, Any]] = mapped_column(
        default=dict,
        info=neutral(
            "what others confirmed, in counts and states",
            AnyKeys("recipients; opaque ids of owners until they have their mail"),
        ),
    )
