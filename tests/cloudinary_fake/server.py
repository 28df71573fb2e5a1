"""The fake over HTTP."""

from __future__ import annotations

import asyncio
import contextlib
import email
import email.message
import threading
from collections.abc import Iterator
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.cloudinary_fake.fake import FakeCloudinary, Refused


def fields(kind: str, body: bytes) -> dict[str, bytes]:
    """Of a ``multipart/form-data``, or of a plain form."""
    if not kind.startswith("multipart/"):
        return {name: value.encode() for name, value in parse_qsl(body.decode())}
    message = email.message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    parts = message.get_payload()
    assert isinstance(parts, list)
    found = {}
    for part in parts:
        assert isinstance(part, email.message.Message)
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        assert isinstance(name, str)
        assert isinstance(content, bytes)
        found[name] = content
    return found


def application(fake: FakeCloudinary) -> Starlette:
    async def api(request: Request) -> Response:
        await asyncio.sleep(fake.seconds)
        if fake.down:
            return Response("<h1>502</h1>", 502)
        form = fields(request.headers["content-type"], await request.body())
        picture = form.pop("file", b"")
        told = {name: value.decode() for name, value in form.items()}
        try:
            if request.path_params["action"] == "upload":
                answer = fake.upload(told, picture)
            else:
                answer = fake.destroy(told)
        except Refused as refused:
            return JSONResponse({"error": {"message": str(refused)}}, refused.status)
        return JSONResponse(answer, headers={"x-request-id": f"request-{len(fake.heard)}"})

    async def delivery(request: Request) -> Response:
        await asyncio.sleep(fake.seconds)
        if fake.down:
            return Response("<h1>502</h1>", 502)
        try:
            return Response(fake.delivered(request.path_params["path"]), media_type="image/webp")
        except Refused as refused:
            return Response(str(refused), refused.status)

    return Starlette(
        routes=[
            Route(f"/v1_1/{fake.cloud}/image/{{action}}", api, methods=["POST"]),
            Route(f"/{fake.cloud}/image/authenticated/{{path:path}}", delivery),
        ]
    )


@contextlib.contextmanager
def running(fake: FakeCloudinary) -> Iterator[FakeCloudinary]:
    """The fake, reachable at ``fake.url`` until the block ends."""
    config = uvicorn.Config(
        application(fake),
        port=0,
        log_config=None,  # the process's loggers are the tests'
        log_level="critical",
        lifespan="off",
        ws="none",
    )
    server = uvicorn.Server(config)
    socket = config.bind_socket()
    socket.listen()  # calls made before the thread serves wait instead of being refused
    fake.url = f"http://127.0.0.1:{socket.getsockname()[1]}"
    thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.should_exit = True
        thread.join(10)
        socket.close()
