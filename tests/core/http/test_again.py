"""A request is run again with the body it came with, unless that was too large to be kept."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from api.core.http import again


@pytest.mark.parametrize(
    ("size", "broken_off", "tried"),
    [(0, 0, 1), (3, 1, 2), (3, 9, again.ATTEMPTS), (again.REMEMBERED // 4 + 1, 9, 1)],
)
async def test_how_often(size: int, broken_off: int, tried: int) -> None:
    seen: list[bytes] = []

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(await Request(scope, receive).body())
        if len(seen) <= broken_off:
            again.mark(scope)
        answer = PlainTextResponse(f"attempt {len(seen)}", 409 if len(seen) <= broken_off else 200)
        await answer(scope, receive, send)

    async def parts() -> AsyncIterator[bytes]:
        for letter in b"abcd":
            yield bytes([letter]) * size

    transport = httpx.ASGITransport(again.Again(application))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        answer = await client.post("/", content=parts())
    assert answer.text == f"attempt {tried}"
    assert seen == [b"".join(bytes([letter]) * size for letter in b"abcd")] * tried
