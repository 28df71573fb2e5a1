"""The trail of what was done: who, what, to what, when. It is only ever added to: the
application's role may insert and read, nothing more. Whoever may do more is found out by seals
(:mod:`.seals`), which the sealer (:mod:`.sealer`) adds soon after.

Actors and subjects are opaque ids, so that the trail survives an erasure and then leads to
nobody (GDPR art. 17(3)(e), 5(2)).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Literal, Protocol
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from api.core.audit.actions import Action
from api.core.clock import now
from api.core.db import Base
from api.core.personal import (
    AnyKeys,
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
from api.core.tenancy import MerchantOwned, merchant_of

ActorKind = Literal["member", "api_key", "holder", "system"]


class Actor(Protocol):
    """Whoever acts; a request's caller is one."""

    @property
    def kind(self) -> ActorKind: ...
    @property
    def id(self) -> UUID | None:
        """Membership, API key or card; None for the system itself."""


@dataclass(frozen=True)
class By:
    """An actor where there is no caller: a holder on the public pages, a job."""

    kind: ActorKind
    id: UUID | None = None


SYSTEM = By("system")
NIGHTS = "retention.plan_nights"
"""By this job the trail's beginning goes (:mod:`.shortening`)."""


class AuditEvent(MerchantOwned, Base):
    __tablename__ = "audit_events"
    __stays__ = "sealed by this host, in whose daily roots it stands"
    __outlasts__ = "what says, sealed, that all the rest is gone"
    __persons__: ClassVar[Persons] = {
        Subject.CUSTOMER: (
            Via("subject_id", "customers"),
            Via("subject_id", "cards"),
            Via("actor_id", "cards"),
        ),
        Subject.USER: Via("actor_id", "memberships"),
    }
    __table_args__ = (
        Index("ix_audit_events_at", "merchant_id", "at", "id"),
        Index("ix_audit_events_action", "merchant_id", "action", "at", "id"),
        Index("ix_audit_events_actor", "merchant_id", "actor_id", "at", "id"),
        Index("ix_audit_events_subject", "merchant_id", "subject_id", "at", "id"),
    )
    __ends__: ClassVar[Endings] = (
        Ends(Subject.CUSTOMER, Retention.ACCOUNTABILITY, "at", by=NIGHTS),
        Ends(Subject.USER, Retention.ACCOUNTABILITY, "at", by=NIGHTS),
    )
    """Both have to be over: an event tells about who acted and about whom."""

    at: Mapped[datetime] = mapped_column(default=now, info=neutral("time of an action"))
    actor_kind: Mapped[str] = mapped_column(info=neutral("member, api_key, holder or system"))
    actor_id: Mapped[UUID | None] = mapped_column(
        info=personal(
            Category.LINK,
            Subject.USER,
            Purpose.ACCOUNTABILITY,
            retention=Retention.ACCOUNTABILITY,
            erasure=Erasure.KEEP,
            withheld="an opaque id of the merchant's own trail",
        )
    )
    action: Mapped[str] = mapped_column(info=neutral("a verb of this software"))
    subject_type: Mapped[str] = mapped_column(info=neutral("a table's name"))
    subject_id: Mapped[UUID] = mapped_column(
        info=personal(
            Category.LINK,
            Subject.CUSTOMER,
            Purpose.ACCOUNTABILITY,
            retention=Retention.ACCOUNTABILITY,
            erasure=Erasure.KEEP,
            withheld="an opaque id of the merchant's own trail",
        )
    )
    facts: Mapped[dict[str, Any]] = mapped_column(
        info=neutral(
            "ids, counts and states; record() accepts no free text",
            AnyKeys("what an auditor needs of an action, named by it"),
        )
    )


class AuditWaiting(Base):
    """An event that has no seal yet, written in the event's own transaction. So nobody who writes
    waits for the sealer, and the sealer misses nobody, however late a transaction commits: it
    asks for what is here and not for what came after a moment or a number.

    It is of no merchant, so that the sealer can ask which merchants have something to seal."""

    __tablename__ = "audit_waiting"
    __outlasts__ = "about to be sealed"
    __table_args__ = (Index("ix_audit_waiting_merchant", "merchant_id", "at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, info=neutral("random identifier"))
    """The event's."""
    merchant_id: Mapped[UUID] = mapped_column(info=neutral("tells the merchant, not a person"))
    at: Mapped[datetime] = mapped_column(info=neutral("time of an action"))
    """The event's: what is sealed together is sealed in the order of time."""


_LONGEST_FACT = 64


def record(
    db: AsyncSession,
    actor: Actor,
    action: Action,
    subject_type: str,
    subject_id: UUID,
    **facts: UUID | int | bool | str | list[str] | None,
) -> None:
    """Add an event in the session's transaction, for the merchant that it has entered.

    ``action`` is noun and participle (``card.closed``), and one of :mod:`.actions`. Facts say
    what an auditor needs beside the ids (a role, a count, names of changed fields), never a value
    about a person; a longer text raises :class:`ValueError`, since it can only be free text.
    """
    for name, value in facts.items():
        if isinstance(value, str) and len(value) > _LONGEST_FACT:
            raise ValueError(f"the fact {name} is free text")
    id, at = uuid7(), now()
    db.add(AuditWaiting(id=id, merchant_id=merchant_of(db), at=at))
    db.add(
        AuditEvent(
            id=id,
            at=at,
            actor_kind=actor.kind,
            actor_id=actor.id,
            action=action,
            subject_type=subject_type,
            subject_id=subject_id,
            facts={
                name: str(value) if isinstance(value, UUID) else value
                for name, value in facts.items()
            },
        )
    )
