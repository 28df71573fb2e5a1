"""Every refusal and every accident is answered as a problem document, and here alone."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from api.core.db import sqlstate
from api.core.errors import (
    InvalidInput,
    NotAllowed,
    NotFound,
    Problem,
    StillRunning,
    TooLarge,
    Unavailable,
    Undecodable,
)
from api.core.http import again

log = logging.getLogger("carnet")

_LOCK_NOT_AVAILABLE = "55P03"
_QUERY_CANCELED = "57014"
_OUT_OF_REACH = ("08", "28", "3D", "53", "57")
"""Classes: connection lost, login refused, no such database, no room, shutting down."""
_BAD_TEXT = {"22021", "22P05"}
"""A NUL character, which JSON can carry and PostgreSQL cannot."""


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
