"""Merges of customers, as far as they can still be undone."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from api.core.clock import now
from api.core.db import Base
from api.core.personal import (
    Category,
    CopyOf,
    Erasure,
    Keys,
    Persons,
    Purpose,
    Retention,
    Subject,
    Via,
    neutral,
    personal,
)
from api.core.tenancy import MerchantOwned


def _of_customer(
    category: Category, withheld: str = "", keys: Keys | None = None
) -> dict[str, Any]:
    return personal(
        category,
        Subject.CUSTOMER,
        Purpose.NOTEBOOK,
        retention=Retention.LAST_ACTIVITY,
        erasure=Erasure.DELETE,
        withheld=withheld,
        keys=keys,
    )


_FIELDS: Keys = {
    "address": CopyOf("customers"),
    "birthday": {"day": "of the month", "month": "of the year"},
    **dict.fromkeys(
        (
            *("title", "first_name", "last_name", "company", "siret", "phone", "email"),
            *("language", "preferred_contact", "age", "adult_verified_on", "tags", "photo"),
            "notes",
        ),
        "as in the customer's row",
    ),
}
_STATE = neutral("a state of rows, to tell whether anything has happened since")


class Merge(MerchantOwned, Base):
    """One customer turned out to be another: what was done, so that it can be undone."""

    __tablename__ = "merges"
    __persons__: ClassVar[Persons] = {
        Subject.CUSTOMER: (Via("kept_id", "customers"), Via("merged_id", "customers")),
        Subject.USER: Via("actor_id", "memberships"),
    }
    __table_args__ = (
        ForeignKeyConstraint(["merchant_id", "kept_id"], ["customers.merchant_id", "customers.id"]),
        ForeignKeyConstraint(
            ["merchant_id", "merged_id"], ["customers.merchant_id", "customers.id"]
        ),
        Index(
            "ix_merges_created",
            "merchant_id",
            "created_at",
            postgresql_where=text("before IS NOT NULL"),
        ),
    )

    kept_id: Mapped[UUID] = mapped_column(info=_of_customer(Category.LINK))
    merged_id: Mapped[UUID] = mapped_column(info=_of_customer(Category.LINK))
    kept_version: Mapped[int] = mapped_column(info=_STATE)
    """Of the customer, right after the merge."""
    merged_version: Mapped[int] = mapped_column(info=_STATE)
    fingerprint: Mapped[str] = mapped_column(info=_STATE)
    """Of the kept customer's cards and consents, right after the merge."""
    before: Mapped[dict[str, Any] | None] = mapped_column(
        info=_of_customer(
            Category.IDENTITY,
            "a copy, for some days, of what the customer's row had",
            _FIELDS,
        )
    )
    """The kept customer's fields before. Emptied when the merge can no longer be undone."""
    moved: Mapped[dict[str, Any]] = mapped_column(
        info=neutral(
            "ids of cards, entries, consents",
            {
                "cards": "ids",
                "consents": "ids",
                "withdrawn": "ids of consents",
                "transfers": {
                    "card": "whose units went",
                    "into": "the card where they are",
                    "entries": "the two of the transfer",
                    "idle": "when that card's units would have expired",
                },
            },
        )
    )
    cards_moved: Mapped[int] = mapped_column(info=_STATE)
    units_moved: Mapped[int] = mapped_column(info=_STATE)
    actor_kind: Mapped[str] = mapped_column(info=neutral("member, api_key, holder or system"))
    actor_id: Mapped[UUID | None] = mapped_column(
        info=personal(
            Category.LINK,
            Subject.USER,
            Purpose.ACCOUNTABILITY,
            retention=Retention.ACCOUNTABILITY,
            erasure=Erasure.KEEP,
            withheld="opaque id of who acted: another person's data",
        )
    )
    created_at: Mapped[datetime] = mapped_column(default=now, info=_of_customer(Category.ACTIVITY))
    reversed_at: Mapped[datetime | None] = mapped_column(info=_of_customer(Category.ACTIVITY))
