"""A picture as a body, and as an answer."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import ClientDisconnect

from api.core.errors import Undecodable
from api.media.pictures import MEDIA_TYPE

_BINARY = {"schema": {"type": "string", "format": "binary"}}
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The picture itself, at most 5 MB.",
        "content": {"image/jpeg": _BINARY, "image/png": _BINARY, "image/webp": _BINARY},
    }
}
SHOWN: dict[int | str, dict[str, Any]] = {
    200: {"description": "WebP.", "content": {MEDIA_TYPE: _BINARY}}
}


async def received(db: AsyncSession, request: Request) -> bytes:
    """No connection is kept while a slow sender sends."""
    await db.rollback()
    try:
        return await request.body()
    except ClientDisconnect:
        raise Undecodable("The upload broke off") from None
