"""A sealer with one batch committed and the next one written and not committed, for a test that
kills it.

``dying_sealer URL MERCHANT MOST``; says ``ready`` and waits for its end.
"""

from __future__ import annotations

import asyncio
import sys
from uuid import UUID

from api.accounts import models  # noqa: F401  (the tables that the events belong to)
from api.core.audit import sealer
from api.core.db import Database
from api.core.tenancy import enter

url, merchant, most = sys.argv[1:]


async def main() -> None:
    database = Database(url)
    async with database.session() as db:
        await enter(db, UUID(merchant))
        await sealer.seal(db, int(most))
    async with database.session() as db:
        await enter(db, UUID(merchant))
        await sealer.seal(db, int(most))
        print("ready", flush=True)
        await asyncio.sleep(120)


asyncio.run(main())
