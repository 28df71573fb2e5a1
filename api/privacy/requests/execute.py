"""Carrying out what was approved, and following it until it is done."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.core import jobs
from api.core.audit import SYSTEM, Actor
from api.core.clock import now
from api.core.jobs import Work, job
from api.core.settings import Settings
from api.privacy.requests import decide, history
from api.privacy.requests.engines import BY_HAND, engine_of
from api.privacy.requests.models import PrivacyRequest
from api.privacy.requests.states import State, Step

FOLLOW = "privacy.follow_request"
SOON, LATER = timedelta(seconds=2), timedelta(minutes=1)

log = logging.getLogger("carnet.privacy")


def pause(round: int) -> timedelta:
    """Before looking again: most work is done within a second, and some waits for people."""
    return LATER if round >= 30 else min(SOON, timedelta(seconds=0.25 * 2**round))


async def execute(db: AsyncSession, settings: Settings, actor: Actor, row: PrivacyRequest) -> None:
    """Begin, in the transaction that approves. Raises ``StepNotNow``."""
    history.lead(row, Step.EXECUTE)
    await _begin(db, settings, actor, row)


async def again(db: AsyncSession, settings: Settings, actor: Actor, row: PrivacyRequest) -> None:
    """Begin anew what has given up. Raises ``StepNotNow`` where nothing has."""
    if row.failed_at is None:
        raise history.StepNotNow("its execution has not failed", state=row.state)
    row.failed_at = None
    history.note(db, actor, row, "request.restarted")
    await _begin(db, settings, actor, row)


async def _begin(db: AsyncSession, settings: Settings, actor: Actor, row: PrivacyRequest) -> None:
    engine = engine_of(row)
    row.execution_id = await engine.start(db, settings, actor, row)
    history.note(db, actor, row, "request.executed")
    await db.flush()
    if row.execution_id is not None:
        await jobs.enqueue(db, FOLLOW, request_id=row.id, round=0, delay=pause(0))
    elif engine is not BY_HAND:
        await finish(db, actor, row)


def complete(db: AsyncSession, actor: Actor, row: PrivacyRequest) -> None:
    """A member has done it. Raises ``StepNotNow`` where an engine is at work."""
    if row.execution_id is not None:
        raise history.StepNotNow("it is being carried out", state=row.state)
    _done(db, actor, row)


async def finish(db: AsyncSession, actor: Actor, row: PrivacyRequest) -> None:
    """It is done. What the holder did alone, on the card's page, is answered with that; only who
    is erased cannot see it there and is written to."""
    _done(db, actor, row)
    if row.channel != "page" or row.created_by is not None:
        return
    history.lead(row, Step.ANSWER)
    row.closed_at = now()
    if row.kind == "erasure":
        history.note(db, actor, row, "request.answered", "mail" if row.reply_to else "page")
        await decide.tell_result(db, row)
    else:
        row.reply_to = None
        history.note(db, actor, row, "request.answered", "page")


def _done(db: AsyncSession, actor: Actor, row: PrivacyRequest) -> None:
    history.lead(row, Step.VERIFY)
    history.note(db, actor, row, "request.done")


@job(FOLLOW, after_end=True)
async def follow(work: Work, request_id: UUID, round: int) -> None:
    """Look how far the work is, and look again: soon at first, then each minute. What has given
    up waits for a member to begin it anew."""
    db = work.db
    row = await history.locked(db, request_id)
    if row is None or row.state not in (State.EXECUTING, State.AWAITING_PROVIDER):
        return
    standing = await engine_of(row).standing(db, row)
    if standing.state == "done":
        await finish(db, SYSTEM, row)
        return
    if standing.state == "failed":
        log.error("request %s: its execution has failed; it is not done", row.id)
        row.failed_at = now()
        history.note(db, SYSTEM, row, "request.failed")
        return
    if standing.state == "waiting" and row.state == State.EXECUTING:
        history.lead(row, Step.AWAIT)
        history.note(db, SYSTEM, row, "request.waiting")
    await jobs.enqueue(db, FOLLOW, request_id=row.id, round=round + 1, delay=pause(round + 1))
