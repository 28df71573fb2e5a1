"""Pictures as the plan counts them: by the bytes that they take in the store."""

from __future__ import annotations

import asyncio

from sqlalchemy import delete, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.core import quotas
from api.core.settings import Settings
from api.core.tenancy import merchant_of
from api.media import store
from api.media.models import Picture

IMAGE_BYTES = quotas.declare(
    "image_bytes",
    count=text("""
        SELECT CAST(coalesce(sum(bytes), 0) AS bigint) FROM pictures
         WHERE merchant_id = :merchant_id
    """),
)


async def put(db: AsyncSession, settings: Settings, picture: bytes) -> str:
    """Keep a picture; its name. Raises ``PlanLimit`` before anything lies in the store."""
    await quotas.expect(db, IMAGE_BYTES, len(picture))
    place = store.of(settings, merchant_of(db))
    name = await asyncio.to_thread(place.put, picture)
    db.add(Picture(name=name, bytes=len(picture)))
    quotas.take(db, IMAGE_BYTES, len(picture))
    return name


async def give_up(db: AsyncSession, name: str) -> None:
    """Its bytes are free again: nothing names it any more, and its file goes as well. Done
    twice, it is done once."""
    gone = delete(Picture).where(Picture.name == name).returning(Picture.bytes)
    for size in await db.scalars(gone):
        quotas.release(db, IMAGE_BYTES, size)


async def note(db: AsyncSession, name: str, size: int) -> None:
    """Write down what a picture takes that was put before this was counted. The counter itself
    is put right by the night's recount."""
    kept = insert(Picture).on_conflict_do_nothing(index_elements=["merchant_id", "name"])
    await db.execute(kept, [{"id": uuid7(), "name": name, "bytes": size}])
