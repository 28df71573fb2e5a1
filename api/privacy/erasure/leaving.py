"""Erasing a person with a login: out of every team, then out of the tables that belong to no
merchant. Merchants are gone through one by one, each in transactions of its own."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts import team
from api.accounts.credentials import forget_sessions
from api.accounts.models import CounterSession, MemberPin, Membership, Merchant, User
from api.core import jobs
from api.core.audit import SYSTEM
from api.core.clock import now
from api.core.db import Database
from api.core.jobs import Work, job
from api.core.personal import Subject
from api.core.settings import Settings
from api.core.tenancy import merchant_of
from api.privacy.erasure import course, executing, outside, recipients
from api.privacy.erasure import statistics as sampled
from api.privacy.erasure.asking_oneself import (
    ERASE,
    SoleOwner,
    expect_replaceable,
    of_user,
    opened,
)
from api.privacy.erasure.models import UserErasure
from api.privacy.erasure.outside import Line
from api.privacy.erasure.planning import Plan
from api.privacy.erasure.verifying import proof, remaining
from api.privacy.erasure.whose import shares_to_erase

OWNER_PAUSE = timedelta(days=1)
log = logging.getLogger("carnet.privacy")
_MERCHANTS = text("SELECT id FROM merchants ORDER BY id").execution_options(
    touches_no_merchant=True
)


@job(ERASE)
async def erase(work: Work, erasure_id: UUID) -> None:
    row = await course.locked(work.db, Subject.USER, erasure_id)
    if not isinstance(row, UserErasure) or row.state not in ("waiting", "executing"):
        return
    if row.state == "waiting":
        try:
            await expect_replaceable(work.db, row.user_id)
        except SoleOwner:
            # The last other owner has left since.
            row.state, row.finished_at = "refused", now()
            return
    row.state, row.begun_at = "executing", row.begun_at or now()
    user_id = row.user_id
    await course.mark(work.db, erasure_id)
    await Database.settle(work.db)
    try:
        await execute(work.database, work.settings, erasure_id, user_id)
    except team.LastOwner:
        # Left after the erasure had begun, which cannot be refused any more.
        log.warning(
            "erasure %s: a shop has no other owner, `carnet merchant owner` names one; tried again"
            " in a day",
            erasure_id,
        )
        await jobs.enqueue(work.db, ERASE, delay=OWNER_PAUSE, erasure_id=erasure_id)


async def execute(
    database: Database,
    settings: Settings,
    erasure_id: UUID,
    user_id: UUID,
    *,
    even_the_last: bool = False,
) -> list[str]:
    """Slugs of the shops that are left without an owner, for which there has to be
    ``even_the_last``. Raises :class:`team.LastOwner`."""
    line = Line(erasure_id, Subject.USER.value, None, (user_id,), now())
    await asyncio.to_thread(outside.append, settings.erasure_ledger, line)
    async with database.session() as db:
        address = await db.scalar(select(User.email).where(User.id == user_id))
        merchants = (await db.scalars(_MERCHANTS)).all()
        forget_sessions(db, user_id)
    ownerless = []
    for merchant_id in merchants:
        async with opened(database, merchant_id) as db:
            held = await _leave(
                db, settings, erasure_id, user_id, address, even_the_last=even_the_last
            )
            if held and held.last_owner:
                ownerless.append((await db.get_one(Merchant, merchant_id)).slug)
    async with database.session() as db:
        addresses = frozenset({address} if address else ())
        await recipients.forget_mails(db, settings, Subject.USER, erasure_id, addresses)
    for place in (*merchants, None):
        async with opened(database, place) as db:
            person = of_user(user_id, place)
            await executing.destroy_rows(db, erasure_id, person, shares_to_erase(person))
    await _verify(database, erasure_id, user_id, merchants)
    return ownerless


async def _leave(
    db: AsyncSession,
    settings: Settings,
    erasure_id: UUID,
    user_id: UUID,
    address: str | None,
    *,
    even_the_last: bool,
) -> team.Locked | None:
    """Out of the team of the merchant entered. What Stripe knows of a merchant may be this
    person's address: it is told another, and asked which one it has."""
    merchant_id = merchant_of(db)
    if address is not None:
        own = Merchant.id == merchant_id, Merchant.contact_email == address
        await db.execute(update(Merchant).where(*own).values(contact_email=None))
    query = select(Membership.id).where(
        Membership.user_id == user_id, Membership.merchant_id == merchant_id
    )
    membership_id = await db.scalar(query)
    if membership_id is None:
        return None
    await recipients.ask_stripe(db, settings, erasure_id)
    held = await team.lock(db, membership_id)
    going = (
        (MemberPin, MemberPin.membership_id),
        (CounterSession, CounterSession.membership_id),
        (Membership, Membership.id),
    )
    for model, column in going:
        rows = await db.scalar(select(func.count()).select_from(model).where(column == held.row.id))
        await executing.note(db, Subject.USER, erasure_id, model.__tablename__, rows or 0)
    await team.remove(db, SYSTEM, held, even_the_last=even_the_last)
    return held


async def _verify(
    database: Database, erasure_id: UUID, user_id: UUID, merchants: Sequence[UUID]
) -> None:
    left: dict[str, int] = {}
    for place in (*merchants, None):
        async with opened(database, place) as db:
            for table, rows in (await remaining(db, of_user(user_id, place), [user_id])).items():
                left[table] = left.get(table, 0) + rows
    if any(left.values()):
        raise recipients.NotGone
    async with database.session() as db:
        row = await course.locked(db, Subject.USER, erasure_id)
        if row is None:
            return
        fresh = await sampled.anew(db, row.erased)
        row.proof = proof(row.plan, row.erased, left, fresh, now())
        await course.unmark(db, erasure_id)
        course.conclude(db, row)


async def again(database: Database, settings: Settings, line: Line) -> list[str]:
    """After a restored backup, which may have forgotten to whom a shop was handed over: slugs of
    those that are left without an owner."""
    async with database.session() as db:
        await course.mark(db, line.erasure)
        if await course.locked(db, Subject.USER, line.erasure) is None:
            nothing = Plan(Subject.USER, ())
            db.add(
                UserErasure(
                    id=line.erasure,
                    user_id=line.persons[0],
                    state="executing",
                    cause="replay",
                    plan=nothing.told() | {"persons": [str(one) for one in line.persons]},
                    digest=nothing.digest,
                    proof_token=secrets.token_bytes(32),
                    begun_at=now(),
                )
            )
    return await execute(database, settings, line.erasure, line.persons[0], even_the_last=True)
