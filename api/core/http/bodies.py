"""No request makes the service hold more than a little of it in memory."""

from __future__ import annotations

import re
from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.core.errors import TooLarge

LARGEST = 1 << 20
"""Bytes. The largest body we ask for (a customer with notes) takes some kilobytes."""


class BodyLimit:
    """Refuses larger bodies: by their announced length before anything is read, else as soon as
    more has arrived. ``larger`` names what takes files: ``POST /v1/…``, braces for what varies,
    and its own limit. Such a route does not keep what it reads in memory."""

    def __init__(self, app: ASGIApp, larger: Mapping[str, int] | None = None) -> None:
        self.app = app
        self.larger = [
            (re.compile(re.sub(r"\{\w+\}", "[^/]+", name)), limit)
            for name, limit in (larger or {}).items()
        ]

    def _limit(self, scope: Scope) -> int:
        name = f"{scope['method']} {scope['path']}"
        return next((limit for kind, limit in self.larger if kind.fullmatch(name)), LARGEST)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        largest = self._limit(scope)
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdecimal() and (len(announced) > 15 or int(announced) > largest):
            await TooLarge(largest=largest).response()(scope, receive, send)
            return
        arrived = 0

        async def counted() -> Message:
            nonlocal arrived
            message = await receive()
            arrived += len(message.get("body", b""))
            if arrived > largest:
                raise HTTPException(TooLarge.status)
            return message

        await self.app(scope, counted, send)
