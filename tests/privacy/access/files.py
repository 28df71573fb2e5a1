"""Files as a person unpacks them, with the standard library and an outside JSON Schema checker."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from typing import Any
from zipfile import ZipFile

import jsonschema_rs


class Unpacked:
    def __init__(self, body: bytes) -> None:
        self.body = body
        self.zip = ZipFile(io.BytesIO(body))
        assert self.zip.testzip() is None
        self.manifest: dict[str, Any] = json.loads(self.zip.read("manifest.json"))

    @property
    def tables(self) -> dict[str, dict[str, Any]]:
        return {table["name"]: table for table in self.manifest["tables"]}

    def text(self, name: str) -> str:
        return self.zip.read(name).decode()

    def rows(self, table: str) -> list[dict[str, Any]]:
        name = f"data/{table}.jsonl"
        if name not in self.zip.namelist():
            return []
        return [json.loads(line) for line in self.text(name).splitlines()]

    def cells(self, table: str) -> list[dict[str, str]]:
        text = self.zip.read(f"csv/{table}.csv").decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    def everything(self) -> str:
        """All texts in the file."""
        return "\n".join(
            self.text(name) for name in self.zip.namelist() if not name.startswith("media/")
        )

    def check(self) -> None:
        """What the manifest says is so, and every line is as its schema says."""
        parts = {part["name"]: part for part in self.manifest["files"]}
        assert set(parts) | {"manifest.json"} == set(self.zip.namelist())
        for name, part in parts.items():
            body = self.zip.read(name)
            assert (len(body), hashlib.sha256(body).hexdigest()) == (part["size"], part["sha256"])
        for table in self.tables:
            schema = json.loads(self.text(f"schemas/{table}.schema.json"))
            checker = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
            rows = self.rows(table)
            for row in rows:
                checker.validate(row)
            if name := parts.get(f"data/{table}.jsonl"):
                assert name["rows"] == len(rows) == len(self.cells(table))
                assert parts[f"csv/{table}.csv"]["rows"] == len(rows)
