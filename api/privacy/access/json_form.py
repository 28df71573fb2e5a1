"""A column's values as JSON, and the JSON Schema that says so."""

from __future__ import annotations

import base64
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Date, DateTime, Integer, LargeBinary, Numeric, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_FORMS: tuple[tuple[type[TypeEngine[Any]], dict[str, Any]], ...] = (
    (Boolean, {"type": "boolean"}),
    (Integer, {"type": "integer"}),
    (Numeric, {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}),
    (DateTime, {"type": "string", "format": "date-time"}),
    (Date, {"type": "string", "format": "date"}),
    (Uuid, {"type": "string", "format": "uuid"}),
    (LargeBinary, {"type": "string", "contentEncoding": "base64"}),
    (JSONB, {}),
)
_TEXT: dict[str, Any] = {"type": "string"}


def value(found: Any) -> Any:
    """One value as JSON knows it. Reading it back gives the same value, bit by bit."""
    if isinstance(found, datetime):
        return found.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(found, UUID | date | Decimal):
        return str(found)
    if isinstance(found, bytes):
        return base64.b64encode(found).decode()
    return found


def line(row: dict[str, Any]) -> bytes:
    """A row as a line of JSON, the same bytes for the same row."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def schema(kind: TypeEngine[Any], *, nullable: bool, pseudonym: bool = False) -> dict[str, Any]:
    """What :func:`value` makes of a column of this type."""
    form = next((form for one, form in _FORMS if isinstance(kind, one)), _TEXT)
    if pseudonym and "type" in form:
        form = _TEXT
    if nullable and "type" in form:
        return form | {"type": [form["type"], "null"]}
    return dict(form)
