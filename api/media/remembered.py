"""The pictures that were asked for last, for some minutes and in little memory, so that each
showing of a card does not ask the disk or an outside service again.

Never longer than that: a picture that is erased goes from the process in which it happens at
once, and from the others with these minutes. Nobody is shown one from here whose name is not in
a row.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta
from uuid import UUID

from api.core.clock import now

_LASTS = timedelta(minutes=5)
_MOST = 16 << 20
Key = tuple[UUID, str, bool]
"""The merchant, the picture's name, whether small."""


class Remembered:
    def __init__(self, most: int = _MOST) -> None:
        self._most, self._held = most, 0
        self._kept: OrderedDict[Key, tuple[datetime, bytes]] = OrderedDict()

    def get(self, key: Key) -> bytes | None:
        found = self._kept.get(key)
        if found is None:
            return None
        if found[0] < now():
            self._drop(key)
            return None
        self._kept.move_to_end(key)
        return found[1]

    def put(self, key: Key, picture: bytes) -> None:
        self._drop(key)
        self._kept[key] = (now() + _LASTS, picture)
        self._held += len(picture)
        while self._held > self._most:
            self._drop(next(iter(self._kept)))

    def forget(self, merchant_id: UUID, name: str) -> None:
        for small in (False, True):
            self._drop((merchant_id, name, small))

    def _drop(self, key: Key) -> None:
        if (gone := self._kept.pop(key, None)) is not None:
            self._held -= len(gone[1])


remembered = Remembered()
