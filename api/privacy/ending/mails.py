"""What owners are told about the end of their shop's contract: when it ends, before everything
goes, and when it has gone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.mails import no_link
from api.accounts.models import Membership, Merchant, User
from api.accounts.roles import Role
from api.core import jobs
from api.core.jobs import Afterwards, Work, job
from api.core.mail import Mail, send
from api.core.personal import outgoing
from api.core.tenancy import merchant_of
from api.core.wording import long_day
from api.privacy.ending.models import GOING, ContractEnd

MAIL = "contract.mail_owner"

for _field in ("last_day", "slug"):
    outgoing("smtp", _field, why="the end of a shop's contract, to its owners")


@dataclass(frozen=True, kw_only=True)
class ContractEnded(Mail):
    template: ClassVar[str] = "contract_ended"

    first_name: str
    merchant_name: str
    last_day: str
    link: str


@dataclass(frozen=True, kw_only=True)
class PurgeNear(Mail):
    template: ClassVar[str] = "contract_purge_near"

    first_name: str
    merchant_name: str
    last_day: str
    link: str


@dataclass(frozen=True, kw_only=True)
class ContractPurged(Mail):
    """The shop's name is gone by then: its public address says which it was."""

    template: ClassVar[str] = "contract_purged"

    first_name: str
    slug: str


async def owners(db: AsyncSession) -> list[UUID]:
    """Of the merchant entered."""
    query = select(Membership.user_id).where(
        Membership.merchant_id == merchant_of(db), Membership.role == Role.OWNER
    )
    return list(await db.scalars(query.order_by(Membership.user_id)))


async def tell(db: AsyncSession, end_id: UUID, kind: str) -> None:
    """A job for each owner."""
    for user_id in await owners(db):
        await jobs.enqueue(db, MAIL, end_id=end_id, user_id=user_id, kind=kind)


@job(MAIL, after_end=True)
async def mail_owner(work: Work, end_id: UUID, user_id: UUID, kind: str) -> Afterwards | None:
    """Unless it is no longer true."""
    db = work.db
    end = await db.scalar(select(ContractEnd).where(ContractEnd.id == end_id))
    user = await db.get(User, user_id)
    merchant = await db.get_one(Merchant, merchant_of(db))
    if end is None or user is None or end.state == "reopened":
        return None
    if kind == "purged":
        gone = ContractPurged(
            to=user.email, language=user.language, first_name=user.first_name, slug=merchant.slug
        )
        return partial(send, work.settings, gone)
    if end.state in (*GOING, "done"):
        return None
    form = ContractEnded if kind == "ended" else PurgeNear
    day = end.due_at.astimezone(ZoneInfo(merchant.time_zone)).date()
    mail = form(
        to=user.email,
        language=user.language,
        first_name=user.first_name,
        merchant_name=no_link(merchant.name),
        last_day=long_day(day, user.language),
        link=f"{work.settings.origin}/settings/closing",
    )
    return partial(send, work.settings, mail)
