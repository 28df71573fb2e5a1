"""What columns about people with a login declare."""

from __future__ import annotations

from typing import Any

from api.core.personal import Category, Erasure, Purpose, Retention, Subject, neutral, personal


def account(category: Category, withheld: str = "") -> dict[str, Any]:
    """Kept as long as the account."""
    return personal(
        category,
        Subject.USER,
        Purpose.ACCOUNT,
        retention=Retention.CONTRACT,
        erasure=Erasure.DELETE,
        withheld=withheld,
    )


def until_expiry(category: Category, withheld: str = "") -> dict[str, Any]:
    """Kept until the row's own date."""
    return personal(
        category,
        Subject.USER,
        Purpose.ACCOUNT,
        Purpose.SECURITY,
        retention=Retention.EXPIRY,
        erasure=Erasure.DELETE,
        withheld=withheld,
    )


def trail() -> dict[str, Any]:
    """A membership's id in the merchant's own books: it leads to the person while the membership
    lives, and to nobody after."""
    return personal(
        Category.LINK,
        Subject.USER,
        Purpose.ACCOUNTABILITY,
        retention=Retention.ACCOUNTABILITY,
        erasure=Erasure.KEEP,
        withheld="an opaque id of the merchant's own trail",
    )


SECRET = "a secret, useless to its owner and dangerous in a copy"  # noqa: S105  (not a password)
RANDOM = neutral("random identifier")
TIME = neutral("time of a technical event")
TENANT = neutral("tells the merchant, not a person")
