"""Finding a route sooner: a router is asked only about paths that begin as its own do.

FastAPI asks every route of every router until one says yes, which took half of what a small
request takes.
"""

from __future__ import annotations

from functools import cache

from fastapi import APIRouter
from fastapi.routing import iter_route_contexts
from starlette._utils import get_route_path
from starlette.routing import Match
from starlette.types import Scope

_WORDS = 2
"""How much of a path is its beginning: ``/v1/cards``."""


def narrowed(router: APIRouter) -> APIRouter:
    """The router itself; once, however many applications it is part of."""
    if "matches" in vars(router):
        return router
    ask = router.matches

    @cache
    def beginnings() -> frozenset[str]:
        # With the first request: only then does FastAPI put each route together.
        found = {_beginning(one.path or "") for one in iter_route_contexts(router.routes)}
        if any("{" in one for one in found):
            raise ValueError(f"anything may begin so: {sorted(found)}")
        return frozenset(found)

    def matches(scope: Scope) -> tuple[Match, Scope]:
        asked = _beginning(get_route_path(scope)) in beginnings()
        return ask(scope) if asked else (Match.NONE, {})

    router.matches = matches  # type: ignore[method-assign]
    return router


def _beginning(path: str) -> str:
    return "/".join(path.split("/", _WORDS + 1)[: _WORDS + 1])
