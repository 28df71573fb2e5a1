"""What every route may ask for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Annotated, Any, cast

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.db import Database
from api.core.ended import CHANGES, MARK
from api.core.settings import Settings


# All are coroutines: FastAPI would send a plain function to a thread, at every request.
async def _database(request: Request) -> Database:
    return cast(Database, request.app.state.database)


async def _settings(request: Request) -> Settings:
    return cast(Settings, request.app.state.settings)


_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


async def _session(request: Request) -> AsyncIterator[AsyncSession]:
    async with cast(Database, request.app.state.database).session() as db:
        if request.method not in _SAFE and not _goes_on(request):
            db.info[CHANGES] = True
        yield db


def _goes_on(request: Request) -> bool:
    """Whether the route is one for merchants whose contract has ended too."""
    route: Any = request.scope.get("route")
    return MARK in (getattr(route, "openapi_extra", None) or ())


# With the default scope the answer is sent first, and a failing commit has then said 200 already.
Db = Annotated[AsyncSession, Depends(_session, scope="function")]
Config = Annotated[Settings, Depends(_settings)]
Pool = Annotated[Database, Depends(_database)]


@cache
def _proxies(trusted: str) -> tuple[Any, ...]:
    return tuple(ip_network(part.strip(), strict=False) for part in trusted.split(",") if part)


async def client_address(request: Request, settings: Config) -> str:
    """The address to count attempts by: the connection's, or what a trusted proxy says of it,
    read from the right up to the first address that is not a trusted proxy's. Of IPv6 the
    network of 64 bits, since a single household has the rest to choose from."""
    forwarded = ",".join(request.headers.getlist("x-forwarded-for"))
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    address = request.client.host if request.client else "127.0.0.1"
    while hops and _trusted(address, settings):
        address = hops.pop()
    try:
        found = ip_address(address)
    except ValueError:
        return address[:100]
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ip_network((found, 64), strict=False))
    return str(found)


def _trusted(address: str, settings: Settings) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in _proxies(settings.trusted_proxies))


ClientAddress = Annotated[str, Depends(client_address)]
