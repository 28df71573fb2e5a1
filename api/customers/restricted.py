"""Customers whose data must not be used: restricted (GDPR art. 18), or who objected (art. 21).

Under a restriction the data is kept and may be looked at; it is not changed, merged, listed for
anybody else or written to. Presenting one's card at the counter is the person's own act, so
earning and redeeming go on.
"""

from __future__ import annotations

from api.core.errors import Problem
from api.customers.models import Customer


class CustomerRestricted(Problem):
    """Until the restriction is lifted, the data is only kept."""

    status, code, title = 409, "CUSTOMER_RESTRICTED", "This customer's data may not be used"


class CustomerObjected(Problem):
    status, code, title = 409, "CUSTOMER_OBJECTED", "This customer objected to being contacted"


class ContactObjected(Problem):
    """``field`` in the document: ``email`` or ``phone``."""

    status, code, title = 409, "CONTACT_OBJECTED", "The owner of this contact objected to its use"


def refuse_use(customer: Customer) -> None:
    """Raises :class:`CustomerRestricted`."""
    if customer.restricted_at is not None:
        raise CustomerRestricted(since=customer.restricted_at.isoformat())


def refuse_marketing(customer: Customer) -> None:
    """Raises :class:`CustomerRestricted`, :class:`CustomerObjected`."""
    refuse_use(customer)
    if customer.objected_at is not None:
        raise CustomerObjected(since=customer.objected_at.isoformat())
