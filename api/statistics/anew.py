"""Counting a merchant anew from the whole ledger, beside a service that runs."""

from __future__ import annotations

import sys
from datetime import datetime

from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.clock import now
from api.core.tenancy import merchant_of
from api.statistics.following import follow
from api.statistics.models import StatisticHead

_PATIENCE = text("SET LOCAL lock_timeout = '60s'").execution_options(touches_no_merchant=True)


async def rebuild(db: AsyncSession, since: datetime) -> int | None:
    """How many cards were counted; None: it was done already since that time.

    In one transaction: until it commits everybody reads the former counts, whoever else would
    count leaves it to this, and nothing is lost when it is killed. Cards are counted in batches,
    so that neither memory nor a statement grows with the merchant.
    """
    await db.execute(_PATIENCE)
    await follow(db, batches=0)
    head = StatisticHead.id == merchant_of(db)
    # Of two at the same time the second one waits, and finds it done.
    claimed = await db.execute(
        update(StatisticHead)
        .where(head)
        .where((StatisticHead.counted_anew_at < since) | StatisticHead.counted_anew_at.is_(None))
        .values(counted_anew_at=now())
    )
    if not claimed.rowcount:  # type: ignore[attr-defined]  # an UPDATE has one
        return None
    return (await follow(db, anew=True, batches=sys.maxsize)).cards
