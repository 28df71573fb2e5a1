"""A merchant whose contract has ended changes nothing any more: what was can be read and taken.

The one place for that is the entering of a merchant (``tenancy.py``): whatever a request wants to
change, it has to enter first, and the database answers there whether the contract goes on. Routes
that go on say so themselves (:data:`AFTER_END`).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from api.core.errors import Problem

ENDED = "ended"
"""In a session's ``info``: since when the contract of the merchant entered is over, or None."""
CHANGES = "changes"
"""In a session's ``info``: it belongs to a request that may change something."""
MARK = "x-after-end"
AFTER_END: dict[str, Any] = {MARK: True}
"""``openapi_extra`` of a route that changes something and goes on: taking data out, opening again,
and the rights of persons, which do not end with a merchant's contract."""


class MerchantClosed(Problem):
    """``ended_at`` says since when."""

    status, code, title = (
        403,
        "MERCHANT_CLOSED",
        "The contract has ended: all can be read and taken out, and nothing changed",
    )


def mind(info: dict[Any, Any], ended_at: datetime | None) -> None:
    """Note it, and refuse a request that wants to change something. Raises
    :class:`MerchantClosed`."""
    info[ENDED] = ended_at
    if ended_at is not None and info.get(CHANGES):
        raise MerchantClosed(ended_at=ended_at)
