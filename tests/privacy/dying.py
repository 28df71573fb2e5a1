"""Work that dies again and again, around each transaction in which something went, until it
reaches its end: some times by kill -9 in a child, the other times, which are many, by an
exception that nothing catches, at a tenth of the cost."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from typing import NoReturn

Work = Callable[["Death"], Awaitable[None]]


class Died(BaseException):
    """Nothing handles it, as nothing handles a SIGKILL."""


class Death:
    """Comes with the first transaction in which something went, or the one with this number."""

    def __init__(self, number: int = 0, *, committed: bool, kill: bool = False) -> None:
        self._number, self._committed, self._kill = number, committed, kill
        self._seen = 0
        self.went = 0

    async def around(self, commit: Awaitable[None]) -> None:
        self._seen += 1
        now = self._seen == self._number if self._number else self.went > 0
        if now and not self._committed:
            self._die()
        await commit
        if now:
            self._die()

    def _die(self) -> NoReturn:
        if self._kill:
            os.kill(os.getpid(), signal.SIGKILL)
        raise Died


def deaths(work: Work, early: int) -> int:
    """How often it died; ``early``: so many transactions come before anything goes."""
    count = 0
    for number in range(early + 1):
        for committed in (False, True):
            count += _killed(work, Death(number, committed=committed, kill=True))
    return count + asyncio.run(_until_the_end(work))


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
