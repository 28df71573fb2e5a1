"""What the owners are told, each thing once: a row says that it was, and the mails are enqueued
in the transaction that writes it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from uuid_utils.compat import uuid7

from api.billing.models import Invoice, Notice, Subscription
from api.billing.plans import Plans
from api.billing.standing import Standing
from api.core import jobs
from api.core.clock import now

TELL = "billing.tell_owners"

TRIAL_ENDS_IN = timedelta(days=3)
NEWS = timedelta(days=7)
"""What is older when we learn of it is not news any more."""


async def tell(db: AsyncSession, kind: str, about: str, day: int = 0) -> bool:
    """Note it, and have it mailed; False when it was told before."""
    made = await db.scalar(
        insert(Notice)
        .values(id=uuid7(), kind=kind, about=about, day=day, created_at=now())
        .on_conflict_do_nothing()
        .returning(Notice.id)
    )
    if made is None:
        return False
    await jobs.enqueue(db, TELL, notice_id=made)
    return True


async def of_subscriptions(db: AsyncSession, plans: Plans, stands: Standing) -> None:
    """What the owners have to know of the subscriptions as they stand at this moment."""
    at = now()
    for row in await db.scalars(select(Subscription)):
        trial_end = row.trial_end if row.status == "trialing" and not row.cancel_at else None
        if trial_end and at <= trial_end <= at + TRIAL_ENDS_IN:
            await tell(db, "trial_ending", f"{row.stripe_id} {trial_end:%Y-%m-%d}")
        ends = row.ended_at if row.status == "canceled" else row.cancel_at
        if ends and ends > at - NEWS:
            await tell(db, "subscription_cancelled", f"{row.stripe_id} {ends:%Y-%m-%d}")
    owing = stands.subscription
    if stands.state in ("past_due", "unpaid") and owing and owing.past_due_since:
        await _remind(db, plans, stands, owing, at)


async def _remind(
    db: AsyncSession, plans: Plans, stands: Standing, owing: Subscription, at: datetime
) -> None:
    since = owing.past_due_since or at
    about = f"{owing.stripe_id} {since:%Y-%m-%d}"
    if stands.state == "unpaid":
        await tell(db, "office_read_only", about)
        return
    passed = (at - since) // timedelta(days=1)
    due = [day for day in plans.grace.reminders if day <= passed]
    # After days without a worker one mail goes out, not all that were missed.
    if due:
        await tell(db, "payment_failed", about, due[-1])


async def of_invoice(db: AsyncSession, invoice: Invoice, *, wants_action: bool) -> None:
    """That it was paid, or that the bank wants something."""
    if wants_action:
        await tell(db, "action_required", invoice.stripe_id)
    paid_at = invoice.paid_at if invoice.status == "paid" and invoice.amount_paid else None
    if paid_at and paid_at > now() - NEWS:
        await tell(db, "invoice", invoice.stripe_id)
