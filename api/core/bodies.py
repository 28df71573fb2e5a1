"""No request makes the service hold more than a little of it in memory."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.core.errors import TooLarge

LARGEST = 1 << 20
"""Bytes. The largest body we ask for (a customer with notes) takes some kilobytes."""


class BodyLimit:
    """Refuses larger bodies: by their announced length before anything is read, else as soon as
    more has arrived."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isdecimal() and (len(announced) > 15 or int(announced) > LARGEST):
            await TooLarge(largest=LARGEST).response()(scope, receive, send)
            return
        arrived = 0

        async def counted() -> Message:
            nonlocal arrived
            message = await receive()
            arrived += len(message.get("body", b""))
            if arrived > LARGEST:
                raise HTTPException(TooLarge.status)
            return message

        await self.app(scope, counted, send)
