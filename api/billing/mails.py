"""The mails about money, to the merchant's owners. What one says is looked up when it is sent, and
what is no longer true by then is not sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.mails import no_link
from api.accounts.models import Membership, Merchant, User
from api.accounts.roles import Role
from api.billing import plans, standing
from api.billing.models import Invoice, Notice, Subscription
from api.billing.plans import Plans
from api.billing.told import TELL
from api.core import jobs
from api.core.jobs import Afterwards, Work, job
from api.core.mail import Mail, send
from api.core.personal import outgoing
from api.core.tenancy import merchant_of
from api.core.wording import long_day, money

MAIL = "billing.mail_owner"


for _field, _column in {
    "number": "number",
    "amount": "total",
    "tax": "tax",
    "paid_on": "paid_at",
}.items():
    outgoing("smtp", _field, column=f"invoices.{_column}", why="what was invoiced, to the owners")
for _field in ("plan", "price", "yearly", "ended", "ends_on", "reminder", "read_only_on"):
    outgoing("smtp", _field, why="the terms of a subscription")


@dataclass(frozen=True, kw_only=True)
class TrialEnding(Mail):
    template: ClassVar[str] = "trial_ending"

    first_name: str
    merchant_name: str
    plan: str
    ends_on: str
    price: str
    yearly: bool
    link: str


@dataclass(frozen=True, kw_only=True)
class PaymentFailed(Mail):
    template: ClassVar[str] = "payment_failed"

    first_name: str
    merchant_name: str
    plan: str
    price: str
    reminder: bool
    read_only_on: str
    link: str


@dataclass(frozen=True, kw_only=True)
class ActionRequired(Mail):
    template: ClassVar[str] = "action_required"

    first_name: str
    merchant_name: str
    amount: str
    link: str


@dataclass(frozen=True, kw_only=True)
class InvoicePaid(Mail):
    template: ClassVar[str] = "invoice_paid"

    first_name: str
    merchant_name: str
    number: str
    amount: str
    tax: str
    paid_on: str
    link: str


@dataclass(frozen=True, kw_only=True)
class SubscriptionCancelled(Mail):
    template: ClassVar[str] = "subscription_cancelled"

    first_name: str
    merchant_name: str
    plan: str
    ends_on: str
    ended: bool
    link: str


@dataclass(frozen=True, kw_only=True)
class OfficeReadOnly(Mail):
    template: ClassVar[str] = "office_read_only"

    first_name: str
    merchant_name: str
    plan: str
    price: str
    link: str


@dataclass(frozen=True)
class _About:
    """What every one of them needs to know."""

    db: AsyncSession
    notice: Notice
    merchant: Merchant
    owner: User
    plans: Plans
    page: str

    @property
    def language(self) -> str:
        return self.owner.language

    def greeting(self) -> dict[str, str]:
        return {
            "to": self.owner.email,
            "language": self.language,
            "first_name": self.owner.first_name,
            "merchant_name": no_link(self.merchant.name),
        }

    def day(self, at: datetime) -> str:
        return long_day(at.astimezone(ZoneInfo(self.merchant.time_zone)).date(), self.language)

    def plan(self, plan_id: str) -> str:
        known = self.plans.known(plan_id)
        name = known.name.model_dump()[self.language] if known else plan_id
        return str(name)

    async def subscription(self) -> Subscription | None:
        stripe_id = self.notice.about.partition(" ")[0]
        return await self.db.scalar(select(Subscription).where(Subscription.stripe_id == stripe_id))

    async def invoice(self) -> Invoice | None:
        return await self.db.scalar(select(Invoice).where(Invoice.stripe_id == self.notice.about))


@job(TELL)
async def tell_owners(work: Work, notice_id: UUID) -> None:
    """A job for each, so that one address that does not work repeats nobody else's mail."""
    owners = await work.db.scalars(
        select(Membership.user_id).where(
            Membership.merchant_id == merchant_of(work.db), Membership.role == Role.OWNER
        )
    )
    for user_id in owners.all():
        await jobs.enqueue(work.db, MAIL, notice_id=notice_id, user_id=user_id)


@job(MAIL)
async def mail_owner(work: Work, notice_id: UUID, user_id: UUID) -> Afterwards | None:
    db = work.db
    notice = await db.scalar(select(Notice).where(Notice.id == notice_id))
    owner = await db.get(User, user_id)
    if notice is None or owner is None:
        return None
    about = _About(
        db,
        notice,
        await db.get_one(Merchant, merchant_of(db)),
        owner,
        plans.load(work.settings.plans_file),
        f"{work.settings.origin}/subscription",
    )
    mail = await _WRITTEN[notice.kind](about)
    return partial(send, work.settings, mail) if mail else None


async def _trial_ending(about: _About) -> Mail | None:
    one = await about.subscription()
    if one is None or one.status != "trialing" or one.trial_end is None or one.cancel_at:
        return None
    return TrialEnding(
        **about.greeting(),
        plan=about.plan(one.plan),
        ends_on=about.day(one.trial_end),
        price=money(one.amount, one.currency, about.language),
        yearly=one.interval == "year",
        link=about.page,
    )


async def _payment_failed(about: _About) -> Mail | None:
    stands = await standing.read(about.db, about.plans)
    one = stands.subscription
    if stands.state != "past_due" or one is None or stands.read_only_on is None:
        return None
    return PaymentFailed(
        **about.greeting(),
        plan=about.plan(one.plan),
        price=money(one.amount, one.currency, about.language),
        reminder=about.notice.day > 0,
        read_only_on=about.day(stands.read_only_on),
        link=about.page,
    )


async def _action_required(about: _About) -> Mail | None:
    invoice = await about.invoice()
    if invoice is None or invoice.status != "open":
        return None
    return ActionRequired(
        **about.greeting(),
        amount=money(invoice.amount_due, invoice.currency, about.language),
        link=invoice.hosted_url or about.page,
    )


async def _invoice(about: _About) -> Mail | None:
    invoice = await about.invoice()
    if invoice is None or invoice.paid_at is None:
        return None
    return InvoicePaid(
        **about.greeting(),
        number=invoice.number or "",
        amount=money(invoice.total, invoice.currency, about.language),
        tax=money(invoice.tax, invoice.currency, about.language),
        paid_on=about.day(invoice.paid_at),
        link=invoice.hosted_url or about.page,
    )


async def _cancelled(about: _About) -> Mail | None:
    one = await about.subscription()
    ends = (one.ended_at or one.cancel_at) if one else None
    if one is None or ends is None:
        return None
    return SubscriptionCancelled(
        **about.greeting(),
        plan=about.plan(one.plan),
        ends_on=about.day(ends),
        ended=one.ended_at is not None,
        link=about.page,
    )


async def _read_only(about: _About) -> Mail | None:
    stands = await standing.read(about.db, about.plans)
    one = stands.subscription
    if stands.state != "unpaid" or one is None:
        return None
    return OfficeReadOnly(
        **about.greeting(),
        plan=about.plan(one.plan),
        price=money(one.amount, one.currency, about.language),
        link=about.page,
    )


_WRITTEN: dict[str, Callable[[_About], Awaitable[Mail | None]]] = {
    "trial_ending": _trial_ending,
    "payment_failed": _payment_failed,
    "action_required": _action_required,
    "invoice": _invoice,
    "subscription_cancelled": _cancelled,
    "office_read_only": _read_only,
}
