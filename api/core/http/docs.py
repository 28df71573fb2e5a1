"""The API's documentation as one page, made from the OpenAPI document alone.

No script runs on it and nothing is asked of another host, so that it works under the same policy
as every other page of ours, on paper, and for an auditor without network.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response
from jinja2 import Environment, FileSystemLoader, select_autoescape
from markupsafe import Markup, escape

router = APIRouter(include_in_schema=False)

_FOLDER = Path(__file__).parent / "docs_page"
_PROBLEM = "application/problem+json"
_CODE = re.compile(r"`([^`]+)`")
_BLOCK = re.compile(r"```\n(.*)\n```", re.DOTALL)
_STRONG = re.compile(r"\*\*([^*]+)\*\*")


def _prose(text: str | None) -> Markup:
    """The little Markdown of our docstrings: paragraphs, headings, blocks of code, code, strong."""
    paragraphs = []
    for paragraph in (text or "").strip().split("\n\n"):
        if block := _BLOCK.fullmatch(paragraph):
            paragraphs.append(f'<pre tabindex="0"><code>{escape(block[1])}</code></pre>')
            continue
        if paragraph.startswith("## "):
            paragraphs.append(f"<h2>{escape(paragraph[3:])}</h2>")
            continue
        line = _CODE.sub(r"<code>\1</code>", str(escape(paragraph.strip())))
        paragraphs.append("<p>" + _STRONG.sub(r"<strong>\1</strong>", line) + "</p>")
    return Markup("".join(paragraphs))  # noqa: S704  # escaped above


def _kind(schema: dict[str, Any]) -> str:
    """A schema in a few words, naming those that stand further down."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return f'<a href="#schema-{name}">{escape(name)}</a>'
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(f"<code>{escape(json.dumps(one))}</code>" for one in schema["enum"])
    if "const" in schema:
        return f"<code>{escape(json.dumps(schema['const']))}</code>"
    if schema.get("type") == "array":
        return "list of " + _kind(schema.get("items", {}))
    named = escape(str(schema.get("format") or schema.get("type") or "any"))
    return f"{named}{escape(_bounds(schema))}"


def _bounds(schema: dict[str, Any]) -> str:
    named = {
        "minimum": "≥ {}",
        "maximum": "≤ {}",
        "minLength": "at least {} characters",
        "maxLength": "at most {} characters",
        "maxItems": "at most {}",
        "pattern": "{}",
    }
    said = [text.format(schema[name]) for name, text in named.items() if name in schema]
    return f" ({', '.join(said)})" if said else ""


def _parameters(document: dict[str, Any], operation: dict[str, Any]) -> list[dict[str, Any]]:
    shared = document["components"]["parameters"]
    return [
        shared[parameter["$ref"].rsplit("/", 1)[-1]] if "$ref" in parameter else parameter
        for parameter in operation.get("parameters", [])
    ]


def _operations(document: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    by_tag: dict[str, list[dict[str, Any]]] = {tag["name"]: [] for tag in document["tags"]}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            by_tag.setdefault(operation["tags"][0], []).append(
                {
                    **operation,
                    "path": path,
                    "method": method.upper(),
                    "parameters": _parameters(document, operation),
                }
            )
    return by_tag


def _problems(document: dict[str, Any]) -> dict[str, tuple[int, str]]:
    """Every code with its status and title."""
    found: dict[str, tuple[int, str]] = {}
    for methods in document["paths"].values():
        for operation in methods.values():
            for answer in operation["responses"].values():
                for code, example in (
                    answer.get("content", {}).get(_PROBLEM, {}).get("examples", {}).items()
                ):
                    found[code] = (example["value"]["status"], example["value"]["title"])
    return dict(sorted(found.items()))


def _needed(operation: dict[str, Any]) -> list[str]:
    """The scopes of an operation, whichever way one signs in."""
    return sorted({scope for way in operation.get("security", []) for scopes in way.values()
                   for scope in scopes})  # fmt: skip


def _rights(operation: dict[str, Any], roles: list[str]) -> list[str]:
    """The row of an operation in the table of who may do what."""
    who, oneself = operation["x-roles"], operation.get("x-roles-oneself", [])
    cells = ["yes" if role in who else "oneself" if role in oneself else "–" for role in roles]
    if "anyone" in who:
        return ["yes"] * (len(roles) + 1)
    scopes = ", ".join(_needed(operation)) or "any"
    return [*cells, scopes if "api_key" in who else "–"]


_pages = Environment(loader=FileSystemLoader(_FOLDER), autoescape=select_autoescape())
_pages.filters |= {"prose": _prose, "kind": lambda schema: Markup(_kind(schema))}  # noqa: S704  # escaped there


@router.get("/docs")
async def read_docs(request: Request) -> Response:
    document = request.app.openapi()
    page = _pages.get_template("docs.html.j2").render(
        about=document["info"],
        tags=document["tags"],
        operations=_operations(document),
        needed=_needed,
        rights=_rights,
        schemas=document["components"]["schemas"],
        ways=document["components"].get("securitySchemes", {}),
        roles=document.get("x-roles", {}),
        problems=_problems(document),
        problem_type=_PROBLEM,
    )
    return Response(page, media_type="text/html; charset=utf-8")


@router.get("/docs/style.css")
async def read_style() -> Response:
    return Response((_FOLDER / "docs.css").read_bytes(), media_type="text/css")
