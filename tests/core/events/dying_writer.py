"""A writer with an event written and not committed, or a reader with the feed locked and
numbered and not committed, for a test that kills it.

``dying_writer URL MERCHANT write|number``; says ``ready`` and waits for its end.
"""

from __future__ import annotations

import asyncio
import sys
from uuid import UUID

from uuid_utils.compat import uuid7

from api.accounts import models  # noqa: F401  (the tables that the events belong to)
from api.core import events
from api.core.db import Database
from api.core.events import feed
from api.core.tenancy import enter

url, merchant, what = sys.argv[1:]


async def main() -> None:
    async with Database(url).session() as db:
        await enter(db, UUID(merchant))
        if what == "write":
            events.publish(db, "thing.lost", "thing", uuid7())
            await db.flush()
        else:
            head = await feed.lock(db, make=True)
            assert head is not None
            await feed.number(db, head)
        print("ready", flush=True)
        await asyncio.sleep(120)


asyncio.run(main())
