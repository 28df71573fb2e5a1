"""Our copies compared with Stripe's lists, every night and on demand: deliveries that never came
are caught up with, and what differs is read anew. Each repair is reported."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from api.accounts.models import Merchant
from api.billing import facts, handle, in_force, mirror, plans, standing, webhook
from api.billing.models import Invoice, StripeCustomer, StripeEvent, Subscription
from api.billing.plans import Plans
from api.billing.stripe_api import Stripe, line
from api.core import audit
from api.core.audit import SYSTEM
from api.core.clock import now
from api.core.db import Database
from api.core.jobs import Work, periodic
from api.core.settings import Settings
from api.core.tenancy import enter

log = logging.getLogger("carnet.billing")

Report = Callable[[str], None]
Columns = dict[str, Any]

NIGHTLY = timedelta(days=7)
"""How far back the nightly comparison looks at events and invoices. Stripe itself sends an event
again for three days."""
WHOLE = timedelta(days=400)


@periodic("23 1 * * *", "billing.reconcile")
async def nightly(work: Work) -> None:
    """Where no key is set there is nothing to compare with."""
    if work.settings.stripe_key is not None:
        await Database.settle(work.db)
        await everything(work.database, work.settings, log.warning, NIGHTLY)


async def everything(
    database: Database, settings: Settings, report: Report, back: timedelta = WHOLE
) -> int:
    """Compare and repair; how much was repaired. Raises what :mod:`stripe_api` raises."""
    declared = plans.load(settings.plans_file)
    async with line(settings, in_a_job=True) as stripe:
        repairs = await _missed(database, stripe, declared, report, now() - back)
        running = await _subscriptions_of(stripe)
        billed = await _invoices_of(stripe, now() - back)
        async with database.session() as db:
            customers = (
                await db.execute(
                    select(StripeCustomer.stripe_id, StripeCustomer.merchant_id, Merchant.slug)
                    .join(Merchant, Merchant.id == StripeCustomer.merchant_id)
                    .order_by(StripeCustomer.stripe_id)
                )
            ).all()
        for customer, merchant_id, slug in customers:
            async with database.session() as db:
                await enter(db, merchant_id)
                found = await _compare(
                    db, stripe, declared, customer,
                    running.get(customer, {}), billed.get(customer, {}),
                )  # fmt: skip
                if found:
                    audit.record(
                        db, SYSTEM, "subscription.repaired", "merchant", merchant_id,
                        differences=len(found),
                    )  # fmt: skip
                for one in [*found, *await _double(db)]:
                    report(f"{slug}: {one}")
                repairs += len(found)
    return repairs


async def _missed(
    database: Database, stripe: Stripe, declared: Plans, report: Report, since: datetime
) -> int:
    """Events that Stripe lists and nobody has told us of, oldest first."""
    listed = stripe.each(stripe.v1.events.list_async, created={"gte": int(since.timestamp())})
    events = [webhook.told(one) async for one in listed if one["type"] in handle.HANDLED]
    repaired = 0
    for event in reversed(events):
        async with database.session() as db:
            if await db.get(StripeEvent, event.id) or not await _ours(db, event.customer_id):
                continue
            await webhook.store(db, event)
            await Database.settle(db)
            await handle.with_stripe(db, stripe, declared, event.id)
        report(f"{event.id}: {event.type} was never delivered")
        repaired += 1
    return repaired


async def _ours(db: AsyncSession, customer_id: str | None) -> bool:
    """A dispute does not say whose it is: handling it finds out."""
    return customer_id is None or await db.get(StripeCustomer, customer_id) is not None


async def _subscriptions_of(stripe: Stripe) -> dict[str, dict[str, Columns]]:
    """Customer → subscription → columns."""
    found: dict[str, dict[str, Columns]] = {}
    async for one in stripe.each(
        stripe.v1.subscriptions.list_async,
        status="all",
        expand=[f"data.{each}" for each in facts.METHODS_OF],
    ):
        if columns := facts.subscription(one):
            found.setdefault(str(facts.id_of(one["customer"])), {})[one["id"]] = columns
    return found


async def _invoices_of(stripe: Stripe, since: datetime) -> dict[str, dict[str, Columns]]:
    found: dict[str, dict[str, Columns]] = {}
    async for one in stripe.each(
        stripe.v1.invoices.list_async, created={"gte": int(since.timestamp())}
    ):
        found.setdefault(str(facts.id_of(one["customer"])), {})[one["id"]] = facts.invoice(one)
    return found


async def _compare(
    db: AsyncSession,
    stripe: Stripe,
    plans: Plans,
    customer: str,
    running: dict[str, Columns],
    billed: dict[str, Columns],
) -> mirror.Differences:
    ours = {row.stripe_id: row for row in await db.scalars(select(Subscription))}
    gone = [
        row
        for stripe_id, row in ours.items()
        if stripe_id not in running and row.status not in standing.ENDED
    ]
    # Since when it is owed is no column of theirs: that is read each time.
    unlike = [
        one
        for one, columns in running.items()
        if columns["status"] in mirror.OWED or _differs(ours.get(one), columns)
    ]
    invoices = {row.stripe_id: row for row in await db.scalars(select(Invoice))}
    stale = [one for one, columns in billed.items() if _differs(invoices.get(one), columns)]
    stale += [
        stripe_id
        for stripe_id, row in invoices.items()
        if stripe_id not in billed and row.status in ("draft", "open")
    ]
    found: mirror.Differences = []
    for stripe_id in stale:
        found += await mirror.invoice(db, stripe, stripe_id)
    if unlike or gone:
        found += await mirror.subscriptions(db, stripe, plans, customer)
    await in_force.follow(db, plans)
    return found


def _differs(row: Subscription | Invoice | None, columns: Columns) -> bool:
    return row is None or any(getattr(row, name) != value for name, value in columns.items())


async def _double(db: AsyncSession) -> list[str]:
    """Two that run and are both paid for: nothing to repair alone, since it is about money."""
    query = select(Subscription.stripe_id).where(Subscription.status.in_(standing.LIVE))
    living = sorted(await db.scalars(query))
    return [f"several subscriptions run: {', '.join(living)}"] if len(living) > 1 else []
