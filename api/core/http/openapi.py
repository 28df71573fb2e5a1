"""The OpenAPI document: what auditors and integrators read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import FastAPI

from api.core.ended import MARK, MerchantClosed
from api.core.errors import SCHEMA, InvalidInput, Problem, TooLarge, Undecodable, problems

ABOUT: dict[str, Any] = {
    "title": "Mon Carnet Client",
    "version": "1",
    "summary": "Digital loyalty cards and a customer notebook for local merchants.",
    "description": (Path(__file__).parent / "docs_page" / "integrators.md").read_text(),
    "openapi_url": "/openapi.json",
    "docs_url": None,
    "redoc_url": None,
    "openapi_tags": [
        {"name": "accounts", "description": "Signing up and in, sessions, passwords, oneself."},
        {"name": "merchant", "description": "The merchant and its API keys."},
        {"name": "team", "description": "Members, invitations, places, counter devices, PINs."},
        {"name": "customers", "description": "The notebook: customers and their consents."},
        {"name": "privacy", "description": "The rights of persons, and the proof of them."},
        {"name": "programs", "description": "Loyalty programs, their rules and rewards."},
        {"name": "cards", "description": "Giving out, finding, replacing and closing cards."},
        {"name": "ledger", "description": "Stamping, redeeming, undoing; the proof of it."},
        {"name": "events", "description": "Following what happens, in order and without holes."},
        {"name": "audit", "description": "Who has done what, sealed; searched and verified."},
        {"name": "overview", "description": "Today at a glance."},
        {"name": "statistics", "description": "Who comes back, in numbers about ten and more."},
        {"name": "alerts", "description": "Stamps per member and hour, and unusual ones."},
        {"name": "imports", "description": "Customers from a file: checked, run, taken back."},
        {"name": "campaigns", "description": "News by mail, to whoever agreed to it."},
        {"name": "exports", "description": "Lists as files; each one is recorded."},
        {"name": "privacy", "description": "Rights of persons, and what is done about them."},
        {"name": "billing", "description": "What the merchant pays for the service, by Stripe."},
        {"name": "privacy", "description": "Persons exercise their rights: requests, deadlines."},
        {"name": "holders", "description": "What customers reach without a login."},
        {"name": "health", "description": "Whether the service is up."},
    ],
}


COUNTER = "counter"
"""The role of whoever has typed a PIN at a counter device."""


def install(app: FastAPI, roles: dict[str, list[str]]) -> None:
    """Describe refusals as this API answers them, and who may do what, on top of what FastAPI
    derives. ``roles``: the scopes of each, :data:`COUNTER` among them."""
    derive = app.openapi

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _complete(derive(), roles) | {"x-roles": roles}
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]  # FastAPI's documented way to extend it


_SAFE = ("get", "head", "options")
_AT_MERCHANT = {"apiKey", "pageToken", "dataToken", "counterCookie", "deviceCookie"}
_HEADERS = {
    "CsrfToken": {
        "name": "X-CSRF-Token",
        "in": "header",
        "description": "`csrf_token` of `GET /v1/me`; needed with a session, not with a key.",
        "schema": {"type": "string"},
    },
    "MerchantId": {
        "name": "X-Merchant-Id",
        "in": "header",
        "description": "The merchant, for a person who works for several.",
        "schema": {"type": "string", "format": "uuid"},
    },
}


def _complete(schema: dict[str, Any], roles: dict[str, list[str]]) -> dict[str, Any]:
    schema.setdefault("components", {})["parameters"] = _HEADERS
    schemas = schema.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = SCHEMA
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for path_name, path in schema["paths"].items():
        for method, operation in path.items():
            _refusals(operation)
            _after_end(path_name, method, operation)
            _session_headers(method, operation)
            _who(operation, roles)
    return schema


def _who(operation: dict[str, Any], roles: dict[str, list[str]]) -> None:
    """Who may call it, by name: `x-roles`; and in `x-roles-oneself` who may where it is about
    oneself."""
    ways: dict[str, list[str]] = {}
    for requirement in operation.get("security", []):
        ways |= requirement
    oneself = operation.pop("x-oneself", False)
    if not ways:
        who = ["anyone"]
    elif ways.keys() & {"pageToken", "dataToken", "extractToken"}:
        who = ["holder"]
    elif "deviceCookie" in ways:
        who = ["device"]
    elif "apiKey" in ways:
        needed = {scope for scopes in ways.values() for scope in scopes}
        who = [role for role, kept in roles.items() if needed <= set(kept)] + ["api_key"]
    else:
        who = [role for role in roles if role != COUNTER or "counterCookie" in ways]
    operation["x-roles"] = who
    if oneself:
        rest = [role for role in roles if role != COUNTER and role not in who]
        operation["x-roles-oneself"] = rest


def _session_headers(method: str, operation: dict[str, Any]) -> None:
    """What a browser's session sends along, described once for all operations."""
    ways = {way for requirement in operation.get("security", []) for way in requirement}
    names = ["MerchantId"] if {"sessionCookie", "apiKey"} <= ways else []
    if "sessionCookie" in ways and method not in _SAFE:
        names.append("CsrfToken")
    if names:
        references = [{"$ref": f"#/components/parameters/{name}"} for name in names]
        operation["parameters"] = [*operation.get("parameters", []), *references]


def _refusals(operation: dict[str, Any]) -> None:
    """Any parameter or body can be unacceptable, any body undecodable."""
    answers = operation["responses"]
    general: list[type[Problem]] = []
    if "422" in answers or operation.get("parameters"):
        general.append(InvalidInput)
    if "requestBody" in operation:
        general = [InvalidInput, Undecodable, TooLarge]
    generated = answers.get("422", {}).get("content", {})
    if "application/json" in generated:
        del answers["422"]
    _add(answers, *general)


def _after_end(path: str, method: str, operation: dict[str, Any]) -> None:
    """What changes something at a merchant is refused once its contract has ended, unless
    `x-after-end` says otherwise."""
    ways = {way for requirement in operation.get("security", []) for way in requirement}
    of_merchant = ways & _AT_MERCHANT or "{slug}" in path
    if method not in _SAFE and of_merchant and MARK not in operation:
        _add(operation["responses"], MerchantClosed)


def _add(answers: dict[str, Any], *refusals: type[Problem]) -> None:
    for status, refusal in problems(*refusals).items():
        present = answers.setdefault(str(status), refusal)
        if present is not refusal:
            present["description"] += f"; {refusal['description']}"
            content = present["content"]["application/problem+json"]
            content["examples"] |= refusal["content"]["application/problem+json"]["examples"]
