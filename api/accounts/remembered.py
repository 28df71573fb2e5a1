"""What was looked up a moment ago, for a few seconds."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

REMEMBERED_SECONDS = 5.0
_REMEMBERED_AT_MOST = 10_000

V = TypeVar("V")


class Remembered(Generic[V]):
    """Values of the last few seconds, bounded in number."""

    def __init__(self) -> None:
        self._entries: OrderedDict[bytes, tuple[float, V]] = OrderedDict()
        self._forgotten = 0

    def get(self, key: bytes) -> V | None:
        entry = self._entries.get(key)
        return entry[1] if entry is not None and entry[0] > time.monotonic() else None

    def mark(self) -> int:
        """Taken before the database is read, and given to :meth:`put`."""
        return self._forgotten

    def put(self, key: bytes, value: V, mark: int) -> None:
        # Something was revoked while the database was being read: what was read may be that.
        if mark != self._forgotten:
            return
        self._entries[key] = (time.monotonic() + REMEMBERED_SECONDS, value)
        self._entries.move_to_end(key)
        if len(self._entries) > _REMEMBERED_AT_MOST:
            self._entries.popitem(last=False)

    def forget(self, gone: Callable[[V], bool]) -> None:
        self._forgotten += 1
        for key in [key for key, (_, value) in self._entries.items() if gone(value)]:
            del self._entries[key]

    def forget_after_commit(self, db: AsyncSession, gone: Callable[[V], bool]) -> None:
        """Once the transaction is committed, look these up anew."""
        event.listen(db.sync_session, "after_commit", lambda _: self.forget(gone), once=True)
