"""All of a merchant goes: files and other services first, then the rows, batch by batch, each
batch in a transaction of its own. Broken off anywhere, it goes on from what is left."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, text, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.credentials import forget_merchant
from api.accounts.models import Merchant
from api.billing import ending as stripe
from api.core import audit, jobs, waiting
from api.core.audit import shortening
from api.core.clock import now
from api.core.db import Database
from api.core.jobs import Work, job
from api.core.personal import Category, Subject
from api.core.settings import Settings
from api.core.tenancy import merchant_of
from api.media import moving, store, stored
from api.media.models import Picture, PictureRemoval
from api.privacy.ending import left, spared
from api.privacy.ending.fates import End, Fate, fates
from api.privacy.ending.mails import MAIL
from api.privacy.ending.models import ContractEnd
from api.privacy.erasure import course, mail_folder, outside
from api.privacy.erasure import statistics as sampled
from api.privacy.erasure.statements import tombstone
from api.privacy.inventory import leading_to
from api.privacy.inventory import table as declared

PURGE = "contract.purge"
BATCH = 5_000
FILES = 50
_GONE = text("SELECT gone, loosened FROM app_purge(:one, :spared, :at, :most)").execution_options(
    touches_no_merchant=True  # the function asks the database which merchant was entered
)


class NotGone(RuntimeError):
    """Rows or files are left that nothing keeps; the job tries again."""


async def locked(db: AsyncSession, end_id: UUID) -> ContractEnd | None:
    query = select(ContractEnd).where(ContractEnd.id == end_id).with_for_update()
    found: ContractEnd | None = await db.scalar(query.execution_options(populate_existing=True))
    return found


@job(PURGE, attempts=20, after_end=True)
async def purge(work: Work, end_id: UUID) -> None:
    end = await locked(work.db, end_id)
    if end is not None and end.state == "purging":
        await execute(work.db, work.settings, end_id)


async def execute(db: AsyncSession, settings: Settings, end_id: UUID) -> None:
    """Settles the session many times. Raises :class:`NotGone`, and what stores and Stripe raise."""
    merchant_id = merchant_of(db)
    await course.mark(db, end_id)
    await Database.settle(db)
    line = outside.Line(end_id, Subject.MERCHANT.value, merchant_id, (merchant_id,), now())
    await asyncio.to_thread(outside.append, settings.erasure_ledger, line)
    await _files(db, settings, end_id)
    await note_first(db, end_id, "stripe", await stripe.forget(db, settings))
    await _mails(db, settings)
    await _trail(db, end_id)
    kept = await spared.holds(db)
    for end in fates():
        if end.fate is Fate.GOES:
            await _rows(db, end_id, end, await spared.of_table(db, end, kept))
    await finish(db, end_id)


async def _rows(db: AsyncSession, end_id: UUID, end: End, kept: list[UUID]) -> None:
    while True:
        rows, loosened = await _batch(db, end, kept)
        if rows:
            found = await locked(db, end_id)
            if found is not None:
                found.gone = course.counted(found.gone, end.table, rows)
        await Database.settle(db)
        if rows < BATCH and loosened < BATCH:
            return


async def _batch(db: AsyncSession, end: End, kept: list[UUID]) -> tuple[int, int]:
    """How many rows went, and how many let go of others of their table first."""
    if end.names_merchant:
        asked = {"one": end.table, "spared": kept, "at": now(), "most": BATCH}
        rows, loosened = (await db.execute(_GONE, asked)).one()
        return int(rows), int(loosened)
    model: Any = end.model
    key = [getattr(model, one.key) for one in model.__mapper__.primary_key]
    own = left.whose(end, merchant_of(db))
    batch = select(*key).where(own).limit(BATCH)
    gone: Any = await db.execute(
        delete(model).where(tuple_(*key).in_(batch), own),
        execution_options={"synchronize_session": False},
    )
    return int(gone.rowcount), 0


async def note_first(db: AsyncSession, end_id: UUID, what: str, number: int) -> None:
    """What was counted first stays: whoever resumes finds nothing any more of what has gone."""
    end = await locked(db, end_id)
    if end is not None:
        end.receipts = {what: number, **end.receipts}
    await Database.settle(db)


async def _files(db: AsyncSession, settings: Settings, end_id: UUID) -> None:
    """Each picture is given up as any other, and the store asked whether it is gone."""
    place, here = store.of(settings, merchant_of(db)), store.disk(settings, merchant_of(db))
    pending = select(PictureRemoval.name).where(PictureRemoval.done_at.is_(None))
    while names := {
        *await db.scalars(select(Picture.name).limit(FILES)),
        *await db.scalars(pending.limit(FILES)),
    }:
        for name in sorted(names):
            await stored.give_up(db, name)
        await Database.settle(db)
        for name in sorted(names):
            receipt = await asyncio.to_thread(place.delete, name)
            if await asyncio.to_thread(place.get, name) is not None:
                raise NotGone
            await moving.confirm(db, name, receipt)
        end = await locked(db, end_id)
        if end is not None:
            end.receipts = course.counted(end.receipts, "images", len(names))
        await Database.settle(db)
    for name, _ in await asyncio.to_thread(lambda: list(here.names(now() + timedelta(days=1)))):
        await asyncio.to_thread(here.delete, name)


async def _mails(db: AsyncSession, settings: Settings) -> None:
    """Those that were written to files, to the merchant's customers."""
    if not await asyncio.to_thread(settings.mail_folder.is_dir):
        return
    async for addresses in _addresses(db):
        await asyncio.to_thread(mail_folder.forget, settings.mail_folder, addresses)


async def _addresses(db: AsyncSession) -> AsyncIterator[frozenset[str]]:
    for table in leading_to(Subject.CUSTOMER):
        for name, one in table.personal.items():
            if one.category is not Category.CONTACT or one.subject is not Subject.CUSTOMER:
                continue
            column = table.attribute(name)
            if not table.of_merchants or column.type.python_type is not str:
                continue
            found = await db.stream(select(column).where(column.like("%@%")))
            async for part in found.scalars().partitions(500):
                yield frozenset(part)


async def _trail(db: AsyncSession, end_id: UUID) -> None:
    """The beginning of the trail is all of it: what says so comes behind."""
    end = await locked(db, end_id)
    if end is not None and "trail" not in end.receipts:
        end.receipts = {**end.receipts, "trail": await shortening.mark_all(db)}
    await Database.settle(db)
    while await shortening.cut(db):
        await Database.settle(db)


async def finish(db: AsyncSession, end_id: UUID) -> None:
    """One transaction: what stays loses what tells about a person, and what is left is told."""
    end = await locked(db, end_id)
    if end is None:
        return
    await _minimise(db)
    await waiting.forget(db)
    await db.flush()
    remains = await left.remains(db)
    if left.overdue(remains):
        raise NotGone(", ".join(left.overdue(remains)))
    merchant_id = merchant_of(db)
    end.remains = remains
    await sampled.anew(db, [one.table for one in fates()])
    forget_merchant(db, merchant_id)
    if left.held(remains):
        end.state = "held"
        return
    for owner in end.receipts.get("owners", []):
        await jobs.enqueue(db, MAIL, end_id=end_id, user_id=UUID(owner), kind="purged")
    end.receipts = {name: one for name, one in end.receipts.items() if name != "owners"}
    end.state, end.finished_at = "done", now()
    await db.execute(update(Merchant).where(Merchant.id == merchant_id).values(purged_at=now()))
    await course.unmark(db, end_id)
    rows = sum(end.gone.values())
    audit.record(db, audit.SYSTEM, "merchant.purged", "merchant", merchant_id, rows=rows)
    await db.flush()
    end.remains = await left.remains(db)


async def _minimise(db: AsyncSession) -> None:
    for end in fates():
        if end.fate is Fate.GOES or not (end.emptied or end.replaced):
            continue
        table = declared(end.table)
        # The same value in all rows of a merchant's leads from none to another person.
        values = dict.fromkeys(end.emptied) | {
            name: tombstone(table, name) for name in end.replaced
        }
        own = left.whose(end, merchant_of(db))
        named = {table.attribute(name).key: value for name, value in values.items()}
        await db.execute(update(end.model).where(own).values(**named))
