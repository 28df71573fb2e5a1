"""Passing an erasure on to whoever has got data (GDPR art. 17(2), 19): each recipient is told by
a job of its own, and asked afterwards whether anything is left."""

from __future__ import annotations

import asyncio
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.core import jobs
from api.core.clock import now
from api.core.jobs import Work, job
from api.core.personal import Subject
from api.core.settings import Settings
from api.core.tenancy import merchant_of
from api.media import store
from api.privacy.erasure import course, mail_folder
from api.privacy.erasure.farewell import Traces

IMAGE = "privacy.erase_image"
MAILS = "mails"


class NotGone(RuntimeError):
    """A recipient was told and still has it; the job tries again."""


async def ask(db: AsyncSession, subject: Subject, erasure_id: UUID, traces: Traces) -> None:
    """In the transaction in which the rows cease to name the pictures."""
    row = await course.locked(db, subject, erasure_id)
    if row is None:
        return
    for name in sorted(traces.photos):
        row.receipts = course.asked(row.receipts, "images", name, now())
        await jobs.enqueue(db, IMAGE, erasure_id=erasure_id, picture=name)


@job(IMAGE)
async def erase_image(work: Work, erasure_id: UUID, picture: str) -> None:
    place = store.of(work.settings, merchant_of(work.db))
    await asyncio.to_thread(place.delete, picture)
    if await asyncio.to_thread(place.get, picture) is not None:
        raise NotGone
    await course.note_receipt(work.db, Subject.CUSTOMER, erasure_id, picture)


async def forget_mails(
    db: AsyncSession,
    settings: Settings,
    subject: Subject,
    erasure_id: UUID,
    addresses: frozenset[str],
) -> None:
    """A mail server keeps nothing that could be called back; the folder of written mails does."""
    folder = settings.mail_folder
    if not addresses or not await asyncio.to_thread(mail_folder.forget, folder, addresses):
        return
    if await asyncio.to_thread(lambda: any(mail_folder.mentioning(folder, addresses))):
        raise NotGone
    row = await course.locked(db, subject, erasure_id)
    if row is not None:
        row.receipts = course.asked(row.receipts, "mails", MAILS, now())
        row.receipts = course.confirmed(row.receipts, MAILS, now())
