"""The OpenAPI document: what auditors and integrators read."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from api.core.errors import SCHEMA, InvalidInput, Problem, Undecodable, problems

ABOUT: dict[str, Any] = {
    "title": "Mon Carnet Client",
    "version": "1",
    "summary": "Digital loyalty cards and a customer notebook for local merchants.",
    "description": (
        "JSON over HTTPS, snake_case, times in UTC. A merchant's data is reached by its members'"
        " sessions and its API keys alone; another merchant's id answers 404.\n\n"
        "**Errors** are problem documents (RFC 9457); decide by `code`.\n\n"
        "**Lists** come in pages: pass `next_cursor` back as `cursor`.\n\n"
        "**Repeating safely**: operations on a card's ledger require an `Idempotency-Key`; the"
        " same key and body give the first answer again, whenever.\n\n"
        "**Editing together**: a read answers an `ETag`; a change sends it as `If-Match`."
    ),
    "openapi_url": "/openapi.json",
    "docs_url": None,
    "redoc_url": None,
    "openapi_tags": [
        {"name": "accounts", "description": "Signing up and in, sessions, passwords, oneself."},
        {"name": "merchant", "description": "The merchant, its team and its API keys."},
        {"name": "customers", "description": "The notebook: customers and their consents."},
        {"name": "programs", "description": "Loyalty programs, their rules and rewards."},
        {"name": "cards", "description": "Giving out, finding, replacing and closing cards."},
        {"name": "ledger", "description": "Stamping, redeeming, undoing; the proof of it."},
        {"name": "overview", "description": "Today at a glance."},
        {"name": "holders", "description": "What customers reach without a login."},
        {"name": "health", "description": "Whether the service is up."},
    ],
}


def install(app: FastAPI, roles: dict[str, list[str]]) -> None:
    """Describe refusals as this API answers them, and the rights of the roles, on top of what
    FastAPI derives."""
    derive = app.openapi

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _complete(derive()) | {"x-roles": roles}
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]  # FastAPI's documented way to extend it


def _complete(schema: dict[str, Any]) -> dict[str, Any]:
    schemas = schema.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = SCHEMA
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for path in schema["paths"].values():
        for operation in path.values():
            _refusals(operation)
    return schema


def _refusals(operation: dict[str, Any]) -> None:
    """Any parameter or body can be unacceptable, any body undecodable."""
    answers = operation["responses"]
    general: list[type[Problem]] = []
    if "422" in answers or operation.get("parameters"):
        general.append(InvalidInput)
    if "requestBody" in operation:
        general = [InvalidInput, Undecodable]
    generated = answers.get("422", {}).get("content", {})
    if "application/json" in generated:
        del answers["422"]
    for status, refusal in problems(*general).items():
        present = answers.setdefault(str(status), refusal)
        if present is not refusal:
            present["description"] += f"; {refusal['description']}"
            content = present["content"]["application/problem+json"]
            content["examples"] |= refusal["content"]["application/problem+json"]["examples"]
