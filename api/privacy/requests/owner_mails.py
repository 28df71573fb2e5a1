"""What the merchant's owners are told by mail: a deadline comes near, a request was forwarded.
Never what the person has written, nor who it is: that is read in the desk, by whoever may."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from api.accounts.mails import no_link
from api.accounts.models import Membership, Merchant, User
from api.accounts.roles import Role
from api.core.clock import now
from api.core.jobs import Afterwards, Work, job
from api.core.mail import Mail, send
from api.core.personal import outgoing
from api.core.tenancy import enter, merchant_of
from api.core.wording import long_day
from api.privacy.requests import history
from api.privacy.requests.models import PrivacyRequest
from api.privacy.requests.words import right

REMINDER_MAIL = "privacy.request_reminder_mail"
FORWARDED_MAIL = "privacy.request_forwarded_mail"


for _field in ("days", "complaint", "again"):
    outgoing("smtp", _field, why="that a request waits, to the owners; nothing about the person")


@dataclass(frozen=True, kw_only=True)
class RequestReminder(Mail):
    template: ClassVar[str] = "request_reminder"

    first_name: str
    merchant_name: str
    right: str
    last_day: str
    days: int
    """Left; 0: it is today; less: it is over."""
    link: str


@dataclass(frozen=True, kw_only=True)
class RequestForwarded(Mail):
    template: ClassVar[str] = "request_forwarded"

    first_name: str
    merchant_name: str
    right: str
    last_day: str
    complaint: bool
    again: bool
    link: str


@job(REMINDER_MAIL)
async def mail_reminder(work: Work, request_id: UUID, days: int) -> Afterwards | None:
    """To every owner, unless it is answered meanwhile."""
    row = await history.find(work.db, request_id)
    if row.closed_at is not None:
        return None
    merchant = await work.db.get_one(Merchant, merchant_of(work.db))
    mails = [
        RequestReminder(
            to=owner.email,
            language=owner.language,
            first_name=owner.first_name,
            merchant_name=no_link(merchant.name),
            right=right(row.kind, owner.language),
            last_day=long_day(row.due_on, owner.language),
            days=days,
            link=_link(work, row),
        )
        for owner in await _owners(work)
    ]
    return _send_all(work, mails)


@job(FORWARDED_MAIL)
async def mail_forwarded(work: Work, request_id: UUID, again: bool) -> Afterwards | None:
    """To every owner. Once a mail server has taken it, the merchant counts as told."""
    row = await history.find(work.db, request_id)
    merchant = await work.db.get_one(Merchant, merchant_of(work.db))
    mails = [
        RequestForwarded(
            to=owner.email,
            language=owner.language,
            first_name=owner.first_name,
            merchant_name=no_link(merchant.name),
            right=right(row.kind, owner.language),
            last_day=long_day(row.due_on, owner.language),
            complaint=row.kind == "complaint",
            again=again,
            link=_link(work, row),
        )
        for owner in await _owners(work)
    ]
    if not mails:
        return None
    merchant_id, all_sent = merchant.id, _send_all(work, mails)

    async def send_and_note() -> None:
        await all_sent()
        async with work.database.session() as db:
            await enter(db, merchant_id)
            told = await history.locked(db, request_id)
            if told is not None and told.notified_at is None:
                told.notified_at = now()

    return send_and_note


def _link(work: Work, row: PrivacyRequest) -> str:
    return f"{work.settings.origin}/privacy/requests/{row.id}"


async def _owners(work: Work) -> list[User]:
    found = await work.db.scalars(
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.merchant_id == merchant_of(work.db), Membership.role == Role.OWNER)
    )
    return list(found)


def _send_all(work: Work, mails: Sequence[Mail]) -> Afterwards:
    async def send_all() -> None:
        for mail in mails:
            await send(work.settings, mail)

    return send_all
