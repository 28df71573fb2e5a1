"""Owners are reminded as a deadline comes near; a complaint that nobody could be told of is
escalated."""

from __future__ import annotations

import logging
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core import jobs
from api.core.audit import SYSTEM
from api.core.clock import now
from api.core.jobs import Work, job, periodic
from api.privacy.requests import counting, deadlines, history
from api.privacy.requests.models import PrivacyRequest
from api.privacy.requests.owner_mails import FORWARDED_MAIL, REMINDER_MAIL

REMIND, ESCALATE = "privacy.remind_of_requests", "privacy.escalate_complaints"
AT_ONCE = 200
LAST_HOUR = deadlines.NOTICE // timedelta(hours=1)

log = logging.getLogger("carnet.privacy")


@periodic("11 5 * * *", "privacy.remind_everybody")
async def remind_everybody(work: Work) -> None:
    """One job for each merchant, in the morning of its owners."""
    await jobs.enqueue_everywhere(work.db, REMIND, once="daily")


@job(REMIND)
async def remind(work: Work) -> None:
    """Ten and three days before, and on the last day: once each, marked in the transaction that
    enqueues the mail."""
    db = work.db
    today = await counting.today(db)
    near = today.toordinal() + deadlines.REMINDERS[0]
    rows = await db.scalars(
        select(PrivacyRequest)
        .where(
            PrivacyRequest.closed_at.is_(None),
            PrivacyRequest.due_on <= today.fromordinal(near),
            PrivacyRequest.reminded.is_(None) | (PrivacyRequest.reminded > 0),
        )
        .order_by(PrivacyRequest.due_at)
        .with_for_update()
        .limit(AT_ONCE)
    )
    for row in rows.all():
        left = deadlines.days_left(row.due_on, today)
        reminder = deadlines.reminder_due(left, row.reminded)
        if reminder is not None:
            row.reminded = reminder
            await jobs.enqueue(db, REMINDER_MAIL, request_id=row.id, days=left)
    await _escalate(db)


async def watch(db: AsyncSession, row: PrivacyRequest) -> None:
    """Look at a complaint's clock again at each of its hours."""
    for hours in deadlines.ESCALATIONS:
        delay = max(row.received_at + hours - now(), timedelta())
        await jobs.enqueue(db, ESCALATE, delay=delay)


@job(ESCALATE)
async def escalate(work: Work) -> None:
    """Once each after 24, 48 and 72 hours without notice: the owners are written to again, and
    the operator's log has it as an error. The last one is the alarm: the promise is broken."""
    await _escalate(work.db)


async def _escalate(db: AsyncSession) -> None:
    rows = await db.scalars(
        select(PrivacyRequest)
        .where(PrivacyRequest.notice_due_at.is_not(None), PrivacyRequest.notified_at.is_(None))
        .order_by(PrivacyRequest.id)
        .with_for_update()
        .limit(AT_ONCE)
    )
    for row in rows.all():
        hours = deadlines.escalation_due(now() - row.received_at, row.escalated)
        if hours is None:
            continue
        row.escalated = hours
        history.tell(db, SYSTEM, row, "request.escalated", str(hours))
        late = " ALARM: the merchant should know by now." if hours >= LAST_HOUR else ""
        log.error(
            "complaint %s of merchant %s: nobody could be told in %s h.%s",
            *(row.id, row.merchant_id, hours, late),
        )
        await jobs.enqueue(db, FORWARDED_MAIL, request_id=row.id, again=True)
