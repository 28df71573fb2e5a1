"""Refusals as problem documents (RFC 9457), and the one place that writes them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, ClassVar

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from api.core import again

log = logging.getLogger("carnet")

SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "A refusal, RFC 9457. Decide by `code`, which never changes; the texts may.",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "examples": ["/docs#CARD_NOT_FOUND"]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string", "examples": ["CARD_NOT_FOUND"]},
        "errors": {
            "type": "array",
            "description": "Per field, where the body or a parameter is at fault.",
            "items": {
                "type": "object",
                "required": ["field", "message", "code"],
                "properties": {
                    "field": {"type": "string", "examples": ["body.phone"]},
                    "message": {"type": "string"},
                    "code": {"type": "string"},
                },
            },
        },
    },
    "additionalProperties": True,
}


class Problem(Exception):
    """A refusal. Subclass it beside the code that raises it; keyword arguments become members of
    the document, and ``retry_after`` (seconds) the header too."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "BAD_REQUEST"
    title: ClassVar[str] = "The request cannot be understood"

    def __init__(self, detail: str = "", *, retry_after: int | None = None, **facts: Any) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.retry_after = retry_after
        if taken := facts.keys() & SCHEMA["properties"].keys() - {"errors"}:
            raise ValueError(f"members of every problem: {taken}")
        self.facts = facts

    def document(self) -> dict[str, Any]:
        """The problem document, as JSON."""
        document: dict[str, Any] = {
            "type": f"/docs#{self.code}",
            "title": self.title,
            "status": self.status,
            "code": self.code,
        }
        if self.detail:
            document["detail"] = self.detail
        if self.retry_after is not None:
            document["retry_after"] = self.retry_after
        facts: dict[str, Any] = jsonable_encoder(self.facts)
        return document | facts

    def response(self) -> JSONResponse:
        headers = {}
        if self.retry_after is not None:
            headers["Retry-After"] = str(self.retry_after)
            if self.status == HTTPStatus.TOO_MANY_REQUESTS:
                headers |= {"RateLimit-Remaining": "0", "RateLimit-Reset": str(self.retry_after)}
        if self.status == HTTPStatus.UNAUTHORIZED:
            headers["WWW-Authenticate"] = "Bearer"
        return JSONResponse(
            self.document(),
            self.status,
            headers,
            media_type="application/problem+json",
        )


class NotFound(Problem):
    status, code, title = 404, "NOT_FOUND", "There is nothing at this address"


class InvalidInput(Problem):
    status, code, title = 422, "VALIDATION", "Some values are not acceptable"


class Undecodable(Problem):
    status, code, title = 400, "UNDECODABLE", "The body is not valid JSON"


class TooLarge(Problem):
    status, code, title = 413, "TOO_LARGE", "The body is larger than any that is asked for"


class NotAllowed(Problem):
    status, code, title = 405, "METHOD_NOT_ALLOWED", "This method does not exist here"


class StillRunning(Problem):
    status, code, title = 409, "STILL_RUNNING", "Another request holds this record; try again"


class Unavailable(Problem):
    status, code, title = 503, "DATABASE_UNAVAILABLE", "The database cannot be reached"


class Stale(Problem):
    """If-Match names an older version (RFC 9110, 13.1.1): somebody else saved first."""

    status, code, title = 412, "STALE", "Somebody else has changed this meanwhile"


class PreconditionRequired(Problem):
    """RFC 6585, 3."""

    status, code, title = 428, "PRECONDITION_REQUIRED", "Send If-Match with the version you read"


class BadCursor(Problem):
    status, code, title = 400, "BAD_CURSOR", "This cursor was not given out by this list"


def match_version(if_match: str | None, version: int) -> None:
    """Hold ``If-Match`` against the row's version: 428 when missing, 412 when stale."""
    if if_match is None:
        raise PreconditionRequired
    if if_match.strip() not in (f'"{version}"', "*"):
        raise Stale(version=version)


def problems(*kinds: type[Problem]) -> dict[int | str, dict[str, Any]]:
    """The ``responses`` of a route: every refusal it can answer, by status."""
    by_status: dict[int | str, dict[str, Any]] = {}
    for kind in kinds:
        answer = by_status.setdefault(kind.status, {"description": "", "content": _content({})})
        answer["description"] += f"{'; ' if answer['description'] else ''}`{kind.code}`"
        answer["content"]["application/problem+json"]["examples"][kind.code] = {
            "summary": kind.title,
            "value": {
                "type": f"/docs#{kind.code}",
                "title": kind.title,
                "status": kind.status,
                "code": kind.code,
            },
        }
    return by_status


def _content(examples: dict[str, Any]) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"application/problem+json": {"schema": schema, "examples": examples}}


_LOCK_NOT_AVAILABLE = "55P03"
_QUERY_CANCELED = "57014"
_OUT_OF_REACH = ("08", "28", "3D", "53", "57")
"""Classes: connection lost, login refused, no such database, no room, shutting down."""
_BAD_TEXT = {"22021", "22P05"}
"""A NUL character, which JSON can carry and PostgreSQL cannot."""


def sqlstate(error: DBAPIError) -> str:
    """The SQLSTATE, by which errors are told apart (constraint names differ between shards)."""
    return getattr(error.orig, "sqlstate", None) or ""


def from_database(error: DBAPIError) -> Problem:
    """What a failing statement means to the caller; raises it again where that is nothing."""
    state = sqlstate(error)
    if state == _LOCK_NOT_AVAILABLE or state in again.BROKEN_OFF:
        return StillRunning(retry_after=1)
    if state in _BAD_TEXT:
        return InvalidInput("A text holds a character that cannot be stored")
    if error.connection_invalidated or (
        state.startswith(_OUT_OF_REACH) and state != _QUERY_CANCELED
    ):
        return Unavailable(retry_after=5)
    raise error


def _from_validation(error: RequestValidationError) -> Problem:
    found = error.errors()
    if any(one["type"] == "json_invalid" for one in found):
        return Undecodable()
    return invalid_input(found)


def invalid_input(found: Sequence[Any]) -> InvalidInput:
    """Of what pydantic has found, the place and the kind; never the value."""
    return InvalidInput(
        errors=[
            {
                "field": ".".join(str(part) for part in one["loc"]),
                "message": one["msg"],
                "code": one["type"],
            }
            for one in found
        ]
    )


def _from_http(error: HTTPException) -> Problem:
    if error.status_code == HTTPStatus.NOT_FOUND:
        return NotFound()
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return NotAllowed()
    if error.status_code == TooLarge.status:
        return TooLarge()
    if error.status_code == HTTPStatus.BAD_REQUEST:
        return Undecodable(str(error.detail))
    raise error


class _Internal(Problem):
    status, code, title = 500, "INTERNAL", "Something went wrong on our side; nothing was saved"


def install(app: FastAPI) -> None:
    """Answer every refusal and every accident as a problem document."""

    @app.exception_handler(Problem)
    async def problem(request: Request, error: Problem) -> JSONResponse:
        return error.response()

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        return _from_validation(error).response()

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> JSONResponse:
        response = _from_http(error).response()
        response.headers.update(error.headers or {})
        return response

    @app.exception_handler(DBAPIError)
    async def database(request: Request, error: DBAPIError) -> JSONResponse:
        if sqlstate(error) in again.BROKEN_OFF:
            again.mark(request.scope)
        return from_database(error).response()

    @app.exception_handler(PoolTimeout)
    async def exhausted(request: Request, error: PoolTimeout) -> JSONResponse:
        return Unavailable(retry_after=2).response()

    @app.exception_handler(ConnectionError)
    async def unreachable(request: Request, error: ConnectionError) -> JSONResponse:
        return Unavailable(retry_after=5).response()

    @app.exception_handler(Exception)
    async def accident(request: Request, error: Exception) -> JSONResponse:
        log.error("%s %s failed", request.method, request.scope["path"], exc_info=error)
        return _Internal().response()
