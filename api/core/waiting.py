"""Jobs of merchants whose contract has ended: they wait as long as it can be taken up again, are
done then, and are forgotten when the merchant's data goes."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from api.core import jobs
from api.core.ended import ENDED
from api.core.jobs import Job
from api.core.tenancy import merchant_of

PAUSE = timedelta(days=1)
MARK = "waits"
"""In the payload of a job that was put off."""

_PURGED = text("""
SELECT purged_at FROM merchants WHERE id = :merchant_id
""")
_OF_MERCHANT = """
 WHERE status IN ('queued', 'failed')
   AND convert_from(payload, 'UTF8')::jsonb ->> 'merchant_id' = CAST(:merchant_id AS uuid)::text
"""
_WAKE = text(f"""
UPDATE jobs.pgqueuer SET execute_after = now() {_OF_MERCHANT}
   AND convert_from(payload, 'UTF8')::jsonb ? '{MARK}'
""")
_FORGET = text(f"""
DELETE FROM jobs.pgqueuer {_OF_MERCHANT} AND NOT entrypoint = ANY (CAST(:kept AS text[]))
""")


async def put_off(db: AsyncSession, job: Job, payload: dict[str, Any]) -> bool:
    """Whether the job has to wait: it is then enqueued anew, once, for a day later; where nothing
    of the merchant is left, it is not."""
    if job.after_end or db.info.get(ENDED) is None:
        return False
    if await db.scalar(_PURGED, {"merchant_id": merchant_of(db)}) is None:
        kept = {name: value for name, value in payload.items() if name != jobs.MERCHANT} | {MARK: 1}
        same = hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()
        await jobs.enqueue(db, job.name, delay=PAUSE, once=f"waits {same}", **kept)
    return True


async def wake(db: AsyncSession) -> None:
    """The contract is taken up again."""
    await db.execute(_WAKE, {"merchant_id": merchant_of(db)})


async def forget(db: AsyncSession) -> None:
    """Nothing is left that they could be about."""
    kept = sorted(one.name for one in jobs.registry.values() if one.after_end)
    await db.execute(_FORGET, {"merchant_id": merchant_of(db), "kept": kept})
