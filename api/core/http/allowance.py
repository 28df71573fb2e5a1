"""How much one merchant's programs may ask for at once: an amount that refills by the minute.

Counted in the process, since it guards the process: with several of them a merchant has as many
times the amount. Attempts that must not be repeated at all are counted in the database
(``accounts/throttle.py``).
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from uuid import UUID

from api.core.errors import Problem

_REMEMBERED_AT_MOST = 10_000
RATE = "carnet.rate"
"""In a request's scope: the headers that its answer is to carry."""


class RateLimited(Problem):
    status, code, title = 429, "RATE_LIMITED", "That is too much at once; go on a little later"


class Allowance:
    """``most`` things at once, and as many again every minute."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._left: OrderedDict[UUID, tuple[float, float]] = OrderedDict()

    def take(self, merchant_id: UUID, count: int, most: int | None = None) -> dict[str, str]:
        """Use up ``count`` of what is left; the headers that say what remains. ``most``: where
        it is another one for this merchant. Raises :class:`RateLimited` and uses nothing up when
        it is not enough."""
        most = self.most if most is None else most
        at = time.monotonic()
        left, since = self._left.get(merchant_id, (float(most), at))
        rate = most / 60
        left = min(float(most), left + (at - since) * rate)
        if count > left:
            raise RateLimited(retry_after=math.ceil((count - left) / rate) if rate else 60)
        left -= count
        self._left[merchant_id] = left, at
        self._left.move_to_end(merchant_id)
        if len(self._left) > _REMEMBERED_AT_MOST:
            self._left.popitem(last=False)
        return {
            "RateLimit-Limit": str(most),
            "RateLimit-Remaining": str(int(left)),
            "RateLimit-Reset": str(math.ceil((most - left) / rate)),
        }
