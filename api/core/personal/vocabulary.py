"""The words in which declarations are made."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """The operator's role (see ``PROMISES``, clause 1)."""

    CONTROLLER = "controller"
    PROCESSOR = "processor"


class Subject(StrEnum):
    """Whose data it is; the role of who decides about it follows."""

    CUSTOMER = "customer"
    """A merchant's customer: the merchant is controller, the operator processor."""
    USER = "user"
    """A person with a login: the operator is controller."""
    MERCHANT = "merchant"
    """A business contact of the merchant (a sole trader is a person)."""

    @property
    def role(self) -> Role:
        return Role.PROCESSOR if self is Subject.CUSTOMER else Role.CONTROLLER


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


class Source(StrEnum):
    """Where data comes from (GDPR art. 14(2)(f))."""

    PERSON = "person"
    """The person gave it."""
    TEAM = "team"
    """The merchant's team noted it, or a program of the merchant's."""
    SERVICE = "service"
    """It came about by using the service."""
    PROVIDER = "provider"
    """An outside service told it."""


USUAL_SOURCE = {
    Category.IDENTITY: Source.PERSON,
    Category.CONTACT: Source.PERSON,
    Category.PREFERENCE: Source.PERSON,
    Category.FREE_TEXT: Source.TEAM,
    Category.CREDENTIAL: Source.SERVICE,
    Category.ACTIVITY: Source.SERVICE,
    Category.TECHNICAL: Source.SERVICE,
    Category.LINK: Source.SERVICE,
    Category.FINANCIAL: Source.PROVIDER,
}
"""Of data whose declaration does not say otherwise."""
