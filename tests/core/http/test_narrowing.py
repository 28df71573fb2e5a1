"""A router that is not asked has nothing to say about the path."""

from __future__ import annotations

import httpx
import pytest
from fastapi import APIRouter, FastAPI

from api.core.http.narrowing import narrowed


def told(router: APIRouter) -> APIRouter:
    @router.get("/v1/cards/{card_id}", response_model=None)
    def card(card_id: str) -> dict[str, str]:
        return {"card": card_id}

    @router.get("/v1/cards", response_model=None)
    def cards() -> dict[str, str]:
        return {"card": "all"}

    @router.get("/healthz", response_model=None)
    def healthz() -> dict[str, str]:
        return {"card": "none"}

    return router


def app_with(*routers: APIRouter) -> FastAPI:
    app = FastAPI()
    for router in routers:
        app.include_router(router)
    return app


async def ask(app: FastAPI, method: str, path: str, root_path: str = "") -> tuple[int, str]:
    transport = httpx.ASGITransport(app, root_path=root_path)
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
        answer = await client.request(method, path)
        return answer.status_code, answer.text


@pytest.mark.parametrize("root_path", ["", "/carnet"])
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "path",
    [
        *("/v1/cards", "/v1/cards/7", "/v1/cards/7/", "/v1/cards/", "/v1/card", "/v1/cards7"),
        *("/v1", "/", "/healthz", "/healthz/", "/v1/cards/7/8", "//v1/cards", "/v1/c%61rds/7"),
    ],
)
async def test_each_path_is_answered_as_without(root_path: str, method: str, path: str) -> None:
    within = [narrowed(narrowed(told(APIRouter()))), narrowed(told(APIRouter(prefix="/v2")))]
    plain = [told(APIRouter()), told(APIRouter(prefix="/v2"))]
    for asked in (path, "/v2" + path, root_path + path):
        found = await ask(app_with(*within), method, asked, root_path)
        assert found == await ask(app_with(*plain), method, asked, root_path)


async def test_a_router_inside_a_router_is_found() -> None:
    outer = APIRouter(prefix="/v3")
    outer.include_router(told(APIRouter()))
    assert (await ask(app_with(narrowed(outer)), "GET", "/v3/v1/cards/7"))[0] == 200


async def test_a_path_that_may_begin_in_any_way_is_refused() -> None:
    router = APIRouter()

    @router.get("/{slug}/cards", response_model=None)
    def cards(slug: str) -> None: ...

    with pytest.raises(ValueError, match="anything may begin so"):
        await ask(app_with(narrowed(router)), "GET", "/v1/cards")
