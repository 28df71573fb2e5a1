"""The whole API, tried with what its own description allows and with what it forbids.

Each operation with a few requests, the same in every run; ``FUZZ_EXAMPLES=100 uv run pytest
tests/test_fuzz.py`` tries more of them.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
import yaml
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, reject, settings
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.generation.feedback import FeedbackSources
from schemathesis.pytest._test_builder import build_operation_test
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    missing_required_header,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.specs.openapi.schemas import OpenApiSchema

from api.app import create_app
from api.core.db import Database
from api.core.settings import Settings
from tests.world import Shop, World

load_all_checks()
schemathesis.serializer.alias(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/octet-stream"
)
schemathesis.serializer.alias("application/zip", "application/octet-stream")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    missing_required_header,
    negative_data_rejection,
]


@dataclass
class Live:
    """The application on an event loop of its own, since a property test is no coroutine."""

    runner: asyncio.Runner
    app: FastAPI
    shop: Shop
    token: str

    def send(self, case: schemathesis.Case[Any]) -> httpx.Response:
        return self.runner.run(self._send(case))

    async def _send(self, case: schemathesis.Case[Any]) -> httpx.Response:
        client = await self._client(case.operation.definition.raw)
        asked = case.as_transport_kwargs()
        if "data" in asked:
            asked["content"] = asked.pop("data")
        asked.pop("cookies", None)
        # As bytes: httpx would refuse what is not ASCII, which a hostile client would not.
        asked["headers"] = {name: value.encode() for name, value in asked["headers"].items()}
        return await client.request(**asked)

    async def _client(self, operation: dict[str, Any]) -> httpx.AsyncClient:
        """Somebody who may do it. A session per request, as some of them end it."""
        ways = {way for requirement in operation.get("security", []) for way in requirement}
        if "apiKey" in ways:
            return await self.shop.client("owner")
        if "sessionCookie" in ways:
            return await self.shop.browser("owner")
        client = self.shop.world.connect()
        if "pageToken" in ways:
            client.headers["Authorization"] = f"Bearer {self.token}"
        return client


@pytest.fixture(scope="module")
def live(settings: Settings) -> Iterator[Live]:
    assert settings.database_url
    pool = Database(settings.database_url)
    app = create_app(settings)
    numbers = iter(range(1, 1_000_000))

    def connect() -> httpx.AsyncClient:
        number = next(numbers)
        address = f"172.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        transport = httpx.ASGITransport(app, client=(address, 40000), raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url=settings.origin)

    async def furnish() -> tuple[Shop, str]:
        shop = await World(pool, settings, connect).shop()
        card = await shop.card(await shop.program(1))
        return shop, card.token

    async def close() -> None:
        await pool.close()
        await app.state.database.close()

    with asyncio.Runner() as runner:
        shop, token = runner.run(furnish())
        yield Live(runner, app, shop, token)
        runner.run(close())


WRITTEN = yaml.load((Path(__file__).parents[1] / "openapi.yaml").read_bytes(), yaml.CSafeLoader)
OPERATIONS = [
    f"{method.upper()} {path}" for path, methods in WRITTEN["paths"].items() for method in methods
]


@pytest.fixture(scope="module")
def schema() -> OpenApiSchema:
    read = schemathesis.openapi.from_dict(WRITTEN)
    # Signing in is done by the clients here; what happens without it has tests of its own.
    read.config.generation.with_security_parameters = False
    return read


@settings(
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "4")),
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def keeps_its_promises(case: schemathesis.Case[Any], live: Live) -> None:
    try:
        answer = live.send(case)
    except httpx.InvalidURL:
        reject()  # longer than the client can send
    if answer.status_code == 503 and answer.json()["code"] == "BILLING_NOT_CONFIGURED":
        # Said after everything that can be wrong with the request; its form holds all the same.
        checks = [check for check in CHECKS if check is not not_a_server_error]
        case.validate_response(answer, checks=checks)
        return
    case.validate_response(answer, checks=CHECKS)


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_keeps_its_promises(name: str, live: Live, schema: OpenApiSchema) -> None:
    # Not ``schema.parametrize()``: its tests all have one name for pytest, so that of those given
    # to several workers a single one is run; and every worker would make the requests of all.
    operation = schema.find_operation_by_label(name)
    assert operation
    build_operation_test(
        config=schema.config,
        operation=operation,
        test_func=keeps_its_promises,
        given_kwargs={},
        feedback=FeedbackSources(),
    )(live=live)
