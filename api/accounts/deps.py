"""What routes of every domain may ask for: who calls, and by which right.

``caller: Annotated[Caller, needs("cards:write")]`` resolves the session cookie or API key,
checks the right, and enters the merchant on the request's ``Db``. List what it may refuse in
the route's ``responses`` with ``problems(*CALLER_REFUSALS, …)``.
"""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer, SecurityScopes

from api.accounts import merchant_tokens
from api.accounts.caller import (
    Caller,
    ForbiddenScope,
    MerchantNotFound,
    MerchantRequired,
    NotSignedIn,
    OfficeReadOnly,
    SecondFactorSetupRequired,
    SignedIn,
)
from api.accounts.credentials import by_api_key, by_session
from api.accounts.roles import Scope
from api.core.deps import Config, Db
from api.core.errors import Problem
from api.core.http.allowance import RATE, Allowance, RateLimited
from api.core.quotas import FrozenByPlan
from api.core.settings import Settings
from api.core.tenancy import enter
from api.core.tokens import sign, verify


class CsrfFailed(Problem):
    status, code, title = 403, "CSRF_FAILED", "The request does not come from our own pages"


CALLER_REFUSALS: tuple[type[Problem], ...] = (
    NotSignedIn,
    ForbiddenScope,
    OfficeReadOnly,
    FrozenByPlan,
    RateLimited,
    CsrfFailed,
    MerchantRequired,
    MerchantNotFound,
    SecondFactorSetupRequired,
)
SIGNED_IN_REFUSALS: tuple[type[Problem], ...] = (NotSignedIn, CsrfFailed)
PERSON_REFUSALS: tuple[type[Problem], ...] = (*SIGNED_IN_REFUSALS, ForbiddenScope)

_REQUESTS = Allowance(60)
"""Of each merchant's programs together: whoever makes more keys may not ask more often."""
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

_cookie = APIKeyCookie(
    name="__Host-carnet",
    scheme_name="sessionCookie",
    description=(
        "A person signed in by `POST /v1/sessions`. The name is `carnet` where the service is"
        " not reached over TLS. Unsafe methods also need `X-CSRF-Token` (from `GET /v1/me`) and"
        " an `Origin` of our own. `X-Merchant-Id` names the merchant when the person works for"
        " several. The scopes listed are rights of the person's role there."
    ),
    auto_error=False,
)
_counter_cookie = APIKeyCookie(
    name="__Host-carnet",
    scheme_name="counterCookie",
    description=(
        "The same cookie, of a member signed in by PIN on a counter device"
        " (`POST /v1/device/sessions`). It opens what the role `counter` may do, as far as the"
        " member's own role may, and of oneself only the operations that name it."
    ),
    auto_error=False,
)
_bearer = HTTPBearer(
    scheme_name="apiKey",
    bearerFormat="mck_<merchant>_<secret>",
    description=(
        "A merchant's key, made by `POST /v1/api-keys` and shown once. It is bound to the"
        " merchant and carries the scopes it was given."
    ),
    auto_error=False,
)
Bearer = Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]
Cookie = Annotated[str | None, Security(_cookie)]


def cookie_name(settings: Settings) -> str:
    """``__Host-`` binds the cookie to this very host and to TLS, where there is TLS."""
    return "__Host-carnet" if settings.secure else "carnet"


def csrf_token(settings: Settings, session_id: UUID) -> str:
    """What a page of ours knows and another site's cannot: bound to the session."""
    return sign(settings.secret, "csrf", str(session_id))


def same_origin(request: Request, settings: Config) -> None:
    """Refuse a request that a browser says comes from another site; raises :class:`CsrfFailed`.
    For routes without a session, where nothing but ``Origin`` can tell (login CSRF)."""
    origin = request.headers.get("origin")
    if origin is not None and not _own(origin, request, settings):
        raise CsrfFailed("Origin is another site's")


def _own(origin: str, request: Request, settings: Settings) -> bool:
    if origin == settings.origin:
        return True
    scheme, _, host = origin.partition("://")
    # The address by which this very request has reached us (localhost or 127.0.0.1, a second
    # domain): a browser sends its cookies there and nowhere else.
    return scheme in ("http", "https") and host == request.headers.get("host")


def _merchant_named(request: Request) -> UUID | None:
    named = request.headers.get("x-merchant-id")
    if named is None:
        return None
    try:
        return UUID(named)
    except ValueError:
        raise MerchantNotFound from None


def _check_csrf(request: Request, settings: Settings, signed_in: SignedIn) -> None:
    if request.method in _SAFE:
        return
    token = request.headers.get("x-csrf-token")
    origin = request.headers.get("origin")
    if origin is None or not _own(origin, request, settings):
        raise CsrfFailed("Origin is missing or another site's")
    if token is None or not verify(settings.secret, "csrf", str(signed_in.session_id), token):
        raise CsrfFailed("X-CSRF-Token is missing or of another session")


async def _signed_in(request: Request, db: Db, declared: Cookie) -> SignedIn:
    settings: Settings = request.app.state.settings
    token = request.cookies.get(cookie_name(settings))
    if not token:
        raise NotSignedIn
    signed_in = await by_session(db, token)
    _check_csrf(request, settings, signed_in)
    return signed_in


async def _signed_in_anyhow(
    request: Request,
    db: Db,
    declared: Cookie,
    at_counter: Annotated[str | None, Security(_counter_cookie)],
) -> SignedIn:
    return await _signed_in(request, db, declared)


async def _person(signed_in: Annotated[SignedIn, Depends(_signed_in)]) -> SignedIn:
    if signed_in.counter is not None:
        raise ForbiddenScope("A PIN opens the counter, not the account")
    return signed_in


async def _perhaps(request: Request, db: Db) -> SignedIn | None:
    token = request.cookies.get(cookie_name(request.app.state.settings), "")
    # One of a counter is not looked up: that would enter its merchant, and the route may have
    # another one to enter.
    if merchant_tokens.parts(token) is not None:
        return None
    try:
        return await _signed_in(request, db, None)
    except NotSignedIn:
        return None


Person = Annotated[SignedIn, Depends(_person)]
"""The signed-in person, whatever the merchant (API keys and PINs are refused)."""
AnySession = Annotated[SignedIn, Depends(_signed_in_anyhow)]
"""The same, also where a PIN was typed at a counter device."""
PerhapsPerson = Annotated[SignedIn | None, Depends(_perhaps)]
"""Somebody who may be signed in, on routes that are open to everybody."""


# The two headers are read by hand, and described in the OpenAPI document for all operations at
# once: every parameter that FastAPI reads for us would cost each stamp at the counter.
async def _caller(
    request: Request, db: Db, scopes: SecurityScopes, declared: Cookie, bearer: Bearer
) -> Caller:
    caller = await _resolved(request, db, bearer)
    for scope in scopes.scopes:
        if not caller.may(scope):
            raise caller.refusal(scope)
    await enter(db, caller.merchant_id)
    return caller


async def _oneself_or(
    request: Request, db: Db, scopes: SecurityScopes, declared: Cookie, bearer: Bearer
) -> Caller:
    caller = await _resolved(request, db, bearer)
    oneself = str(caller.id) == request.path_params["member_id"].lower()
    by_pin = caller.location_id is not None
    for scope in scopes.scopes:
        if not caller.may(scope) and (by_pin or not oneself):
            raise caller.refusal(scope)
    await enter(db, caller.merchant_id)
    return caller


async def _resolved(
    request: Request, db: Db, bearer: HTTPAuthorizationCredentials | None
) -> Caller:
    named = _merchant_named(request)
    if bearer is None:
        return (await _signed_in(request, db, None)).at(named)
    caller = await by_api_key(db, bearer.credentials)
    if named is not None and named != caller.merchant_id:
        raise MerchantNotFound
    if caller.api_rate is not None:
        request.scope[RATE] = {"RateLimit-Limit": str(caller.api_rate)}
        request.scope[RATE] = _REQUESTS.take(caller.merchant_id, 1, caller.api_rate)
    return caller


def needs(*scopes: str) -> Any:
    """A dependency that gives the :class:`Caller` with all these rights."""
    return Security(_caller, scopes=[Scope(scope).value for scope in scopes])


def oneself_or(*scopes: str) -> Any:
    """The same, or the very member that the path's ``member_id`` names. Declare the route with
    ``openapi_extra=ONESELF``."""
    return Security(_oneself_or, scopes=[Scope(scope).value for scope in scopes])


ONESELF = {"x-oneself": True}
