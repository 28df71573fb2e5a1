"""What owners are told of an unusual hour: who, when and how many. Nothing about customers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select

from api.accounts.local_time import zone_of
from api.accounts.mails import no_link
from api.accounts.models import Membership, Merchant, User
from api.accounts.roles import Role
from api.alerts.models import Alert
from api.alerts.watching import MAIL
from api.core.jobs import Afterwards, Work, job
from api.core.mail import Mail, send
from api.core.personal import outgoing
from api.core.tenancy import merchant_of
from api.core.wording import long_day

for _field in ("day", "hour", "stamps", "usual"):
    outgoing("smtp", _field, why="what a member stamped in an hour, to the owners")


@dataclass(frozen=True, kw_only=True)
class UnusualHour(Mail):
    template: ClassVar[str] = "unusual_hour"

    first_name: str
    member: str
    merchant_name: str
    day: str
    hour: int
    stamps: int
    usual: int | None
    link: str


@job(MAIL)
async def mail_alert(work: Work, alert_id: UUID) -> Afterwards | None:
    """To every owner; not when it was explained meanwhile."""
    db = work.db
    alert = await db.scalar(select(Alert).where(Alert.id == alert_id))
    if alert is None or alert.explained_at is not None:
        return None
    merchant = await db.get_one(Merchant, merchant_of(db))
    team = (
        await db.execute(
            select(Membership.id, Membership.role, User)
            .join(User, Membership.user_id == User.id)
            .where(Membership.merchant_id == merchant.id)
        )
    ).all()
    who = next((user.first_name for id, _, user in team if id == alert.member_id), None)
    if who is None:
        return None
    local = alert.hour.astimezone(await zone_of(db, merchant.id))
    mails = [
        UnusualHour(
            to=owner.email,
            language=owner.language,
            first_name=owner.first_name,
            member=no_link(who),
            merchant_name=no_link(merchant.name),
            day=long_day(alert.local_day, owner.language),
            hour=local.hour,
            stamps=alert.stamps,
            usual=alert.usual,
            link=f"{work.settings.origin}/settings/alerts/{alert.id}",
        )
        for _, role, owner in team
        if role == Role.OWNER
    ]

    async def send_all() -> None:
        for mail in mails:
            await send(work.settings, mail)

    return send_all
