"""What persons are told before their data goes, and owners when the engine has stopped itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from api.accounts.mails import no_link
from api.accounts.models import Membership, Merchant, User
from api.accounts.roles import Role
from api.core.jobs import Afterwards, Work, job
from api.core.mail import Mail, send
from api.core.personal import outgoing
from api.core.tenancy import merchant_of
from api.privacy.retention.models import RetentionStop
from api.privacy.retention.nightly import STOPPED_MAIL

outgoing("smtp", "To", column="customers.email", why="that the person's data is about to go")
for _field in ("found", "announced"):
    outgoing("smtp", _field, why="how many rows would go, to the owners")


@dataclass(frozen=True, kw_only=True)
class DataWillGo(Mail):
    """To a customer who has not been at the merchant's for long. It is no advertising: whoever
    has objected to that gets it too."""

    template: ClassVar[str] = "data_will_go"

    first_name: str
    merchant_name: str
    last_day: str
    contact: str


@dataclass(frozen=True, kw_only=True)
class AccountWillGo(Mail):
    """To a person who has not signed in for long."""

    template: ClassVar[str] = "account_will_go"

    first_name: str
    last_day: str
    link: str


@dataclass(frozen=True, kw_only=True)
class RetentionStopped(Mail):
    template: ClassVar[str] = "retention_stopped"

    first_name: str
    merchant_name: str
    announced: int
    found: int
    link: str


@job(STOPPED_MAIL)
async def mail_stopped(work: Work, stop_id: UUID) -> Afterwards | None:
    """Tells the owners, who alone let it go on."""
    db = work.db
    stop = await db.scalar(select(RetentionStop).where(RetentionStop.id == stop_id))
    if stop is None or stop.released_at is not None:
        return None
    merchant = await db.get_one(Merchant, merchant_of(db))
    owners = await db.scalars(
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.merchant_id == merchant.id, Membership.role == Role.OWNER)
    )
    mails = [
        RetentionStopped(
            to=owner.email,
            language=owner.language,
            first_name=owner.first_name,
            merchant_name=no_link(merchant.name),
            announced=stop.announced,
            found=stop.found,
            link=f"{work.settings.origin}/privacy/retention",
        )
        for owner in owners
    ]

    async def send_all() -> None:
        for mail in mails:
            await send(work.settings, mail)

    return send_all
