"""After a restored backup: a merchant that had gone goes again, before anybody is served."""

from __future__ import annotations

from sqlalchemy import select

from api.accounts.models import Merchant
from api.core.clock import now
from api.core.db import Database
from api.core.personal import Subject
from api.core.settings import Settings
from api.core.tenancy import enter
from api.privacy.ending.course import current
from api.privacy.ending.models import ContractEnd
from api.privacy.ending.purging import execute
from api.privacy.erasure import course
from api.privacy.erasure.outside import Line
from api.privacy.erasure.replay import AGAIN


async def again(database: Database, settings: Settings, line: Line) -> None:
    """The backup may be older than the contract's end, or than the merchant."""
    (merchant_id,) = line.persons
    async with database.session() as db:
        merchant = await db.scalar(select(Merchant).where(Merchant.id == merchant_id))
        if merchant is None:
            await course.mark(db, line.erasure)
            await course.unmark(db, line.erasure)
            return
        merchant.ended_at = merchant.ended_at or line.at
        await db.flush()
        await enter(db, merchant_id)
        row = await current(db)
        if row is None:
            row = ContractEnd(
                id=line.erasure, cause="replay", ended_at=line.at, due_at=line.at, begun_at=now()
            )
            db.add(row)
        row.state = "purging"
        await db.flush()
        end_id = row.id
        await Database.settle(db)
        await execute(db, settings, end_id)
        if end_id != line.erasure:
            # Ended once more in the backup than when it went: both are done by that.
            await course.mark(db, line.erasure)
            await course.unmark(db, line.erasure)


AGAIN[Subject.MERCHANT.value] = again
