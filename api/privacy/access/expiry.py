"""Files go after seven days. That somebody was given one stays as a trace."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core import jobs
from api.core.clock import now
from api.core.jobs import Work, job, periodic
from api.privacy.access.ask import K
from api.privacy.access.models import CHUNKS, AccountExtract, Extract, Takeout

AT_ONCE = 50
_OF_MERCHANT = "privacy.expire_extracts_of"
_OF_ACCOUNTS = "privacy.expire_account_extracts"


@periodic("37 3 * * *", "privacy.expire_extracts")
async def expire(work: Work) -> None:
    """One job for each merchant, and one for the accounts."""
    await jobs.enqueue(work.db, _OF_ACCOUNTS, once="nightly")
    await jobs.enqueue_everywhere(work.db, _OF_MERCHANT, once="nightly")


@job(_OF_MERCHANT, after_end=True)
async def expire_of(work: Work) -> None:
    ended = await _end(work.db, Extract) + await _end(work.db, Takeout)
    if ended >= AT_ONCE:
        await jobs.enqueue(work.db, _OF_MERCHANT)


@job(_OF_ACCOUNTS)
async def expire_accounts(work: Work) -> None:
    if await _end(work.db, AccountExtract) >= AT_ONCE:
        await jobs.enqueue(work.db, _OF_ACCOUNTS)


async def _end(db: AsyncSession, kind: type[K]) -> int:
    chunk = CHUNKS[kind]
    over = select(kind).where(kind.status != "expired", kind.expires_at <= now())
    rows = (await db.scalars(over.limit(AT_ONCE).with_for_update())).all()
    for row in rows:
        await db.execute(delete(chunk).where(chunk.extract_id == row.id))
        row.status = "expired"
    return len(rows)
