"""People who have not signed in for three years: told 30 and 7 days before, then erased. Whoever
is the only owner of a shop stays: without them nobody could end its contract or take its data."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from uuid_utils.compat import uuid7

from api.accounts.models import LastSignIn, Membership, Merchant, User
from api.accounts.roles import Role
from api.core import jobs
from api.core.clock import now
from api.core.jobs import Afterwards, Work, job, periodic
from api.core.wording import long_day
from api.privacy.erasure import asking, asking_oneself
from api.privacy.retention import in_force, notices
from api.privacy.retention.handing_over import handed_over
from api.privacy.retention.mails import AccountWillGo
from api.privacy.retention.models import UserNotice
from api.privacy.retention.over import ended_at, over
from api.privacy.retention.steps import Step

TELL, ERASE, NOTICE_MAIL = (
    "retention.silent_accounts",
    "retention.erase_account",
    "retention.mail_account",
)
BATCH = 200


@periodic("51 3 * * *", TELL)
async def silent_accounts(work: Work) -> None:
    """Write the notices that are due today, and begin to erase whose time is over."""
    db, at = work.db, now()
    step = next(step for step in in_force.of_operator(at) if step.model is LastSignIn)
    full = [await _tell(db, step, days, at) == BATCH for days in notices.BEFORE]
    told = [_noticed(days, at - timedelta(days=days)) for days in notices.BEFORE]
    query = select(LastSignIn.user_id).where(over(step, at), ~_only_owner(), *told)
    gone = (await db.scalars(query.order_by(LastSignIn.user_id).limit(BATCH))).all()
    for user_id in gone:
        await jobs.enqueue(db, ERASE, once=str(user_id), user_id=user_id)
    if any(full):
        await jobs.enqueue(db, TELL)


@job(ERASE)
async def erase_account(work: Work, user_id: UUID) -> None:
    """The row is locked, so that whoever has signed in a moment ago stays."""
    db, at = work.db, now()
    step = next(step for step in in_force.of_operator(at) if step.model is LastSignIn)
    query = select(LastSignIn).where(LastSignIn.user_id == user_id, over(step, at), ~_only_owner())
    if await db.scalar(query.with_for_update()) is None:
        return
    try:
        await asking_oneself.start(db, work.database, user_id, plan_digest=None, cause="retention")
    except (asking_oneself.SoleOwner, asking.ErasureUnderway):
        return


async def _tell(db: AsyncSession, step: Step, days: int, at: datetime) -> int:
    first, last = notices.BEFORE
    query = select(LastSignIn, ended_at(step)).where(
        over(step, at + notices.ahead(days)), ~_noticed(days), ~_only_owner()
    )
    if days == last:
        query = query.where(_noticed(first, at - notices.between()))
    rows: list[dict[str, Any]] = [
        {
            "id": uuid7(),
            "user_id": one.user_id,
            "since": one.at,
            "days": days,
            "due_at": max(due, at + timedelta(days=days)),
            "created_at": at,
        }
        for one, due in await db.execute(query.order_by(LastSignIn.user_id).limit(BATCH))
    ]
    if rows:
        await db.execute(insert(UserNotice), rows)
    for row in rows:
        await jobs.enqueue(db, NOTICE_MAIL, notice_id=row["id"])
    return len(rows)


def _noticed(days: int, by: datetime | None = None) -> ColumnElement[bool]:
    """There is a notice for this very silence; with ``by``: it reached the person by then."""
    query = select(UserNotice.id).where(
        UserNotice.user_id == LastSignIn.user_id,
        UserNotice.since == LastSignIn.at,
        UserNotice.days == days,
    )
    return exists(query if by is None else query.where(UserNotice.sent_at <= by))


def _only_owner() -> ColumnElement[bool]:
    """Of any shop whose contract goes on."""
    own, other = aliased(Membership), aliased(Membership)
    others = select(other.id).where(
        other.merchant_id == own.merchant_id, other.role == Role.OWNER, other.user_id != own.user_id
    )
    return exists(
        select(own.id)
        .join(Merchant, Merchant.id == own.merchant_id)
        .where(
            own.user_id == LastSignIn.user_id,
            own.role == Role.OWNER,
            Merchant.ended_at.is_(None),
            ~exists(others),
        )
    )


@job(NOTICE_MAIL)
async def mail_account(work: Work, notice_id: UUID) -> Afterwards | None:
    """Unless the person has signed in since."""
    db = work.db
    found = await db.execute(
        select(UserNotice, User)
        .join(User, User.id == UserNotice.user_id)
        .join(
            LastSignIn,
            and_(LastSignIn.user_id == UserNotice.user_id, LastSignIn.at == UserNotice.since),
        )
        .where(UserNotice.id == notice_id, UserNotice.sent_at.is_(None))
    )
    row = found.one_or_none()
    if row is None:
        return None
    notice, user = row
    zone = in_force.OPERATORS[1]
    mail = AccountWillGo(
        to=user.email,
        language=user.language,
        first_name=user.first_name,
        last_day=long_day(notice.due_at.astimezone(zone).date(), user.language),
        link=f"{work.settings.origin}/sign-in",
    )
    return partial(handed_over, work, mail, UserNotice, notice_id)
