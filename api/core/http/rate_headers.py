"""Every answer to a program tells how often it may still ask: refusals and accidents too."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.core.http.allowance import RATE


class RateHeaders:
    """Adds what was noted under :data:`RATE`, unless the answer says it for an amount of its
    own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not any(
            name == b"authorization" for name, _ in scope["headers"]
        ):
            await self.app(scope, receive, send)
            return

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in scope.get(RATE, {}).items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, told)
