"""How a file is sent and described."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from fastapi.responses import StreamingResponse

from api.privacy.access.models import AnyExtract

ZIP = "application/zip"
_BINARY = {"schema": {"type": "string", "format": "binary"}}
SENT: dict[int | str, dict[str, Any]] = {
    200: {
        "description": (
            "A zip: `manifest.json` (rows and SHA-256 of each file, purposes, sources, recipients,"
            " retention, what is withheld and why), `data/*.jsonl`, `csv/*.csv`,"
            " `schemas/*.schema.json` (JSON Schema 2020-12), `media/*`, `index.html`."
        ),
        "content": {ZIP: _BINARY},
    }
}
TAKEN: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The file itself, at most 2 GiB.",
        "content": {ZIP: _BINARY},
    }
}


def sent(row: AnyExtract, body: AsyncIterator[bytes], name: str) -> StreamingResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}-{row.created_at:%Y-%m-%d}.zip"',
        "Content-Length": str(row.size),
        "Cache-Control": "private, no-store",
    }
    return StreamingResponse(body, media_type=ZIP, headers=headers)
