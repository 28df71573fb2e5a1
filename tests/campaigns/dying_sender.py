"""Processes that send a campaign and are killed with a mail in their hands, for a test.

``dying_sender URL DATA PUBLIC_URL MERCHANT CAMPAIGN``: the first one dies before it hands its third
mail over, the second one after its second. Each is a copy of this one, which has imported all.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import Any
from uuid import UUID

from api.campaigns import sending
from api.core import mail
from api.core.db import Database
from api.core.jobs import Work
from api.core.settings import Settings
from api.core.tenancy import enter

url, data, public_url = sys.argv[1:4]
merchant, campaign = map(UUID, sys.argv[4:])


async def send(dies_at: int, handed_over: bool) -> None:
    hand_over, calls = mail.hand_over, 0

    async def dying(*args: Any) -> Any:
        nonlocal calls
        calls += 1
        outcome = None
        if calls < dies_at or handed_over:
            outcome = await hand_over(*args)
        if calls == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return outcome

    setattr(sending, "hand_over", dying)  # noqa: B010  # what mypy sees is not to be replaced
    settings = Settings.model_validate(
        {"DATABASE_URL": url, "data": data, "public_url": public_url}
    )
    database = Database(url)
    async with database.session() as db:
        await enter(db, merchant)
        afterwards = await sending.send(Work(db, database, settings), campaign)
    assert afterwards
    await afterwards()


for dies_at, handed_over in ((3, False), (2, True)):
    if not (child := os.fork()):
        asyncio.run(send(dies_at, handed_over))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    print(os.WTERMSIG(status) if os.WIFSIGNALED(status) else "ended", flush=True)
