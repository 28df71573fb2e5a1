"""Passing an erasure on to whoever has got data (GDPR art. 17(2), 19): each recipient is told by
a job of its own, and asked afterwards whether anything is left."""

from __future__ import annotations

import asyncio
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.billing import customers
from api.core import jobs
from api.core.clock import now
from api.core.db import Database
from api.core.jobs import Work, job
from api.core.personal import Subject
from api.core.settings import Settings
from api.core.tenancy import merchant_of
from api.media import moving, store
from api.privacy.erasure import course, mail_folder
from api.privacy.erasure.farewell import Traces

IMAGE, STRIPE = "privacy.erase_image", "privacy.correct_stripe"
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


@job(IMAGE, after_end=True)
async def erase_image(work: Work, erasure_id: UUID, picture: str) -> None:
    place = store.of(work.settings, merchant_of(work.db))
    receipt = await asyncio.to_thread(place.delete, picture)
    if await asyncio.to_thread(place.get, picture) is not None:
        raise NotGone
    await moving.confirm(work.db, picture, receipt)
    await course.note_receipt(work.db, Subject.CUSTOMER, erasure_id, picture)


async def ask_stripe(db: AsyncSession, settings: Settings, erasure_id: UUID) -> None:
    """In the transaction in which a person leaves the team of the merchant entered."""
    if settings.stripe_key is None or await customers.living(db, merchant_of(db)) is None:
        return
    row = await course.locked(db, Subject.USER, erasure_id)
    if row is not None:
        row.receipts = course.asked(row.receipts, "stripe", str(merchant_of(db)), now())
        await jobs.enqueue(db, STRIPE, erasure_id=erasure_id)


@job(STRIPE, after_end=True)
async def correct_stripe(work: Work, erasure_id: UUID) -> None:
    """Tell it the contact that the merchant has now, and read back what it has."""
    merchant_id = merchant_of(work.db)
    await customers.pass_on_contact(work)
    if not await customers.knows_only_the_contact(work):
        raise NotGone
    await course.note_receipt(work.db, Subject.USER, erasure_id, str(merchant_id))


async def forget_mails(
    db: AsyncSession,
    settings: Settings,
    subject: Subject,
    erasure_id: UUID,
    addresses: frozenset[str],
) -> None:
    """A mail server keeps nothing that could be called back; the folder of written mails does.
    Settles the session."""
    folder = settings.mail_folder

    def mentioned() -> bool:
        return any(mail_folder.mentioning(folder, addresses))

    if await asyncio.to_thread(mentioned):
        if row := await course.locked(db, subject, erasure_id):
            row.receipts = course.asked(row.receipts, "mails", MAILS, now())
        # Written down before the first of them goes: whoever resumes finds none of them any more.
        await Database.settle(db)
        await asyncio.to_thread(mail_folder.forget, folder, addresses)
        if await asyncio.to_thread(mentioned):
            raise NotGone
    if row := await course.locked(db, subject, erasure_id):
        row.receipts = course.confirmed(row.receipts, MAILS, now())
