"""Looking at what came to the ledger since the last look: by a job every hour, and by whoever
reads the hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.local_time import zone_of
from api.alerts import judging, settings
from api.alerts.counting import COUNT, TOUCHED, USUAL
from api.alerts.judging import Median, Usual
from api.alerts.models import Alert, AlertSettings
from api.core import audit, jobs
from api.core.audit import SYSTEM
from api.core.clock import now
from api.core.jobs import Work, job, periodic
from api.core.tenancy import merchant_of

WATCH, MAIL = "alerts.watch_of", "alerts.mail"
FRESH = timedelta(seconds=30)
"""So long nobody looks again."""
LATE = timedelta(hours=1)
"""No transaction lasts longer: an entry that is older and was not seen does not exist."""
FIRST = timedelta(days=56)
"""So far back the first look goes; of older hours it is too late to be alerted."""

_MAKE = text("""
INSERT INTO alert_heads (merchant_id, id, looked_at)
VALUES (:merchant_id, :merchant_id, :at) ON CONFLICT DO NOTHING
""")
_LOCK = """
SELECT looked_at FROM alert_heads
 WHERE merchant_id = :merchant_id AND id = :merchant_id FOR UPDATE{}
"""
_WAIT, _PASS = text(_LOCK.format("")), text(_LOCK.format(" SKIP LOCKED"))
_ADVANCE = text("""
UPDATE alert_heads SET looked_at = :at WHERE merchant_id = :merchant_id AND id = :merchant_id
""")


async def watch(db: AsyncSession, *, wait: bool = True, at: datetime | None = None) -> None:
    """Count, judge, alert, as of ``at`` (by default now). ``wait`` False: for whoever reads and
    takes what is there, where somebody else is looking or has just looked. The first look counts
    only: nobody is alerted of what was long ago."""
    chosen = await settings.load(db)
    if not chosen.watching:
        return
    at = at or now()
    owner = {"merchant_id": merchant_of(db)}
    made = await db.execute(_MAKE, owner | {"at": at - FIRST})
    first = bool(made.rowcount)  # type: ignore[attr-defined]  # an INSERT has one
    looked_at = await db.scalar(_WAIT if wait else _PASS, owner)
    if looked_at is None or (not wait and not first and at - looked_at < FRESH):
        return
    zone = await zone_of(db, owner["merchant_id"])
    counted = await _count(db, zone, since=looked_at - LATE, oldest=at - FIRST)
    since = at - timedelta(days=1) if first else at - FIRST
    for row in sorted(counted, key=lambda row: row.hour):
        if row.stamps > chosen.least_stamps and row.hour >= since:
            await _judge(db, chosen, zone, row)
    await db.execute(_ADVANCE, owner | {"at": at})


async def _count(
    db: AsyncSession, zone: ZoneInfo, *, since: datetime, oldest: datetime
) -> Sequence[Any]:
    owner = {"merchant_id": merchant_of(db), "zone": zone.key}
    touched = (await db.execute(TOUCHED, owner | {"since": since, "oldest": oldest})).all()
    if not touched:
        return []
    hours = [row.hour for row in touched]
    counted = await db.execute(
        COUNT,
        owner
        | {"earliest": min(hours), "hours": hours, "members": [row.member_id for row in touched]},
    )
    return counted.all()


async def _judge(db: AsyncSession, chosen: AlertSettings, zone: ZoneInfo, row: Any) -> None:
    known = await db.scalar(
        select(Alert)
        .where(Alert.member_id == row.member_id, Alert.hour == row.hour)
        .with_for_update()
    )
    if known:
        # An hour that goes on. What was taken back later does not make it smaller.
        if row.stamps > known.stamps:
            known.stamps, known.operations, known.cards = row.stamps, row.operations, row.cards
        return
    usual = await _usual(db, zone, row.member_id, row.hour)
    bound = judging.bound(usual, chosen.least_stamps, chosen.times_usual)
    if row.stamps <= bound:
        return
    alert = Alert(
        member_id=row.member_id,
        hour=row.hour,
        local_day=row.hour.astimezone(zone).date(),
        stamps=row.stamps,
        operations=row.operations,
        cards=row.cards,
        usual=usual.expected(),
        bound=bound,
    )
    told = await db.scalar(
        select(Alert.id)
        .where(Alert.member_id == alert.member_id, Alert.local_day == alert.local_day, Alert.mailed)
        .limit(1)
    )
    alert.mailed = chosen.by_mail and told is None
    db.add(alert)
    await db.flush()
    audit.record(db, SYSTEM, "alert.raised", "alert", alert.id, member_id=alert.member_id)
    if alert.mailed:
        await jobs.enqueue(db, MAIL, alert_id=alert.id)


async def _usual(db: AsyncSession, zone: ZoneInfo, member_id: UUID, hour: datetime) -> Usual:
    found = await db.execute(
        USUAL,
        {
            "merchant_id": merchant_of(db),
            "member_id": member_id,
            "hour": hour,
            "oldest": hour - judging.WINDOW,
            "zone": zone.key,
        },
    )
    row = found.one()
    return Usual(
        Median(row.own or 0, row.own_hours),
        Median(row.shop or 0, row.shop_hours),
        Median(row.beside or 0, row.besides),
    )


@periodic("7 * * * *", "alerts.watch")
async def watch_everywhere(work: Work) -> None:
    """One job for each merchant: shortly after the hour, so that a whole one is judged."""
    await jobs.enqueue_everywhere(work.db, WATCH, once="watch")


@job(WATCH)
async def watch_of(work: Work) -> None:
    await watch(work.db)
