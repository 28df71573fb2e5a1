"""Refusals as problem documents (RFC 9457)."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any, ClassVar

from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse

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
