"""Running a request again when the database broke its transaction off for another's sake.

Operations take their locks in one order, so it is rare; where it happens all the same, the caller
need not know: nothing of the first attempt is left, and the second waits for whoever came first.
"""

from __future__ import annotations

import asyncio
import random
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

BROKEN_OFF = {"40P01", "40001"}
"""SQLSTATEs: chosen to end a deadlock, or not to be put in order with the others."""
ATTEMPTS = 3
LONGEST_PAUSE = 0.05
"""Seconds; of a random length, so that the same two do not meet again."""
REMEMBERED = 1 << 20
"""Bytes of a body. A larger one, a file, is not kept in memory to be read again."""
_MARK = "carnet.broken_off"


def mark(scope: Scope) -> None:
    """Note that the request's transaction was broken off, before answering so."""
    scope[_MARK] = True


class Again:
    """Tries a request again instead of sending its answer, where that answer is only that its
    transaction was broken off."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        body = _Body(receive)
        for left in reversed(range(ATTEMPTS)):
            attempt = _Attempt(dict(scope), body, send, last=left == 0)
            await self.app(attempt.scope, attempt.receive, attempt.send)
            if not attempt.given_up:
                return
            await asyncio.sleep(random.uniform(0, LONGEST_PAUSE))  # noqa: S311  (no secret)


class _Body:
    """What has arrived of a request's body so far."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._size = 0
        self._read: list[Message] = []

    @property
    def remembered(self) -> bool:
        return self._size <= REMEMBERED

    async def part(self, number: int) -> Message:
        if number < len(self._read):
            return self._read[number]
        message = await self._receive()
        self._size += len(message.get("body", b""))
        if self.remembered:
            self._read.append(message)
        else:
            self._read.clear()
        return message


class _Attempt:
    def __init__(self, scope: dict[str, Any], body: _Body, send: Send, *, last: bool) -> None:
        self.scope = scope
        self.given_up = False
        self._body, self._send, self._last = body, send, last
        self._parts = 0

    async def receive(self) -> Message:
        self._parts += 1
        return await self._body.part(self._parts - 1)

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            again = not self._last and self._body.remembered
            self.given_up = again and self.scope.get(_MARK, False)
        if not self.given_up:
            await self._send(message)
