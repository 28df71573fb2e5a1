"""What the columns of cards declare, and how rows hang on a card."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.core.personal import (
    EACH,
    Category,
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

UNITS = neutral("a number of units, attached to a person only through the card's customer")
CHAIN = neutral("part of the hash chain, made from no personal data")


def of_holder(
    category: Category, erasure: Erasure, withheld: str = "", keys: Keys | None = None
) -> dict[str, Any]:
    return personal(
        category,
        Subject.CUSTOMER,
        Purpose.LOYALTY,
        retention=Retention.LAST_ACTIVITY,
        erasure=erasure,
        withheld=withheld,
        keys=keys,
    )


WHEN = of_holder(Category.ACTIVITY, Erasure.KEEP)
DETAIL = of_holder(
    Category.ACTIVITY,
    Erasure.KEEP,
    keys={
        "breakdown": {
            "rule": "the kind of rule that gave units",
            "id": "which one of them",
            "name": "as the merchant calls it",
            "units": "how many it gave",
        },
        "refusals": {
            "code": "the rule that the team went over",
            "title": "its words",
            EACH: "a limit of that rule",
        },
        "card_id": "a transfer's other card",
        "sponsor_units": "what whoever sent the holder gets",
        "stock": "whether the reward was counted",
    },
)
TO_CARD = Via("card_id", "cards")


def to_card() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["merchant_id", "card_id"], ["cards.merchant_id", "cards.id"])


def to_location() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["merchant_id", "location_id"], ["locations.merchant_id", "locations.id"]
    )


class OfCard(MerchantOwned):
    """A row that hangs on a card, and on the merchant only through it: checking the merchant too
    would make every stamp in a shop touch the merchant's one row."""

    __persons__: ClassVar[Persons] = {Subject.CUSTOMER: TO_CARD}

    merchant_id: Mapped[UUID] = mapped_column(
        primary_key=True, sort_order=-20, info=neutral("tells the merchant, not a person")
    )
