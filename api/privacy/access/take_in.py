"""Taking a merchant's file into an empty merchant, row by row as it is: the same ids, codes and
hashes. All of it or nothing, in one transaction, and only if what stands here afterwards has the
very digests that the file tells of where it comes from.
"""

from __future__ import annotations

import hashlib
import json

from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.models import Merchant
from api.core import audit, quotas
from api.core.audit import Actor
from api.core.db import sqlstate
from api.core.errors import Problem
from api.core.quotas.usages import declared
from api.core.settings import Settings
from api.core.tenancy import merchant_of
from api.media import stored
from api.privacy.access import inserting, json_form, pictures, settings_file
from api.privacy.access.contents import Contents, Sheet
from api.privacy.access.opened import Opened, TakeoutDamaged
from api.privacy.access.rows import batches, key

_UNSTORABLE = ("22", "23")
"""SQLSTATE classes: a value or a row that the database refuses."""


class MerchantNotEmpty(Problem):
    """``tables``: where there is something already."""

    status, code, title = 409, "MERCHANT_NOT_EMPTY", "Only an empty merchant can take a file in"


class TakeoutDiffers(Problem):
    """``table``: what stands here is not what the file says."""

    status, code, title = 422, "TAKEOUT_DIFFERS", "The rows taken in differ; nothing was kept"


async def take_in(db: AsyncSession, settings: Settings, actor: Actor, file: Opened) -> int:
    """How many rows were taken in.

    Raises :class:`MerchantNotEmpty`, ``TakeoutDamaged``, :class:`TakeoutDiffers`, ``PlanLimit``;
    nothing may then be committed.
    """
    # Held, so that nobody begins to fill it meanwhile.
    held = select(Merchant).where(Merchant.id == merchant_of(db)).with_for_update()
    merchant = (await db.scalars(held)).one()
    await _check_empty(db, file.contents)
    rows = 0
    for sheet in file.contents.sheets:
        try:
            rows += await inserting.insert(db, sheet.model, file.lines(sheet.name))
        except DBAPIError as error:
            if not sqlstate(error).startswith(_UNSTORABLE):
                raise
            raise TakeoutDamaged(file=f"data/{sheet.name}.jsonl") from error
    for sheet in file.contents.sheets:
        if await _digest(db, sheet) != file.told(sheet.name):
            raise TakeoutDiffers(table=sheet.name)
    await _settings(db, merchant, file)
    await _count(db)
    for name, body in file.pictures():
        # Before the commit: a picture too many at worst, which the night sweeps away.
        try:
            await stored.lay(db, settings, pictures.in_store(name), body)
        except ValueError as error:
            raise TakeoutDamaged(file=name) from error
    audit.record(db, actor, "takeout.taken_in", "merchant", merchant.id, rows=rows)
    return rows


async def _check_empty(db: AsyncSession, contents: Contents) -> None:
    full = [
        sheet.name
        for sheet in contents.sheets
        if await db.scalar(select(key(sheet.model)[0]).limit(1)) is not None
    ]
    if full:
        raise MerchantNotEmpty(tables=full)


async def _digest(db: AsyncSession, sheet: Sheet) -> str:
    """Over a table's rows as they stand here now, as a file would tell it."""
    digest = hashlib.sha256()
    async for batch in batches(db, sheet, None):
        lines = [
            json_form.line({name: json_form.value(value) for name, value in row.items()})
            for row in batch
        ]
        digest.update(b"".join(lines))
    return digest.hexdigest()


async def _settings(db: AsyncSession, merchant: Merchant, file: Opened) -> None:
    found = file.settings()
    known = settings_file.values(merchant)
    if found.keys() != known.keys():
        raise TakeoutDamaged(file=settings_file.NAME)
    await db.execute(update(Merchant).where(Merchant.id == merchant.id).values(**found))
    await db.refresh(merchant)
    if json.dumps(settings_file.values(merchant)) != json.dumps(found):
        raise TakeoutDiffers(table=settings_file.NAME)


async def _count(db: AsyncSession) -> None:
    """What was taken in counts like anything else: raises ``PlanLimit`` where there is no room."""
    before = await quotas.used(db)
    for resource, kind in sorted(declared.items()):
        if kind.count is not None:
            there: int = (
                await db.execute(kind.count, {"merchant_id": merchant_of(db)})
            ).scalar_one()
            quotas.take(db, resource, there - before[resource])
    await quotas.settle(db)
