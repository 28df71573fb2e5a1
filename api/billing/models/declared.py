"""What columns about money declare."""

from __future__ import annotations

from typing import Any

from api.core.personal import Category, Erasure, Purpose, Retention, Subject, neutral, personal


def bookkeeping(category: Category = Category.FINANCIAL, withheld: str = "") -> dict[str, Any]:
    """Kept ten years, by the law on commercial books (``PROMISES``, clause 16)."""
    return personal(
        category,
        Subject.MERCHANT,
        Purpose.BILLING,
        retention=Retention.BOOKKEEPING,
        erasure=Erasure.KEEP,
        withheld=withheld,
    )


def contract(category: Category = Category.FINANCIAL, withheld: str = "") -> dict[str, Any]:
    """Kept as long as the merchant is one."""
    return personal(
        category,
        Subject.MERCHANT,
        Purpose.BILLING,
        retention=Retention.CONTRACT,
        erasure=Erasure.DELETE,
        withheld=withheld,
    )


PAYMENT = personal(
    Category.FINANCIAL,
    Subject.MERCHANT,
    Purpose.BILLING,
    retention=Retention.PAYMENT,
    erasure=Erasure.NULL,
)
"""By which kind of means was paid: 13 months, as evidence (``PROMISES``, clause 18)."""

ASKED_BY = personal(
    Category.LINK,
    Subject.USER,
    Purpose.ACCOUNTABILITY,
    retention=Retention.ACCOUNTABILITY,
    erasure=Erasure.KEEP,
    withheld="an opaque id of the merchant's own trail",
)
PLAN = neutral("what the merchant subscribes to, one of a few plans")
STATE = neutral("a state")
TIME = neutral("time of a technical event")
COUNTER = neutral("a counter")
GESTURE = neutral("random key of a gesture")
STRIPE_ID = neutral("random identifier at Stripe")
