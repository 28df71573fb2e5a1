"""The privacy declaration that every column carries, in the ``info`` of its ``mapped_column``.

A column is either :func:`personal` (whose data, why, until when, what erasure does to it) or
:func:`neutral` with the reason why it tells nothing about a person. A column without a
declaration fails the tests, so nobody can add data about people without saying so
(GDPR art. 5(1)(b), (c), (e) and art. 30).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

KEY = "privacy"
"""The key of the declaration inside a column's ``info``."""


class Subject(StrEnum):
    """Whose data it is; the role of who decides about it follows (see ``PROMISES``, clause 1)."""

    CUSTOMER = "customer"
    """A merchant's customer: the merchant is controller, the operator processor."""
    USER = "user"
    """A person with a login: the operator is controller."""
    MERCHANT = "merchant"
    """A business contact of the merchant (a sole trader is a person)."""


class Category(StrEnum):
    IDENTITY = "identity"
    CONTACT = "contact"
    CREDENTIAL = "credential"
    ACTIVITY = "activity"
    PREFERENCE = "preference"
    FREE_TEXT = "free_text"
    TECHNICAL = "technical"
    FINANCIAL = "financial"
    """What was invoiced and paid, and by which kind of means; never its number."""
    LINK = "link"
    """A reference by which a row is attached to a person."""


class Purpose(StrEnum):
    LOYALTY = "loyalty"
    NOTEBOOK = "notebook"
    MARKETING = "marketing"
    ACCOUNT = "account"
    SECURITY = "security"
    ACCOUNTABILITY = "accountability"
    BILLING = "billing"
    """What the merchant pays the operator."""


class Retention(StrEnum):
    """From when the period counts; the length is set per merchant and country."""

    LAST_ACTIVITY = "last_activity"
    CONTRACT = "contract"
    EXPIRY = "expiry"
    """Until the row's own expiry date."""
    ACCOUNTABILITY = "accountability"
    """As long as the ledger it proves."""
    LOGS = "logs"
    """At most 12 months."""
    BOOKKEEPING = "bookkeeping"
    """Ten years from the invoice."""
    PAYMENT = "payment"
    """Thirteen months from the payment."""


class Erasure(StrEnum):
    DELETE = "delete"
    """The row goes."""
    NULL = "null"
    """The value goes, the row stays."""
    TOMBSTONE = "tombstone"
    """A random value takes its place."""
    KEEP = "keep"
    """Stays: after the rest is erased it no longer leads to a person."""


@dataclass(frozen=True)
class Declaration:
    """What is promised about one column; ``category`` None means: not personal, ``because``."""

    category: Category | None = None
    subject: Subject | None = None
    purposes: tuple[Purpose, ...] = ()
    retention: Retention | None = None
    erasure: Erasure | None = None
    exported: bool = True
    because: str = ""


def personal(
    category: Category,
    subject: Subject,
    *purposes: Purpose,
    retention: Retention,
    erasure: Erasure,
    withheld: str = "",
) -> dict[str, Any]:
    """Declare personal data. ``withheld`` says why an export leaves it out (empty: it does not)."""
    if not purposes:
        raise ValueError("personal data needs a purpose")
    return {
        KEY: Declaration(category, subject, purposes, retention, erasure, not withheld, withheld)
    }


def neutral(because: str) -> dict[str, Any]:
    """Declare that a column tells nothing about a person, and why."""
    return {KEY: Declaration(because=because)}
