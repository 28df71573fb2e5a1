"""Erasures: what was planned, how far it is, and the proof. No value about a person stands here,
so all of it stays."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from api.core.clock import now
from api.core.db import Base
from api.core.personal import (
    AnyKeys,
    Category,
    Purpose,
    Retention,
    Subject,
    Via,
    declare_file,
    neutral,
    personal,
)
from api.core.personal import (
    Erasure as Ending,
)
from api.core.tenancy import MerchantOwned

STATES = (
    "awaiting_approval", "waiting", "executing", "verifying", "awaiting_provider", "done",
    "refused",
)  # fmt: skip
OPEN = STATES[:-2]
"""Not over yet."""

_OPAQUE = "an opaque id, which leads to nobody once the erasure is done"
_WORK = neutral("where the work on an erasure stands, about no person")
_TIME = neutral("time of a technical event")
_PLAN = neutral(
    "names of tables and columns, counts and reasons",
    AnyKeys("names of whatever tables there are"),
)
declare_file(
    "erasure ledger",
    personal(
        Category.LINK,
        Subject.CUSTOMER,
        Purpose.ACCOUNTABILITY,
        retention=Retention.ACCOUNTABILITY,
        erasure=Ending.KEEP,
        withheld="ids of who was erased, so that a backup cannot bring anybody back",
    ),
    place="erasures.jsonl",
)


def _link(subject: Subject) -> dict[str, Any]:
    return personal(
        Category.LINK,
        subject,
        Purpose.ACCOUNTABILITY,
        retention=Retention.ACCOUNTABILITY,
        erasure=Ending.KEEP,
        withheld=_OPAQUE,
    )


class Course:
    """How an erasure goes, whoever's it is."""

    state: Mapped[str] = mapped_column(default="waiting", info=_WORK)
    cause: Mapped[str] = mapped_column(default="asked", info=_WORK)
    """``asked``, ``retention`` or ``replay``."""
    request_id: Mapped[UUID | None] = mapped_column(info=neutral("the request it answers"))
    plan: Mapped[dict[str, Any]] = mapped_column(info=_PLAN)
    digest: Mapped[str] = mapped_column(info=neutral("digest of the plan"))
    erased: Mapped[dict[str, Any]] = mapped_column(default=dict, info=_PLAN)
    """Rows handled so far, by table."""
    receipts: Mapped[dict[str, Any]] = mapped_column(
        default=dict,
        info=neutral(
            "random names, kinds of recipients, states and times",
            AnyKeys("references, each with the same few words"),
        ),
    )
    """Reference → recipient and whether it has confirmed."""
    proof: Mapped[dict[str, Any] | None] = mapped_column(info=_PLAN)
    created_at: Mapped[datetime] = mapped_column(default=now, info=_TIME)
    begun_at: Mapped[datetime | None] = mapped_column(info=_TIME)
    finished_at: Mapped[datetime | None] = mapped_column(info=_TIME)


_STATE_CHECK = f"state in ({', '.join(repr(state) for state in STATES)})"


class Erasure(Course, MerchantOwned, Base):
    """Of a merchant's customer."""

    __tablename__ = "erasures"
    __persons__ = {  # noqa: RUF012  (declared as the other models do)
        Subject.CUSTOMER: Via("customer_id", "customers"),
        Subject.USER: (Via("asked_by", "memberships"), Via("approved_by", "memberships")),
    }
    __table_args__ = (
        CheckConstraint(_STATE_CHECK, name="state"),
        Index("ix_erasures_customer", "merchant_id", "customer_id"),
        Index("ix_erasures_state", "merchant_id", "state"),
    )

    customer_id: Mapped[UUID] = mapped_column(info=_link(Subject.CUSTOMER))
    asked_kind: Mapped[str] = mapped_column(info=neutral("member, api_key, holder or system"))
    asked_by: Mapped[UUID | None] = mapped_column(info=_link(Subject.USER))
    approved_by: Mapped[UUID | None] = mapped_column(info=_link(Subject.USER))
    approved_at: Mapped[datetime | None] = mapped_column(info=_TIME)


class ErasureRule(MerchantOwned, Base):
    """What a merchant wants of its erasures."""

    __tablename__ = "erasure_rules"
    __table_args__ = (UniqueConstraint("merchant_id"),)

    approval: Mapped[bool] = mapped_column(info=neutral("a setting of the shop"))
    """A second member says yes."""


class UserErasure(Course, Base):
    """Of a person with a login. It is nobody's but the operator's."""

    __tablename__ = "user_erasures"
    __persons__ = {Subject.USER: Via("user_id", "users")}  # noqa: RUF012  (as above)
    __table_args__ = (
        CheckConstraint(_STATE_CHECK, name="state"),
        Index(None, "user_id"),
        UniqueConstraint("proof_token"),
    )

    id: Mapped[UUID] = mapped_column(
        primary_key=True, default=uuid7, info=neutral("random identifier")
    )
    user_id: Mapped[UUID] = mapped_column(info=_link(Subject.USER))
    proof_token: Mapped[bytes] = mapped_column(
        info=neutral("digest of the link to a proof about nobody")
    )
    """Opens the proof, when there is no account any more that could be signed in to."""


class ErasureMark(Base):
    """An erasure that this database knows of. One that stands in the ledger outside and not here
    was forgotten with a restored backup, and is due again (``replay.py``). Of no merchant, so
    that it can be asked before any is entered."""

    __tablename__ = "erasure_marks"

    id: Mapped[UUID] = mapped_column(primary_key=True, info=neutral("random identifier"))
    """The erasure's."""
    begun_at: Mapped[datetime] = mapped_column(default=now, info=_TIME)
    finished_at: Mapped[datetime | None] = mapped_column(info=_TIME)
