"""Work that dies again and again, around each transaction in which something went, until it
reaches its end: some times by kill -9 in a child, the other times, which are many, by an
exception that nothing catches, at a tenth of the cost."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections.abc import Awaitable, Callable, Iterable
from typing import NoReturn

from sqlalchemy.orm import configure_mappers

Work = Callable[["Death"], Awaitable[None]]


class Died(BaseException):
    """Nothing handles it, as nothing handles a SIGKILL."""


class Death:
    """Comes with the transaction of this number; or where that is 0, with the first in which
    something went, or the one after as many of those as are ``let_by``."""

    def __init__(
        self, number: int = 0, *, committed: bool, kill: bool = False, let_by: int = 0
    ) -> None:
        self._number, self._committed, self._kill = number, committed, kill
        self._seen, self._let_by, self._gone_before = 0, let_by, 0
        self.went = 0

    async def around(self, commit: Awaitable[None]) -> None:
        self._seen += 1
        now = self._seen == self._number if self._number else self._goes()
        if now and not self._committed:
            self._die()
        await commit
        if now:
            self._die()

    def _goes(self) -> bool:
        if self.went == self._gone_before:
            return False
        self._gone_before = self.went
        self._let_by -= 1
        return self._let_by < 0

    def _die(self) -> NoReturn:
        if self._kill:
            os.kill(os.getpid(), signal.SIGKILL)
        raise Died


# Once, instead of in each child.
configure_mappers()
gc.freeze()


def deaths(work: Work, early: int) -> int:
    """How often it died; ``early``: so many transactions come before anything goes."""
    return _deaths_around(work, range(early + 1)) + asyncio.run(_until_the_end(work))


def killed_with_each(work: Work, early: int) -> int:
    """The same, by kill -9 alone. Around each of the ``early`` transactions; then each child gets
    one further than the last, and dies in the middle of the next: each is lost once, and each was
    once the last that was there."""
    count = _deaths_around(work, range(1, early + 1))
    count += _killed(work, Death(committed=False, kill=True))
    while _killed(work, Death(committed=False, kill=True, let_by=1)):
        count += 1
    return count


def _deaths_around(work: Work, numbers: Iterable[int]) -> int:
    return sum(
        _killed(work, Death(number, committed=committed, kill=True))
        for number in numbers
        for committed in (False, True)
    )


async def _until_the_end(work: Work) -> int:
    count = 0
    while True:
        try:
            # Twice at each: once it is lost, once it is there.
            await work(Death(committed=bool(count % 2)))
        except Died:
            count += 1
        else:
            return count


def _killed(work: Work, death: Death) -> bool:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            asyncio.run(_as_coroutine(work, death))
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    if os.WEXITSTATUS(status) != 0:
        raise RuntimeError("the work failed")
    return False


async def _as_coroutine(work: Work, death: Death) -> None:
    await work(death)
