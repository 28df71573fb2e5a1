"""What happens at a merchant's, for programs that follow it (``GET /v1/events``).

An event is published in the transaction that causes it: it exists when that is committed and
only then. It gets its place in the feed later, from the reader (:mod:`.feed`), because
the order of commits is not known to those who commit.

Events carry ids, numbers and states, never a value about a person: they outlive what they are
about by up to :data:`KEPT`, and whoever may see more asks for the subject itself.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

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
from api.core.tenancy import MerchantOwned

KEPT = timedelta(days=90)

_FEED = neutral("place in the merchant's feed")


class Event(MerchantOwned, Base):
    """Something that has happened. Never changed: the application may insert it, number it, and
    delete it when its time is over."""

    __tablename__ = "events"
    __stays__ = "the feed is numbered by the host that publishes it"
    __persons__: ClassVar[Persons] = {
        Subject.CUSTOMER: (Via("subject_id", "customers"), Via("subject_id", "cards")),
    }
    __table_args__ = (
        Index(
            "uq_events_position",
            "merchant_id",
            "position",
            unique=True,
            postgresql_where=text("position IS NOT NULL"),
        ),
        Index(
            "ix_events_unnumbered",
            "merchant_id",
            "at",
            "id",
            postgresql_where=text("position IS NULL"),
        ),
    )
    __mapper_args__ = {"eager_defaults": False}  # noqa: RUF012  (SQLAlchemy declares it so)

    __ends__: ClassVar[Endings] = (
        Ends(Subject.CUSTOMER, Retention.EXPIRY, "at", own=KEPT, by="events.forget"),
    )

    # Without the foreign key: it would make every stamp in a shop touch the merchant's one row.
    merchant_id: Mapped[UUID] = mapped_column(
        primary_key=True, sort_order=-20, info=neutral("tells the merchant, not a person")
    )
    type: Mapped[str] = mapped_column(info=neutral("a noun and a participle of this software"))
    subject_type: Mapped[str] = mapped_column(info=neutral("a kind of row"))
    subject_id: Mapped[UUID] = mapped_column(
        info=personal(
            Category.LINK,
            Subject.CUSTOMER,
            Purpose.LOYALTY,
            retention=Retention.EXPIRY,
            erasure=Erasure.KEEP,
            withheld="an opaque id; what it leads to is exported itself",
        )
    )
    data: Mapped[dict[str, Any]] = mapped_column(
        info=neutral(
            "ids, numbers and states; publish() accepts no free text",
            AnyKeys("what a program needs of an event, named by its type"),
        )
    )
    at: Mapped[datetime] = mapped_column(
        server_default=text("clock_timestamp()"), info=neutral("time of a technical event")
    )
    """By the database's clock, which all writers share: of two transactions the one that had to
    wait for the other is the later one."""
    position: Mapped[int | None] = mapped_column(BigInteger, info=_FEED)
    """1, 2, 3 … without holes; null until a reader has numbered it."""


class EventHead(MerchantOwned, Base):
    """How far a merchant's feed is numbered and how far it is forgotten: one row, under whose
    lock the numbers are given. Made by the first reader; its id is the merchant's."""

    __tablename__ = "event_heads"
    __stays__ = "the feed is numbered by the host that publishes it"
    __table_args__ = (CheckConstraint("forgotten >= 0 AND forgotten <= position", name="order"),)

    position: Mapped[int] = mapped_column(BigInteger, default=0, info=_FEED)
    forgotten: Mapped[int] = mapped_column(BigInteger, default=0, info=_FEED)


Value = UUID | int | bool | str | list[str] | None

_TYPE = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*")
_CODE = re.compile(r"[\w.:+-]{0,64}", re.ASCII)


def publish(
    db: AsyncSession, type: str, subject_type: str, subject_id: UUID, **data: Value
) -> None:
    """Add an event in the session's transaction, for the merchant that it has entered.

    ``type`` is noun and participle (``card.issued``). Data are ids, numbers, booleans and short
    codes; raises :class:`ValueError` for any other text, since it could tell about a person.
    """
    if not _TYPE.fullmatch(type):
        raise ValueError(f"{type} is no noun and participle")
    db.add(
        Event(
            id=uuid7(),
            type=type,
            subject_type=subject_type,
            subject_id=subject_id,
            data={name: _plain(name, value) for name, value in data.items()},
        )
    )


def _plain(name: str, value: Value) -> int | str | list[str] | None:
    if isinstance(value, UUID):
        return str(value)
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str) and not _CODE.fullmatch(one):
            raise ValueError(f"{name}: an event carries ids and codes, never free text")
    return value
