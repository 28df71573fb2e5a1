"""The jobs that bring pictures to the store and take them away, each with its receipt, and the
night's sweep over what nothing names.

A picture is kept before the row that names it is committed and deleted after the row that no
longer does, so a crash leaves one too many at worst.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.core import jobs
from api.core.clock import now
from api.core.jobs import Afterwards, Work, job, periodic
from api.core.tenancy import enter, merchant_of
from api.media import store, stored, uses
from api.media.models import Picture, PictureRemoval, WaitingPicture
from api.media.stored import REMOVE, SEND

UNNAMED_AFTER = timedelta(days=1)
"""Somebody who has just sent a picture may be about to name it."""
RECEIPTS_KEPT = timedelta(days=400)


@job(SEND, attempts=20, after_end=True)
async def send(work: Work, picture: str) -> Afterwards | None:
    """No transaction is open while the service thinks."""
    merchant_id = merchant_of(work.db)
    body = await _on_its_way(work, picture)
    if body is None or work.settings.cloudinary_url is None:
        return None
    place = store.of(work.settings, merchant_id)

    async def sent() -> None:
        receipt = await asyncio.to_thread(place.keep, picture, body)
        async with work.database.session() as db:
            await enter(db, merchant_id)
            noted = update(Picture).where(Picture.name == picture).returning(Picture.id)
            there = await db.scalar(noted.values(sent_at=now(), receipt=receipt))
            await db.execute(delete(WaitingPicture).where(WaitingPicture.name == picture))
            if there is None:
                # Given up meanwhile: that job may have come too early.
                await jobs.enqueue(db, REMOVE, picture=picture)

    return sent


async def _on_its_way(work: Work, name: str) -> bytes | None:
    waiting = await work.db.scalar(select(WaitingPicture.body).where(WaitingPicture.name == name))
    if waiting is not None:
        return waiting
    # One from before the service was configured.
    return await asyncio.to_thread(store.disk(work.settings, merchant_of(work.db)).get, name)


@job(REMOVE, attempts=20, after_end=True)
async def remove(work: Work, picture: str) -> Afterwards | None:
    if await uses.used(work.db, picture):
        return None
    await stored.give_up(work.db, picture)
    merchant_id = merchant_of(work.db)
    place = store.of(work.settings, merchant_id)

    async def gone() -> None:
        receipt = await asyncio.to_thread(place.delete, picture)
        async with work.database.session() as db:
            await enter(db, merchant_id)
            await confirm(db, picture, receipt)

    return gone


async def confirm(db: AsyncSession, name: str, receipt: str | None) -> None:
    """That the stores have deleted it."""
    asked = update(PictureRemoval).where(PictureRemoval.name == name)
    await db.execute(asked.values(done_at=now(), receipt=receipt))


@periodic("53 2 * * *", "media.sweep")
async def sweep_everywhere(work: Work) -> None:
    """One job for each merchant."""
    await jobs.enqueue_everywhere(work.db, "media.sweep_of", once="nightly")


@job("media.sweep_of")
async def sweep(work: Work) -> None:
    """Delete what nothing names any more, and send what still lies on this host's disk."""
    db, before = work.db, now() - UNNAMED_AFTER
    here = store.disk(work.settings, merchant_of(db))
    for name, size in await asyncio.to_thread(lambda: list(here.names(before))):
        if name.startswith("."):
            await asyncio.to_thread(here.delete, name)
        elif await uses.used(db, name):
            await stored.note(db, name, size)
            if work.settings.cloudinary_url is not None:
                await jobs.enqueue(db, SEND, picture=name)
        else:
            await stored.let_go(db, name)
            await asyncio.to_thread(here.delete, name)
    unnamed = select(Picture.name).where(Picture.created_at < before)
    for name in (await db.scalars(unnamed)).all():
        if not await uses.used(db, name):
            await stored.let_go(db, name)
    told = PictureRemoval.done_at < now() - RECEIPTS_KEPT
    await db.execute(delete(PictureRemoval).where(told))
