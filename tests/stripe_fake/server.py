"""The fake over HTTP: keys, idempotency, expansion, and the ways in which a network fails."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.stripe_fake import api_catalogue, api_invoices, api_subscriptions, routes
from tests.stripe_fake.calendar_months import DAY
from tests.stripe_fake.expansion import expanded
from tests.stripe_fake.fake import FakeStripe
from tests.stripe_fake.forms import Params, decoded
from tests.stripe_fake.pages import Pages
from tests.stripe_fake.refusal import Refusal
from tests.stripe_fake.state import Call, Obj, public

ROUTES_OF = (api_catalogue, api_invoices, api_subscriptions)


@dataclass
class Remembered:
    """What was answered to an idempotency key."""

    request: str
    kept_until: int
    answer: tuple[int, bytes] | None = None
    """None: it is being worked out."""


class HungUp(Response):
    """The connection ends without an answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["hang_up"]()
        await asyncio.sleep(0)  # for the server to notice, which would answer otherwise


class Door:
    def __init__(self, fake: FakeStripe) -> None:
        self.fake = fake
        self.remembered: dict[str, Remembered] = {}

    async def __call__(self, request: Request) -> Response:
        weather = self.fake.weather
        body = (await request.body()).decode()
        if weather.lose_request():
            return HungUp()
        await asyncio.sleep(weather.seconds_before)
        status, content = await asyncio.to_thread(self.answered, request, body)
        await asyncio.sleep(weather.seconds_after)
        if weather.lose_answer():
            return HungUp()
        headers = {"Request-Id": f"req_{len(self.fake.calls):08}"}
        return Response(content, status, headers, media_type="application/json")

    def answered(self, request: Request, body: str) -> tuple[int, bytes]:
        key = request.headers.get("idempotency-key") if request.method == "POST" else None
        print_of_request = hashlib.sha256(
            f"{request.method} {request.url.path}\n{body}".encode()
        ).hexdigest()
        try:
            self.let_in(request)
            with self.fake.lock:
                known = self.remembered.get(key or "")
                if known and known.kept_until > self.fake.now():
                    return self.again(known, print_of_request)
                status, content = self.worked_out(request, body)
                if key and self.kept(status):
                    self.remembered[key] = Remembered(
                        print_of_request, self.fake.now() + DAY, (status, content)
                    )
                return status, content
        except Refusal as refusal:
            return refusal.status, json.dumps(refusal.body).encode()

    def let_in(self, request: Request) -> None:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme != "Bearer" or given != self.fake.key:
            raise Refusal("Invalid API Key provided.", status=401)

    def again(self, known: Remembered, print_of_request: str) -> tuple[int, bytes]:
        if known.request != print_of_request:
            raise Refusal(
                "Keys for idempotent requests can only be used with the same parameters they were "
                "first used with.",
                kind="idempotency_error",
            )
        assert known.answer is not None
        return known.answer

    @staticmethod
    def kept(status: int) -> bool:
        """As Stripe does: a refusal of the parameters is not remembered, a declined card and an
        error 500 are."""
        return status in (200, 402, 500)

    def worked_out(self, request: Request, body: str) -> tuple[int, bytes]:
        try:
            params = decoded(request.url.query if request.method == "GET" else body)
            self.fake.heard(
                Call(
                    request.method,
                    request.url.path,
                    params,
                    request.headers.get("idempotency-key"),
                    request.headers.get("stripe-version"),
                )
            )
            answer: Obj = routes.answer(self.fake, request.method, request.url.path, params)
            paths = Params(params).each("expand")
            return 200, json.dumps(expanded(self.fake, public(answer), paths)).encode()
        except Refusal as refusal:
            return refusal.status, json.dumps(refusal.body).encode()


def application(fake: FakeStripe) -> ASGIApp:
    methods = ["GET", "POST", "DELETE"]
    api = Route("/v1/{path:path}", Door(fake).__call__, methods=methods)
    inner = Starlette(routes=[api, *Pages(fake).routes()])

    async def with_a_way_to_hang_up(scope: Scope, receive: Receive, send: Send) -> None:
        cycle: Any = getattr(receive, "__self__", None)
        await inner({**scope, "hang_up": cycle.transport.abort}, receive, send)

    return with_a_way_to_hang_up


@contextlib.contextmanager
def running(fake: FakeStripe, port: int = 0) -> Iterator[FakeStripe]:
    """The fake, reachable at ``fake.url`` until the block ends."""
    config = uvicorn.Config(
        application(fake),
        port=port,
        log_config=None,  # the process's loggers are the tests'
        log_level="critical",
        lifespan="off",
        ws="none",
        proxy_headers=False,
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
