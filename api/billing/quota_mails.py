"""The owners are told when much of what the plan gives is used, and when all of it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from api.accounts.mails import no_link
from api.accounts.models import Membership, Merchant, User
from api.accounts.roles import Role
from api.billing.plans import COUNTED
from api.core import quotas
from api.core.jobs import Afterwards, Work, job
from api.core.mail import Mail, send
from api.core.personal import outgoing
from api.core.quotas.usages import Usage
from api.core.tenancy import merchant_of

_NBSP = "\N{NO-BREAK SPACE}"
_NARROW = "\N{NARROW NO-BREAK SPACE}"


for _field in ("resource", "used", "most"):
    outgoing("smtp", _field, why="how much of the plan is used")


@dataclass(frozen=True, kw_only=True)
class _Facts:
    first_name: str
    merchant_name: str
    resource: str
    used: str
    most: str
    link: str


@dataclass(frozen=True, kw_only=True)
class QuotaNear(_Facts, Mail):
    template: ClassVar[str] = "quota_near"


@dataclass(frozen=True, kw_only=True)
class QuotaFull(_Facts, Mail):
    template: ClassVar[str] = "quota_full"


@job(quotas.ANNOUNCE)
async def mail_quota(work: Work, resource: str, level: int) -> Afterwards | None:
    """Nothing is sent where there is room again by now."""
    db = work.db
    row = await db.scalar(select(Usage).where(Usage.resource == resource))
    if row is None or row.most is None or resource not in COUNTED:
        return None
    if quotas.level(row.used, row.most) < level:
        return None
    merchant = await db.get_one(Merchant, merchant_of(db))
    owners = await db.scalars(
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.merchant_id == merchant.id, Membership.role == Role.OWNER)
    )
    kind = QuotaFull if level == quotas.FULL else QuotaNear
    mails = [
        kind(
            to=owner.email,
            language=owner.language,
            first_name=owner.first_name,
            merchant_name=no_link(merchant.name),
            resource=resource,
            used=amount(resource, row.used, owner.language),
            most=amount(resource, row.most, owner.language),
            link=f"{work.settings.origin}{quotas.UPGRADE}",
        )
        for owner in owners
    ]

    async def send_all() -> None:
        for mail in mails:
            await send(work.settings, mail)

    return send_all


def amount(resource: str, n: int, language: str) -> str:
    """« 2 000 », « 480 Mo »."""
    unit = ""
    if resource == "image_bytes":
        n, unit = round(n / 1_000_000), f"{_NBSP}{'Mo' if language == 'fr' else 'MB'}"
    spelt = f"{n:,}"
    return (spelt.replace(",", _NARROW) if language == "fr" else spelt) + unit
