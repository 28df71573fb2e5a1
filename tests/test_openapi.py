"""The API's description is complete: an auditor needs nothing else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from fastapi import FastAPI

from api.core.errors import Problem

PUBLIC = {
    "read_public_merchant", "read_public_image", "join",
    "sign_in", "sign_up", "confirm_sign_up", "ask_password_reset", "complete_password_reset",
    "is_alive", "is_ready",
    "read_invitation", "accept_invitation", "pair_device",
    "sign_in_second_step", "begin_passkey_sign_in", "sign_in_with_passkey",
    "list_plans",
    "read_erasure_proof",
    "show_unsubscription", "unsubscribe",  # the link's signature stands for one
    "receive_stripe_event",  # Stripe's signature stands for one
    "read_deadlines",  # the address is one
}  # fmt: skip
"""Operations that need no credential at all."""

ANYWHERE = {
    "INTERNAL": "an accident of ours",
    "DATABASE_UNAVAILABLE": "the database cannot be reached",
    "NOT_FOUND": "no operation has this address",
    "METHOD_NOT_ALLOWED": "no operation has this method",
    "STILL_RUNNING": "another request holds the row; named where it matters, on the ledger",
    "MERCHANT_NOT_EMPTY": "found by the job; told in an intake's `problem`",
    "TAKEOUT_DAMAGED": "found by the job; told in an intake's `problem`",
    "TAKEOUT_DIFFERS": "found by the job; told in an intake's `problem`",
}
"""Problems that no single operation is answerable for."""

Operation = dict[str, Any]


@pytest.fixture(scope="module")
def document(app: FastAPI) -> dict[str, Any]:
    return app.openapi()


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, Operation]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def kinds(kind: type[Problem] = Problem) -> Iterator[type[Problem]]:
    for below in kind.__subclasses__():
        yield below
        yield from kinds(below)


def documented(operation: Operation) -> dict[str, int]:
    """The problem codes that an operation names, with their status."""
    return {
        code: int(status)
        for status, answer in operation["responses"].items()
        if status >= "400"
        for code in answer["content"]["application/problem+json"]["examples"]
    }


def test_every_operation_says_what_it_is(document: dict[str, Any]) -> None:
    tags = {tag["name"]: tag["description"] for tag in document["tags"]}
    used = set()
    for method, path, operation in operations(document):
        name = f"{method.upper()} {path}"
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", operation["operationId"]), name
        assert operation["summary"], name
        assert len(operation["description"]) > 20 or operation["description"].endswith("."), name
        (tag,) = operation["tags"]
        assert tags[tag], name
        used.add(tag)
        for parameter in operation.get("parameters", []):
            assert "$ref" in parameter or parameter["schema"], name
    assert used == set(tags)


def test_operation_ids_are_unique(document: dict[str, Any]) -> None:
    ids = Counter(operation["operationId"] for *_, operation in operations(document))
    assert [name for name, times in ids.items() if times > 1] == []


def test_who_may_call_is_said(document: dict[str, Any]) -> None:
    schemes = document["components"]["securitySchemes"]
    assert all(scheme["description"] for scheme in schemes.values())
    open_to_all = set()
    for *_, operation in operations(document):
        security = operation.get("security", [])
        for way in security:
            assert set(way) <= set(schemes)
        if not security:
            open_to_all.add(operation["operationId"])
    assert open_to_all == PUBLIC


def test_every_answer_is_described(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    for method, path, operation in operations(document):
        name = f"{method.upper()} {path}"
        successes = [status for status in operation["responses"] if status < "400"]
        assert len(successes) == 1, name
        answer = operation["responses"][successes[0]]
        assert answer["description"], name
        if successes == ["204"]:
            assert "content" not in answer, name
        else:
            for kind, content in answer["content"].items():
                file = (
                    kind in ("application/pdf", "text/html")
                    or content["schema"].get("format") == "binary"
                )
                assert file or content["schema"]["$ref"], name
        for status, refusal in operation["responses"].items():
            if status < "400":
                continue
            assert refusal["description"], name
            ((kind, content),) = refusal["content"].items()
            assert kind == "application/problem+json", name
            assert content["schema"] == {"$ref": "#/components/schemas/Problem"}, name
            for code, example in content["examples"].items():
                assert example["summary"], name
                assert (example["value"]["code"], example["value"]["status"]) == (code, int(status))
    assert "HTTPValidationError" not in schemas


def test_every_problem_is_named_by_the_operation_that_answers_it(
    document: dict[str, Any], app: FastAPI
) -> None:
    named: dict[str, set[int]] = {}
    for *_, operation in operations(document):
        for code, status in documented(operation).items():
            named.setdefault(code, set()).add(status)
    unnamed = []
    for kind in kinds():
        if not kind.__module__.startswith("api."):
            continue
        if kind.code in named:
            assert kind.status in named[kind.code], kind
        elif kind.code not in ANYWHERE:
            unnamed.append(kind.code)
    assert unnamed == []
    assert set(named) <= {kind.code for kind in kinds()} | {"BAD_REQUEST"}


def test_one_code_means_one_status() -> None:
    statuses: dict[str, set[int]] = {}
    for kind in kinds():
        if kind.__module__.startswith("api."):
            statuses.setdefault(kind.code, set()).add(kind.status)
    assert {code: found for code, found in statuses.items() if len(found) > 1} == {}


def test_what_needs_a_caller_says_how_it_refuses(document: dict[str, Any]) -> None:
    for method, path, operation in operations(document):
        security = operation.get("security")
        if not security or any("pageToken" in way for way in security):
            continue
        codes = documented(operation)
        if any("dataToken" in way for way in security):
            assert codes["IDENTIFICATION_OVER"] == 401, (method, path)
            continue
        if any("extractToken" in way for way in security):
            assert codes["EXTRACT_LINK_UNKNOWN"] == 404, (method, path)
            continue
        if any("deviceCookie" in way for way in security):
            assert codes["DEVICE_NOT_PAIRED"] == 401, (method, path)
            continue
        assert codes["NOT_SIGNED_IN"] == 401, (method, path)
        if any(scopes for way in security for scopes in way.values()):
            assert codes["FORBIDDEN_SCOPE"] == 403, (method, path)


def test_changes_name_their_conditions(document: dict[str, Any]) -> None:
    """Where two people edit, If-Match and its refusals; on the ledger, and where it costs money,
    the Idempotency-Key."""
    for method, path, operation in operations(document):
        headers = {
            parameter.get("name", "").lower()
            for parameter in operation.get("parameters", [])
            if parameter.get("in") == "header"
        }
        if "if-match" in headers:
            assert {"STALE", "PRECONDITION_REQUIRED"} <= set(documented(operation)), path
        if "idempotency-key" in headers:
            expected = {"IDEMPOTENCY_KEY_REUSED", "STILL_RUNNING"}
            if path != "/v1/cards":  # there one may do without
                expected.add("IDEMPOTENCY_KEY_REQUIRED")
            assert expected <= set(documented(operation)), path
        ledger = path.endswith(
            ("/earnings", "/redemptions", "/adjustments", "/reversals", "/sales")
        )
        ledger = ledger or (path.endswith("/confirmation") and "/holds/" in path)
        opened = (method, path) in (("post", "/v1/cards"), ("post", "/v1/cards/{card}/holds"))
        costs = path in ("/v1/checkouts", "/v1/subscription/changes") and method == "post"
        costs = costs or path == "/v1/subscription/cancellation"
        assert ("idempotency-key" in headers) == (ledger or opened or costs), path
        step = path.startswith("/v1/privacy/requests/{request_id}/") and method != "get"
        choice = path == "/v1/privacy/retention/choices/{rule}" and method == "put"
        choice = choice or (path, method) == ("/v1/campaign-settings", "put")
        choice = choice or (path, method) == ("/v1/alert-settings", "put")
        draft = (path, method) == ("/v1/campaigns/{campaign_id}", "delete")
        sent = path == "/v1/campaigns/{campaign_id}/dispatch"
        edited = (method == "patch" and path != "/v1/me") or step or choice or draft or sent
        assert ("if-match" in headers) == edited, path


def test_lists_are_pages(document: dict[str, Any]) -> None:
    for method, path, operation in operations(document):
        names = {parameter.get("name") for parameter in operation.get("parameters", [])}
        if "cursor" not in names:
            continue
        assert method == "get"
        assert "limit" in names, path
        assert documented(operation)["BAD_CURSOR"] == 400, path
        answer = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
        page = document["components"]["schemas"][answer.rpartition("/")[2]]
        assert set(page["properties"]) == {"items", "next_cursor"}, path


def test_bodies_refuse_what_they_do_not_know(document: dict[str, Any]) -> None:
    """A misspelt field is an error and never silently nothing."""
    schemas = document["components"]["schemas"]
    for method, path, operation in operations(document):
        if "requestBody" not in operation:
            continue
        content = operation["requestBody"]["content"]
        if all(kind["schema"].get("format") == "binary" for kind in content.values()):
            continue  # a file
        reference = content["application/json"]["schema"]["$ref"]
        body = schemas[reference.rpartition("/")[2]]
        assert body.get("additionalProperties") is False, (method, path)


def test_the_written_document_is_the_generated_one(document: dict[str, Any]) -> None:
    file = Path(__file__).parents[1] / "openapi.yaml"
    written = yaml.load(file.read_bytes(), yaml.CSafeLoader)
    assert written["paths"].keys() == document["paths"].keys()
    assert written == document, "run: carnet openapi"


async def test_every_problem_has_its_place_in_the_documentation(
    client: httpx.AsyncClient, document: dict[str, Any]
) -> None:
    """A problem's `type` leads to /docs#CODE."""
    page = (await client.get("/docs")).text
    for *_, operation in operations(document):
        for code in documented(operation):
            assert f'id="{code}"' in page, code
