"""What follows from an event. Of the event only its subject counts: that is read from Stripe and
its state wins, so events may come late, twice, in any order, or be replayed after days."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from api.billing import mirror, plans, returning
from api.billing.facts import id_of
from api.billing.models import StripeCustomer, StripeEvent
from api.billing.plans import Plans
from api.billing.stripe_api import Stripe, line
from api.billing.webhook import HANDLE
from api.core import jobs
from api.core.clock import now
from api.core.db import Database
from api.core.errors import Problem
from api.core.jobs import Work, job
from api.core.settings import Settings
from api.core.tenancy import enter

log = logging.getLogger("carnet.billing")

ATTEMPTS = 8

Handler = Callable[[AsyncSession, Stripe, Plans, StripeEvent], Awaitable[None]]


async def _subscriptions(
    db: AsyncSession, stripe: Stripe, plans: Plans, event: StripeEvent
) -> None:
    await mirror.subscriptions(db, stripe, plans, str(event.customer_id))


async def _checkout(db: AsyncSession, stripe: Stripe, plans: Plans, event: StripeEvent) -> None:
    await returning.refresh(db, stripe, str(event.object_id))
    await _subscriptions(db, stripe, plans, event)


async def _invoice(db: AsyncSession, stripe: Stripe, plans: Plans, event: StripeEvent) -> None:
    await mirror.invoice(db, stripe, str(event.object_id))
    await Database.settle(db)
    await _subscriptions(db, stripe, plans, event)


async def _credit_note(db: AsyncSession, stripe: Stripe, plans: Plans, event: StripeEvent) -> None:
    note = await stripe.call(stripe.v1.credit_notes.retrieve_async, str(event.object_id))
    await mirror.invoice(db, stripe, str(id_of(note["invoice"])))


async def _charge(db: AsyncSession, stripe: Stripe, plans: Plans, event: StripeEvent) -> None:
    charge = await stripe.call(stripe.v1.charges.retrieve_async, str(event.object_id))
    await _invoices_paid_by(db, stripe, id_of(charge.get("payment_intent")))


async def _dispute(db: AsyncSession, stripe: Stripe, plans: Plans, event: StripeEvent) -> None:
    dispute = await stripe.call(stripe.v1.disputes.retrieve_async, str(event.object_id))
    await _invoices_paid_by(db, stripe, id_of(dispute.get("payment_intent")))


async def _invoices_paid_by(db: AsyncSession, stripe: Stripe, payment: str | None) -> None:
    if payment is None:
        return
    found = stripe.each(
        stripe.v1.invoice_payments.list_async,
        payment={"type": "payment_intent", "payment_intent": payment},
    )
    for stripe_id in {id_of(one["invoice"]) async for one in found}:
        await mirror.invoice(db, stripe, str(stripe_id))
        await Database.settle(db)


async def _customer_gone(
    db: AsyncSession, stripe: Stripe, plans: Plans, event: StripeEvent
) -> None:
    """Its subscriptions ended with it; the next purchase makes another one."""
    found = await stripe.call(stripe.v1.customers.retrieve_async, str(event.customer_id))
    if found.get("deleted"):
        await db.execute(
            update(StripeCustomer)
            .where(
                StripeCustomer.stripe_id == event.customer_id, StripeCustomer.deleted_at.is_(None)
            )
            .values(deleted_at=now())
        )
        await Database.settle(db)
    await _subscriptions(db, stripe, plans, event)


HANDLED: dict[str, Handler] = {
    "checkout.session.completed": _checkout,
    "checkout.session.expired": _checkout,
    "checkout.session.async_payment_succeeded": _checkout,
    "checkout.session.async_payment_failed": _checkout,
    "customer.subscription.created": _subscriptions,
    "customer.subscription.updated": _subscriptions,
    "customer.subscription.deleted": _subscriptions,
    "customer.subscription.paused": _subscriptions,
    "customer.subscription.resumed": _subscriptions,
    "customer.subscription.trial_will_end": _subscriptions,
    "customer.updated": _subscriptions,
    "customer.deleted": _customer_gone,
    "payment_method.attached": _subscriptions,
    "payment_method.detached": _subscriptions,
    "invoice.created": _invoice,
    "invoice.updated": _invoice,
    "invoice.finalized": _invoice,
    "invoice.paid": _invoice,
    "invoice.payment_failed": _invoice,
    "invoice.payment_action_required": _invoice,
    "invoice.marked_uncollectible": _invoice,
    "invoice.voided": _invoice,
    "credit_note.created": _credit_note,
    "credit_note.voided": _credit_note,
    "charge.refunded": _charge,
    "charge.dispute.created": _dispute,
    "charge.dispute.closed": _dispute,
}
"""All other types are kept and ignored."""


@job(HANDLE, attempts=ATTEMPTS)
async def handle(work: Work, event_id: str) -> None:
    """Tried again, later each time; after the last time it waits for ``carnet billing replay``."""
    try:
        await settle(work.db, work.settings, event_id)
    except Exception as error:
        await work.db.rollback()
        if await _failed(work.database, event_id, error) < ATTEMPTS:
            raise
        log.error("event %s is given up; see: carnet billing events --failed", event_id)


async def settle(db: AsyncSession, settings: Settings, event_id: str) -> None:
    """Handle a stored event, whatever its state; doing it again does no harm. Raises what
    :mod:`stripe_api` raises."""
    event = await db.get(StripeEvent, event_id)
    if event is None:
        return
    if event.type not in HANDLED:
        await _ended(db, event_id, "ignored")
        return
    await Database.settle(db)
    async with line(settings, in_a_job=True) as stripe:
        await with_stripe(db, stripe, plans.load(settings.plans_file), event_id)


async def with_stripe(db: AsyncSession, stripe: Stripe, plans: Plans, event_id: str) -> None:
    """Handle an event of a type that is handled, over an open line."""
    event = await db.get_one(StripeEvent, event_id)
    await Database.settle(db)
    customer_id = event.customer_id or await _whose(stripe, event)
    merchant_id = await db.scalar(
        select(StripeCustomer.merchant_id).where(StripeCustomer.stripe_id == customer_id)
    )
    if merchant_id is None:
        # The account at Stripe may serve other things than this service.
        await _ended(db, event_id, "ignored")
        return
    await enter(db, merchant_id)
    await Database.settle(db)
    await HANDLED[event.type](db, stripe, plans, event)
    await _ended(db, event_id, "handled")


async def _whose(stripe: Stripe, event: StripeEvent) -> str | None:
    """A dispute names its charge and not the customer."""
    if event.object_type != "dispute":
        return None
    dispute = await stripe.call(
        stripe.v1.disputes.retrieve_async, str(event.object_id), expand=["charge"]
    )
    return id_of(dispute["charge"].get("customer"))


async def _ended(db: AsyncSession, event_id: str, state: str) -> None:
    await db.execute(
        update(StripeEvent)
        .where(StripeEvent.id == event_id)
        .values(state=state, handled_at=now(), error=None)
    )


async def _failed(database: Database, event_id: str, error: Exception) -> int:
    """Note the attempt; how many there were."""
    async with database.session() as db:
        event = await db.get(StripeEvent, event_id, with_for_update=True)
        if event is None:
            return ATTEMPTS
        event.attempts += 1
        event.error = _where(error)
        if event.attempts >= ATTEMPTS:
            event.state = "failed"
        return event.attempts


def _where(error: Exception) -> str:
    """The kind of an error and the line of ours it came from; its message can quote anything."""
    frames = [one for one in traceback.extract_tb(error.__traceback__) if "/api/" in one.filename]
    place = (
        f" at {frames[-1].filename.rpartition('/api/')[2]}:{frames[-1].lineno}" if frames else ""
    )
    code = f" {error.code}" if isinstance(error, Problem) else ""
    return f"{type(error).__name__}{code}{place}"


async def replay(db: AsyncSession, event: StripeEvent) -> None:
    """Handle it once more, with its attempts counted anew."""
    event.state, event.attempts, event.error = "received", 0, None
    await jobs.enqueue(db, HANDLE, event_id=event.id)
