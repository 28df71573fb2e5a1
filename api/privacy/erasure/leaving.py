"""Erasing a person with a login: out of every team, then out of the tables that belong to no
merchant. Merchants are gone through one by one, each in transactions of its own."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts import team
from api.accounts.credentials import forget_sessions
from api.accounts.models import CounterSession, MemberPin, Membership, Merchant, User
from api.accounts.roles import Role
from api.core import jobs
from api.core.audit import SYSTEM
from api.core.clock import now
from api.core.db import Database
from api.core.errors import Problem
from api.core.jobs import Work, job
from api.core.personal import Subject
from api.core.settings import Settings
from api.core.tenancy import enter, merchant_of
from api.core.tokens import digest, new_token
from api.privacy.erasure import asking, course, executing, outside, planning, recipients
from api.privacy.erasure import statistics as sampled
from api.privacy.erasure.asking import ErasurePlanChanged, ErasureUnderway
from api.privacy.erasure.models import OPEN, UserErasure
from api.privacy.erasure.outside import Line
from api.privacy.erasure.planning import Plan
from api.privacy.erasure.verifying import proof, remaining
from api.privacy.erasure.whose import shares_to_erase
from api.privacy.inventory import Person

ERASE = "privacy.erase_user"
OWNER_PAUSE = timedelta(days=1)
log = logging.getLogger("carnet.privacy")
_MERCHANTS = text("SELECT id FROM merchants ORDER BY id").execution_options(
    touches_no_merchant=True
)


class SoleOwner(Problem):
    """``merchants`` in the document are those that would be left without an owner."""

    status, code, title = (
        409,
        "SOLE_OWNER",
        "Hand over or close the shops whose only owner you are, then erase the account",
    )


def of_user(user_id: UUID, merchant_id: UUID | None = None) -> Person:
    return Person(Subject.USER, user_id, merchant_id)


@asynccontextmanager
async def opened(database: Database, merchant_id: UUID | None) -> AsyncIterator[AsyncSession]:
    """A transaction at one merchant, or at none."""
    async with database.session() as db:
        if merchant_id is not None:
            await enter(db, merchant_id)
        yield db


async def expect_replaceable(db: AsyncSession, user_id: UUID) -> None:
    """Raises :class:`SoleOwner`."""
    owners = select(Membership.merchant_id).where(Membership.role == Role.OWNER)
    others = owners.where(Membership.user_id != user_id)
    alone = (
        select(Merchant.slug)
        .where(Merchant.id.in_(owners.where(Membership.user_id == user_id)))
        .where(Merchant.ended_at.is_(None))
        .where(Merchant.id.not_in(others))
        .order_by(Merchant.slug)
    )
    if slugs := list(await db.scalars(alone)):
        raise SoleOwner(merchants=slugs)


async def plan(database: Database, user_id: UUID) -> Plan:
    """At every merchant that the person works for, and besides."""
    async with database.session() as db:
        teams = select(Membership.merchant_id).where(Membership.user_id == user_id)
        places: list[UUID | None] = [*sorted(await db.scalars(teams)), None]
    parts = []
    for merchant_id in places:
        async with opened(database, merchant_id) as db:
            parts.append(await asking.plan(db, of_user(user_id, merchant_id)))
    return planning.together(parts)


async def start(
    db: AsyncSession,
    database: Database,
    user_id: UUID,
    *,
    plan_digest: str | None,
    cause: str = "asked",
) -> tuple[UserErasure, str]:
    """The erasure, and the secret that opens its proof when the account is gone. Raises
    :class:`SoleOwner`, :class:`ErasureUnderway`, :class:`ErasurePlanChanged`."""
    await expect_replaceable(db, user_id)
    query = select(UserErasure.id).where(
        UserErasure.user_id == user_id, UserErasure.state.in_(OPEN)
    )
    if await db.scalar(query.limit(1)) is not None:
        raise ErasureUnderway
    found = await plan(database, user_id)
    if plan_digest is not None and plan_digest != found.digest:
        raise ErasurePlanChanged
    token = new_token()
    row = UserErasure(
        user_id=user_id,
        cause=cause,
        plan=found.told() | {"persons": [str(user_id)]},
        digest=found.digest,
        proof_token=digest(token),
    )
    db.add(row)
    await db.flush()
    await jobs.enqueue(db, ERASE, erasure_id=row.id)
    return row, token


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
        log.warning("erasure %s: a shop has no other owner; tried again in a day", erasure_id)
        await jobs.enqueue(work.db, ERASE, delay=OWNER_PAUSE, erasure_id=erasure_id)


async def execute(database: Database, settings: Settings, erasure_id: UUID, user_id: UUID) -> None:
    line = Line(erasure_id, Subject.USER.value, None, (user_id,), now())
    await asyncio.to_thread(outside.append, settings.erasure_ledger, line)
    async with database.session() as db:
        address = await db.scalar(select(User.email).where(User.id == user_id))
        merchants = (await db.scalars(_MERCHANTS)).all()
        forget_sessions(db, user_id)
    for merchant_id in merchants:
        async with opened(database, merchant_id) as db:
            await _leave(db, settings, erasure_id, user_id, address)
    async with database.session() as db:
        addresses = frozenset({address} if address else ())
        await recipients.forget_mails(db, settings, Subject.USER, erasure_id, addresses)
    for place in (*merchants, None):
        async with opened(database, place) as db:
            person = of_user(user_id, place)
            await executing.destroy_rows(db, erasure_id, person, shares_to_erase(person))
    await _verify(database, erasure_id, user_id, merchants)


async def _leave(
    db: AsyncSession, settings: Settings, erasure_id: UUID, user_id: UUID, address: str | None
) -> None:
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
        return
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
    await team.remove(db, SYSTEM, held)


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


async def again(database: Database, settings: Settings, line: Line) -> None:
    """After a restored backup."""
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
    await execute(database, settings, line.erasure, line.persons[0])
