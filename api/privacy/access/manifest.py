"""What stands beside the data: a manifest of the whole file, and a JSON Schema for each table
that an outside tool can check the lines by."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column

from api.core.personal import Declaration
from api.privacy.access import json_form
from api.privacy.access.archive import Part
from api.privacy.access.contents import Contents, Sheet, Shown
from api.privacy.inventory import declared

NAME = "manifest.json"
FORMAT = "mon-carnet-client/extract"
VERSION = 1
"""Of the file's form; the tables' own is told by their schemas."""


def manifest(
    kind: str,
    whose: UUID,
    made_at: datetime,
    contents: Contents,
    parts: Sequence[Part],
    missing_media: Sequence[str],
) -> bytes:
    """Written last: it lists what is before it."""
    return _text(
        {
            "format": FORMAT,
            "version": VERSION,
            "kind": kind,
            "id": str(whose),
            "made_at": json_form.value(made_at),
            "files": [asdict(part) for part in parts],
            "tables": [_table(sheet) for sheet in contents.sheets],
            "left_out": [
                {"table": name, "because": because} for name, because in contents.left_out.items()
            ],
            "media_not_found": list(missing_media),
        }
    )


def _table(sheet: Sheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "columns": {column.name: _column(sheet, column, said) for column, said in sheet.held()},
        "withheld": [
            {"column": name, "because": because} for name, because in sheet.withheld.items()
        ],
    }


def _column(sheet: Sheet, column: Column[Any], said: Declaration) -> dict[str, Any]:
    if not said.personal:
        return {"personal": False, "because": said.because}
    return {
        "personal": True,
        "about": said.subject,
        "role": said.subject and said.subject.role,
        "category": said.category,
        "purposes": said.purposes,
        "source": said.source,
        "retention": said.rule,
        "erasure": said.erasure,
        "recipients": [
            {"recipient": one.recipient, "field": one.field, "why": one.why}
            for one in declared().recipients(f"{sheet.name}.{column.name}")
        ],
        "others_renamed": sheet.columns[column.name] is Shown.OTHERS_RENAMED,
    }


def schema(sheet: Sheet) -> bytes:
    """The JSON Schema of one line of the table."""
    properties: Mapping[str, Any] = {
        column.name: json_form.schema(
            column.type,
            nullable=bool(column.nullable),
            # In a merchant's file nobody is renamed.
            pseudonym=sheet.table is not None
            and sheet.columns[column.name] is Shown.OTHERS_RENAMED,
        )
        for column, _ in sheet.held()
    }
    return _text(
        {
            "$schema": json_form.DIALECT,
            "title": sheet.name,
            "type": "object",
            "properties": properties,
            "required": [*properties],
            "additionalProperties": False,
        }
    )


def _text(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode()
