"""Showing imports."""

from __future__ import annotations

from api.core.clock import now
from api.imports.models import Import
from api.imports.schemas import ImportOut

FINAL = ("done", "cancelled", "failed")


def undoable(row: Import) -> bool:
    written = row.counts is not None and row.counts.get("new", 0) + row.counts.get("changed", 0)
    return bool(written and row.status in FINAL and row.kept_until and row.kept_until > now())


def shown(row: Import) -> ImportOut:
    return ImportOut.model_validate(
        {
            **{name: getattr(row, name) for name in _PLAIN},
            "columns": (row.columns or {}).get("items", []),
            "errors": (row.errors or {}).get("items", []),
            "progress": {"done": row.done, "total": row.rows or 0},
            "undoable": undoable(row),
        }
    )


_PLAIN = (
    "id", "status", "filename", "format", "encoding", "delimiter", "size", "rows", "mapping",
    "mapping_from", "options", "counts", "undo", "problem", "created_at", "finished_at",
    "kept_until",
)  # fmt: skip
