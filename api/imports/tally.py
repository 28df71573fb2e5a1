"""Counting what comes of rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.imports.schemas import Cause, ImportField, Outcome

_FIRST_ROWS = 10


class Tally:
    """Counts and causes, as an import keeps them between its steps."""

    def __init__(
        self, counts: Mapping[str, int] | None = None, errors: Mapping[str, Any] | None = None
    ) -> None:
        self.counts = {"new": 0, "changed": 0, "skipped": 0, "rejected": 0, **(counts or {})}
        self._errors: dict[tuple[str, str | None], dict[str, Any]] = {
            (one["code"], one["field"]): {**one, "rows": [*one["rows"]]}
            for one in (errors or {}).get("items", [])
        }

    def add(self, outcome: Outcome) -> None:
        self.counts[outcome] += 1

    def reject(self, number: int, code: Cause, field: ImportField | None) -> None:
        self.add("rejected")
        empty: dict[str, Any] = {"code": code, "field": field, "count": 0, "rows": []}
        group = self._errors.setdefault((code, field), empty)
        group["count"] += 1
        if len(group["rows"]) < _FIRST_ROWS:
            group["rows"].append(number)

    def errors(self) -> dict[str, Any]:
        """Most frequent first."""
        groups = sorted(self._errors.values(), key=lambda one: -one["count"])
        return {"items": groups}
