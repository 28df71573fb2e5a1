"""Our copies of Stripe's objects, brought to what Stripe answers. Whatever made us look (an
event, a return from Stripe's page, the nightly comparison), the answer's state wins, so it does
not matter which event came first, twice or not at all."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.billing import facts, in_force, intents, reads, told
from api.billing.models import Invoice, Subscription
from api.billing.plans import Plans
from api.billing.standing import ENDED
from api.billing.stripe_api import Answer, Stripe, StripeRefused
from api.core.clock import now
from api.core.db import Database

Differences = list[str]
"""« sub_…: status active → past_due », for the operator."""

OWED = ("past_due", "unpaid")
MEANS_KEPT = timedelta(days=396)
"""Thirteen months: by which kind of means was paid (``PROMISES``, clause 18)."""


async def subscriptions(
    db: AsyncSession, stripe: Stripe, plans: Plans, customer: str
) -> Differences:
    """Read the customer's subscriptions anew. Settles the session; what it writes is left to be
    committed."""
    turn = await reads.ask(db, customer)
    found = await _all_of(stripe, customer)
    known = {row.stripe_id: row for row in await db.scalars(select(Subscription))}
    await Database.settle(db)
    for stripe_id, row in known.items():
        # A deleted customer has no list any more.
        if stripe_id not in found and row.status not in ENDED:
            found[stripe_id] = await _one(stripe, stripe_id)
    since = {
        stripe_id: await _owed_since(stripe, stripe_id)
        for stripe_id, answer in found.items()
        if answer and answer["status"] in OWED
    }
    if not await reads.counts(db, customer, turn):
        return []
    rows = {row.stripe_id: row for row in await db.scalars(select(Subscription))}
    differences: Differences = []
    for stripe_id, answer in sorted(found.items()):
        differences += _write_subscription(
            db, rows.get(stripe_id), stripe_id, answer, since.get(stripe_id)
        )
    await db.flush()
    await intents.come_true(db, await db.scalars(select(Subscription)))
    await in_force.follow(db, plans)
    return differences


async def _all_of(stripe: Stripe, customer: str) -> dict[str, Answer | None]:
    try:
        return {
            one["id"]: one
            async for one in stripe.each(
                stripe.v1.subscriptions.list_async,
                customer=customer,
                status="all",
                expand=[f"data.{each}" for each in facts.METHODS_OF],
            )
        }
    except StripeRefused as refusal:
        if refusal.missing:
            return {}
        raise


async def _one(stripe: Stripe, stripe_id: str) -> Answer | None:
    try:
        return await stripe.call(
            stripe.v1.subscriptions.retrieve_async, stripe_id, expand=[*facts.METHODS_OF]
        )
    except StripeRefused as refusal:
        if refusal.missing:
            return None
        raise


async def _owed_since(stripe: Stripe, subscription: str) -> datetime | None:
    """Since when without a break: from the newest invoice back to one that was paid. What we
    knew before does not count, since a payment and the next failure may both have been missed."""
    since = None
    async for one in stripe.each(stripe.v1.invoices.list_async, subscription=subscription):
        if one["status"] == "paid":
            break
        if one["status"] in ("open", "uncollectible"):
            since = facts.issued_at(one)
    return since


def _write_subscription(
    db: AsyncSession,
    row: Subscription | None,
    stripe_id: str,
    answer: Answer | None,
    since: datetime | None,
) -> Differences:
    values = facts.subscription(answer) if answer else None
    if values is None:
        if row is None or row.status in ENDED:
            return []
        values = {"status": "canceled", "ended_at": now()}
    if values["status"] in OWED:
        values["past_due_since"] = since or (row.past_due_since if row else None) or now()
    else:
        values["past_due_since"] = None
    if row is None:
        db.add(Subscription(**values))
        return [f"{stripe_id}: {values['status']} at Stripe, unknown here"]
    return _differences(row, values)


def _differences(row: Subscription | Invoice, values: dict[str, Any]) -> Differences:
    changed = []
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            setattr(row, name, value)
            changed.append(f"{row.stripe_id}: {name} {_shown(before)} → {_shown(value)}")
    row.read_at = now()
    return changed


def _shown(value: Any) -> str:
    return "–" if value is None else str(value)


async def invoice(db: AsyncSession, stripe: Stripe, stripe_id: str) -> Differences:
    """Read an invoice anew, with what was paid, refunded and contested. Settles the session;
    what it writes is left to be committed."""
    turn = await reads.ask(db, stripe_id)
    try:
        found = await stripe.call(stripe.v1.invoices.retrieve_async, stripe_id)
    except StripeRefused as refusal:
        if not refusal.missing:
            raise
        # Drafts are deleted at Stripe without a trace, and never were anybody's invoice.
        gone = delete(Invoice).where(Invoice.stripe_id == stripe_id, Invoice.status == "draft")
        forgotten = await db.scalar(gone.returning(Invoice.id))
        return [f"{stripe_id}: deleted at Stripe"] if forgotten else []
    values = facts.invoice(found) | await _payments(stripe, stripe_id)
    wants_action = values.pop("wants_action") and values["status"] == "open"
    if values["paid_at"] and values["paid_at"] < now() - MEANS_KEPT:
        values["paid_by"] = None
    if not await reads.counts(db, stripe_id, turn):
        return []
    row = await db.scalar(select(Invoice).where(Invoice.stripe_id == stripe_id))
    if row is None:
        row = Invoice(**values)
        db.add(row)
        differences = [f"{stripe_id}: {row.status} at Stripe, unknown here"]
    else:
        differences = _differences(row, values)
    await db.flush()
    await told.of_invoice(db, row, wants_action=wants_action)
    return differences


async def _payments(stripe: Stripe, stripe_id: str) -> dict[str, Any]:
    """An invoice no longer names its charges; its payments do."""
    refunded, disputed, wants_action, kind = 0, False, False, None
    contested = []
    async for payment in stripe.each(
        stripe.v1.invoice_payments.list_async,
        invoice=stripe_id,
        expand=["data.payment.payment_intent.latest_charge"],
    ):
        asked_for = payment["payment"].get("payment_intent")
        if not isinstance(asked_for, dict):
            continue
        wants_action = wants_action or asked_for.get("status") == "requires_action"
        charge = asked_for.get("latest_charge")
        if not isinstance(charge, dict):
            continue
        refunded += charge.get("amount_refunded") or 0
        if charge.get("status") != "failed":
            kind = (charge.get("payment_method_details") or {}).get("type") or kind
        if charge.get("disputed"):
            contested.append(charge["id"])
    for disputes in await asyncio.gather(*(_disputes(stripe, one) for one in contested)):
        disputed = disputed or disputes
    return {
        "amount_refunded": refunded,
        "disputed": disputed,
        "paid_by": kind,
        "wants_action": wants_action,
    }


WON = ("won", "warning_closed", "prevented")


async def _disputes(stripe: Stripe, charge: str) -> bool:
    """Whether one of the charge's disputes is open or lost."""
    found = stripe.each(stripe.v1.disputes.list_async, charge=charge)
    return any([one["status"] not in WON async for one in found])
