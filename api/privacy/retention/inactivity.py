"""Customers who have been silent for as long as the merchant keeps them: told 30 and 7 days
before, then erased. An own act (a visit, joining) begins a new silence, for which no notice counts.

Whoever has no address cannot be told. Their names stand in the desk's list for the same thirty
days, so that the team can tell them at the counter; that this was noted is their notice.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.core import jobs
from api.core.clock import now
from api.core.jobs import Work, job
from api.core.personal import Subject
from api.core.tenancy import merchant_of
from api.customers.models import Customer
from api.privacy.erasure import asking
from api.privacy.erasure.models import OPEN, Erasure
from api.privacy.inventory import Person
from api.privacy.retention import in_force, notices
from api.privacy.retention.models import RetentionNotice
from api.privacy.retention.nightly import SILENT, may_go, stopped
from api.privacy.retention.over import ended_at, over
from api.privacy.retention.steps import Step

ERASE = "retention.erase_customers"
NOTICE_MAIL = "retention.mail_customer"
BATCH = 200
ERASED_AT_ONCE = 50


@job(SILENT)
async def silent(work: Work, after: UUID | None = None) -> None:
    """Write the notices that are due today, and begin to erase whose time is over."""
    db, at = work.db, now()
    step = await _step(db, at)
    full = False
    for days in notices.BEFORE:
        full |= await _tell(db, step, days, at) == BATCH
    await _send_again(db, at)
    if full:
        await jobs.enqueue(db, SILENT)
    elif not await stopped(db, step) and await may_go(db, step, _told(at)):
        await jobs.enqueue(db, ERASE, once="silent")


async def _step(db: AsyncSession, at: datetime) -> Step:
    ruling = await in_force.of_merchant(db, at)
    return next(step for step in ruling.steps() if step.model is Customer)


async def _tell(db: AsyncSession, step: Step, days: int, at: datetime) -> int:
    """One batch of notices of a kind; how many."""
    query = (
        select(Customer, ended_at(step))
        .where(over(step, at + notices.ahead(days)), ~_noticed(days))
        .where(Customer.restricted_at.is_(None))
        .order_by(Customer.id)
        .limit(BATCH)
    )
    first, last = notices.BEFORE
    if days == last:
        query = query.where(_noticed(first, at - notices.between()))
    rows = [_notice(customer, days, max(due, at + timedelta(days=days)), at)
            for customer, due in await db.execute(query)]  # fmt: skip
    if rows:
        await db.execute(insert(RetentionNotice), rows)
    for row in rows:
        if row["how"] == "mail":
            await jobs.enqueue(db, NOTICE_MAIL, notice_id=row["id"])
    return len(rows)


async def _send_again(db: AsyncSession, at: datetime) -> None:
    """What a mail server did not take for hours; until it does, nothing of the person goes."""
    unsent = select(RetentionNotice.id).where(
        RetentionNotice.how == "mail",
        RetentionNotice.sent_at.is_(None),
        RetentionNotice.created_at < at - timedelta(hours=12),
    )
    for notice_id in await db.scalars(unsent.limit(BATCH)):
        await jobs.enqueue(db, NOTICE_MAIL, once=str(notice_id), notice_id=notice_id)


def _notice(customer: Customer, days: int, due: datetime, at: datetime) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "customer_id": customer.id,
        "since": customer.last_active_at,
        "days": days,
        "how": "mail" if customer.email else "unreachable",
        "due_at": due,
        "created_at": at,
        "sent_at": None if customer.email else at,
    }


def _noticed(days: int, by: datetime | None = None) -> ColumnElement[bool]:
    """There is a notice for this very silence; with ``by``: it reached the person by then."""
    query = select(RetentionNotice.id).where(
        RetentionNotice.customer_id == Customer.id,
        RetentionNotice.since == Customer.last_active_at,
        RetentionNotice.days == days,
    )
    if by is not None:
        query = query.where(RetentionNotice.sent_at <= by)
    return exists(query)


def _told(at: datetime) -> ColumnElement[bool]:
    """Told twice, in time, and not being erased already; nor restricted: what a person wants
    kept for a claim of their own is not destroyed (GDPR art. 18(2))."""
    underway = select(Erasure.id).where(Erasure.customer_id == Customer.id, Erasure.state.in_(OPEN))
    told = [_noticed(days, at - timedelta(days=days)) for days in notices.BEFORE]
    return and_(*told, ~exists(underway), Customer.restricted_at.is_(None))


@job(ERASE)
async def erase_customers(work: Work) -> None:
    """Hand a batch of persons to the erasure; their rows are locked, so that whoever has come
    back a moment ago stays."""
    db, at = work.db, now()
    step = await _step(db, at)
    if await stopped(db, step):
        return
    query = select(Customer.id).where(over(step, at), _told(at)).order_by(Customer.id)
    found = (await db.scalars(query.limit(ERASED_AT_ONCE).with_for_update())).all()
    for customer_id in found:
        person = Person(Subject.CUSTOMER, customer_id, merchant_of(db))
        try:
            await asking.start(db, None, person, plan_digest=None, cause="retention")
        except (asking.ErasureHeld, asking.ErasureUnderway):
            continue
    if len(found) == ERASED_AT_ONCE:
        await jobs.enqueue(db, ERASE)
