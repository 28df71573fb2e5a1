"""Carrying out what was approved, and following it until it is done."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.core import jobs
from api.core.audit import SYSTEM, Actor
from api.core.jobs import Work, job
from api.core.settings import Settings
from api.privacy.requests import history
from api.privacy.requests.engines import BY_HAND, engine_of
from api.privacy.requests.models import PrivacyRequest
from api.privacy.requests.states import State, Step

FOLLOW = "privacy.follow_request"
SOON, LATER = timedelta(seconds=2), timedelta(minutes=1)

log = logging.getLogger("carnet.privacy")


async def execute(db: AsyncSession, settings: Settings, actor: Actor, row: PrivacyRequest) -> None:
    """Begin, in the transaction that approves. Raises ``StepNotNow``."""
    history.lead(row, Step.EXECUTE)
    engine = engine_of(row.kind)
    row.execution_id = await engine.start(db, settings, actor, row)
    history.note(db, actor, row, "request.executed")
    await db.flush()
    if row.execution_id is not None:
        await jobs.enqueue(db, FOLLOW, request_id=row.id, round=0, delay=SOON)
    elif engine is not BY_HAND:
        _done(db, actor, row)


def complete(db: AsyncSession, actor: Actor, row: PrivacyRequest) -> None:
    """A member has done it. Raises ``StepNotNow`` where an engine is at work."""
    if row.execution_id is not None:
        raise history.StepNotNow("it is being carried out", state=row.state)
    _done(db, actor, row)


def _done(db: AsyncSession, actor: Actor, row: PrivacyRequest) -> None:
    history.lead(row, Step.VERIFY)
    history.note(db, actor, row, "request.done")


@job(FOLLOW)
async def follow(work: Work, request_id: UUID, round: int) -> None:
    """Look how far the work is, and look again: soon at first, then each minute."""
    db = work.db
    row = await history.locked(db, request_id)
    if row is None or row.state not in (State.EXECUTING, State.AWAITING_PROVIDER):
        return
    standing = await engine_of(row.kind).standing(db, row)
    if standing.state == "done":
        _done(db, SYSTEM, row)
        return
    if standing.state == "waiting" and row.state == State.EXECUTING:
        history.lead(row, Step.AWAIT)
        history.note(db, SYSTEM, row, "request.waiting")
    if standing.state == "failed":
        log.error("request %s: its execution has failed; it is not done", row.id)
    delay = SOON if round < 30 else LATER
    await jobs.enqueue(db, FOLLOW, request_id=row.id, round=round + 1, delay=delay)
