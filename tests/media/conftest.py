"""A service whose pictures lie with Cloudinary, which is a fake of ours."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import httpx
import pytest
from cloudinary import uploader
from fastapi import FastAPI

from api.app import create_app
from api.core.db import Database
from api.core.settings import Settings
from api.media import cloudinary
from tests.cloudinary_fake.fake import FakeCloudinary
from tests.cloudinary_fake.server import running
from tests.world import World


@pytest.fixture(scope="module")
def _service() -> Iterator[FakeCloudinary]:
    with running(FakeCloudinary()) as fake:
        yield fake
    # Connections that stay open for the next picture.
    cloudinary.client().close()
    cloudinary.client.cache_clear()
    uploader._http.clear()


@pytest.fixture(scope="module")
def configured(settings: Settings, _service: FakeCloudinary) -> Settings:
    told = {
        "cloudinary_url": _service.address,
        "cloudinary_api": _service.url,
        "cloudinary_seconds": 0.3,
    }
    return settings.model_copy(update=told)


@pytest.fixture(scope="module")
async def _app(configured: Settings) -> AsyncIterator[FastAPI]:
    app = create_app(configured)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
def cloud(_service: FakeCloudinary) -> FakeCloudinary:
    """As new."""
    vars(_service).update(vars(replace(FakeCloudinary(), url=_service.url)))
    cloudinary.silent.clear()
    return _service


@pytest.fixture
async def clouded(_app: FastAPI, configured: Settings, pool: Database) -> AsyncIterator[World]:
    """``world``, with Cloudinary."""
    clients: list[httpx.AsyncClient] = []

    def connect() -> httpx.AsyncClient:
        transport = httpx.ASGITransport(_app, client=(f"10.99.0.{len(clients)}", 40000))
        clients.append(httpx.AsyncClient(transport=transport, base_url=configured.origin))
        return clients[-1]

    yield World(pool, configured, connect)
    for client in clients:
        await client.aclose()
