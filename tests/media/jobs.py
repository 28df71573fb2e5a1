"""The jobs that a shop's pictures wait for, one after the other."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import text

from api.core import jobs
from api.core.jobs import Work
from tests.world import Shop

_WAITING = text(
    "SELECT id, entrypoint, payload FROM jobs.pgqueuer"
    " WHERE entrypoint LIKE 'media.%' AND status = 'queued' ORDER BY id"
).execution_options(touches_no_merchant=True)
_DONE = text("DELETE FROM jobs.pgqueuer WHERE id = :id").execution_options(touches_no_merchant=True)


async def run(shop: Shop) -> list[str]:
    """Which ran. Whatever fails stays in the queue, and its exception is raised."""
    ran = []
    async with shop.db() as db:
        rows = (await db.execute(_WAITING)).all()
    for row in rows:
        payload: dict[str, Any] = json.loads(row.payload)
        if payload.pop("merchant_id") != str(shop.id):
            continue
        job = jobs.registry[row.entrypoint]
        async with shop.db() as db:
            work = Work(db, shop.world.database, shop.world.settings)
            afterwards = await job.handler(work, **job.read(payload))
        if afterwards is not None:
            await afterwards()
        async with shop.db() as db:
            await db.execute(_DONE, {"id": row.id})
        ran.append(row.entrypoint)
    return ran
