"""Pictures as everybody else uses them: put, read, given up; and counted by the plan, by the
bytes that they take in the store.

Without Cloudinary a picture is on the disk before the row that names it. With it, the picture
waits in the database and a job sends it: no request waits for an outside service, and a dead one
loses nothing.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.core import jobs, quotas
from api.core.settings import Settings
from api.core.tenancy import merchant_of
from api.core.tokens import new_token
from api.media import store, uses
from api.media.models import Picture, PictureRemoval, WaitingPicture
from api.media.pictures import SIDES, Kind, smaller
from api.media.remembered import remembered

SEND, REMOVE = "media.send", "media.remove"

_WAITING = ThreadPoolExecutor(4, "picture store")
"""Whoever waits for the store takes no thread from those who check passwords."""

IMAGE_BYTES = quotas.declare(
    "image_bytes",
    count=text("""
        SELECT CAST(coalesce(sum(bytes), 0) AS bigint) FROM pictures
         WHERE merchant_id = :merchant_id
    """),
)


async def put(db: AsyncSession, settings: Settings, picture: bytes, kind: Kind = "photo") -> str:
    """Keep a picture; its name. Raises ``PlanLimit`` before anything lies in the store."""
    await quotas.expect(db, IMAGE_BYTES, len(picture))
    name = new_token()
    db.add(Picture(name=name, kind=kind, bytes=len(picture)))
    quotas.take(db, IMAGE_BYTES, len(picture))
    await lay(db, settings, name, picture)
    return name


async def lay(db: AsyncSession, settings: Settings, name: str, picture: bytes) -> None:
    """Bring a picture to where it belongs, whose row is there or comes with this transaction.
    Raises :class:`ValueError` for a name that is none of ours."""
    here = store.disk(settings, merchant_of(db))
    if settings.cloudinary_url is None:
        await asyncio.to_thread(here.keep, name, picture)
        return
    here.check(name)
    db.add(WaitingPicture(name=name, body=picture))
    await jobs.enqueue(db, SEND, picture=name)


async def read(
    db: AsyncSession, settings: Settings, name: str, *, small: bool = False, held: bool = False
) -> bytes | None:
    """Ends the transaction where an outside service is asked, unless that is ``held``: nothing
    may have been written in it. Raises ``PictureStoreDown``."""
    key = (merchant_of(db), name, small)
    if (known := remembered.get(key)) is not None:
        return known
    kind = await db.scalar(select(Picture.kind).where(Picture.name == name))
    side = SIDES[kind or "photo"].small if small else None
    waiting = await db.scalar(select(WaitingPicture.body).where(WaitingPicture.name == name))
    if waiting is not None:
        return waiting if side is None else await asyncio.to_thread(smaller, waiting, side)
    if settings.cloudinary_url is not None and not held:
        await db.rollback()
    found = await _fetch(settings, key[0], name, side)
    if found is not None:
        remembered.put(key, found)
    return found


async def _fetch(
    settings: Settings, merchant_id: UUID, name: str, side: int | None
) -> bytes | None:
    place = store.of(settings, merchant_id)
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_WAITING, place.get, name, side)


async def let_go(db: AsyncSession, name: str) -> None:
    """Nothing should name it any more: where that is so, its bytes are free again, and a job
    deletes it once this is committed."""
    await db.flush()
    await jobs.enqueue(db, REMOVE, picture=name)
    if not await uses.used(db, name):
        await give_up(db, name)


async def give_up(db: AsyncSession, name: str) -> None:
    """Its bytes are free again: nothing names it any more, and its file goes as well. Done
    twice, it is done once."""
    merchant_id = merchant_of(db)
    gone = delete(Picture).where(Picture.name == name).returning(Picture.bytes)
    for size in await db.scalars(gone):
        quotas.release(db, IMAGE_BYTES, size)
    await db.execute(delete(WaitingPicture).where(WaitingPicture.name == name))
    asked = insert(PictureRemoval).on_conflict_do_nothing(index_elements=["merchant_id", "name"])
    await db.execute(asked, [{"id": uuid7(), "name": name}])
    remembered.forget(merchant_id, name)


async def note(db: AsyncSession, name: str, size: int) -> None:
    """Write down what a picture takes that was put before this was counted. The counter itself
    is put right by the night's recount."""
    kept = insert(Picture).on_conflict_do_nothing(index_elements=["merchant_id", "name"])
    await db.execute(kept, [{"id": uuid7(), "name": name, "bytes": size}])
