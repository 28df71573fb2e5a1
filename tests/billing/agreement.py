"""What Stripe says, what we say, and whether it is the same: worked out from the fake's objects
alone, apart from the service's own reasoning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import takewhile
from typing import Any

from sqlalchemy import select, text

from api.billing import plans
from api.billing.models import Invoice, Subscription
from api.billing.plans import RESOURCES
from api.core.clock import now
from tests.billing.stage import Stage
from tests.stripe_fake.fake import FakeStripe
from tests.stripe_fake.state import Obj

GIVES_ITS_PLAN = ("trialing", "active", "past_due", "unpaid")


def moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def subscriptions_of(stage: Stage) -> list[Obj]:
    mine = str(stage.shop.id)
    return [
        one for one in stage.stripe.all("subscription") if one["metadata"]["merchant_id"] == mine
    ]


def plan_of(subscription: Obj) -> str:
    product: str = subscription["items"]["data"][0]["price"]["product"]
    return product.removeprefix("carnet_")


def subscription_facts(stripe: FakeStripe, one: Obj) -> dict[str, Any]:
    item = one["items"]["data"][0]
    customer = stripe.objects[one["customer"]]
    settings = customer.get("invoice_settings") or {}
    method = one["default_payment_method"] or settings.get("default_payment_method")
    return {
        "plan": plan_of(one),
        "interval": item["price"]["recurring"]["interval"],
        "amount": item["price"]["unit_amount"],
        "status": one["status"],
        "collection_paused": one["pause_collection"] is not None,
        "trial_end": moment(one["trial_end"]),
        "period_start": moment(item["current_period_start"]),
        "period_end": moment(item["current_period_end"]),
        "cancel_at": moment(one["cancel_at"]),
        "cancel_at_period_end": one["cancel_at_period_end"],
        "ended_at": moment(one["ended_at"]),
        "payment_method": stripe.objects[method]["type"] if method else None,
    }


def charges_of(stripe: FakeStripe, invoice: Obj) -> list[Obj]:
    found = []
    for payment in stripe.all("invoice_payment", invoice=invoice["id"]):
        intent = stripe.objects[payment["payment"]["payment_intent"]]
        if intent["latest_charge"]:
            found.append(stripe.objects[intent["latest_charge"]])
    return found


def invoice_facts(stripe: FakeStripe, one: Obj) -> dict[str, Any]:
    charges = charges_of(stripe, one)
    contested = {
        dispute["charge"] for dispute in stripe.all("dispute") if dispute["status"] != "won"
    }
    return {
        "number": one["number"],
        "status": one["status"],
        "subtotal": one["subtotal"],
        "total": one["total"],
        "amount_due": one["amount_due"],
        "amount_paid": one["amount_paid"],
        "amount_refunded": sum(charge["amount_refunded"] for charge in charges),
        "amount_credited": one["pre_payment_credit_notes_amount"]
        + one["post_payment_credit_notes_amount"],
        "disputed": any(charge["id"] in contested for charge in charges),
        "paid_at": moment(one["status_transitions"]["paid_at"]),
    }


@dataclass(frozen=True)
class Expected:
    plan: str
    states: tuple[str, ...]


def expected(stage: Stage) -> Expected:
    living = [one for one in subscriptions_of(stage) if one["status"] in GIVES_ITS_PLAN]
    if not living:
        return Expected("free", ("free",))
    best = min(living, key=lambda one: (GIVES_ITS_PLAN.index(one["status"]), -one["created"]))
    states = {"trialing": ("trial",), "active": ("active",)}
    return Expected(plan_of(best), states.get(best["status"], ("past_due", "unpaid")))


def unpaid_without_a_break(stripe: FakeStripe, subscription: str) -> list[int]:
    """When the invoices since the last paid one could first be paid."""
    bills = [
        one
        for one in stripe.all("invoice")
        if one["parent"]["subscription_details"]["subscription"] == subscription
    ]
    late = takewhile(lambda one: one["status"] != "paid", bills)
    return [
        one["status_transitions"]["finalized_at"]
        for one in late
        if one["status"] in ("open", "uncollectible")
    ]


async def check(stage: Stage) -> None:
    """Fails where we say anything else than Stripe."""
    stripe = stage.stripe
    theirs = {one["id"]: subscription_facts(stripe, one) for one in subscriptions_of(stage)}
    invoices = {
        one["id"]: invoice_facts(stripe, one)
        for one in stripe.all("invoice")
        if one["status"] != "draft"
        and one["parent"]["subscription_details"]["subscription"] in theirs
    }
    async with stage.shop.db() as db:
        rows = {row.stripe_id: row for row in await db.scalars(select(Subscription))}
        bills = {row.stripe_id: row for row in await db.scalars(select(Invoice))}
    assert {id: ours(rows[id], facts) for id, facts in theirs.items() if id in rows} == theirs
    assert rows.keys() == theirs.keys()
    assert {id: ours(bills[id], facts) for id, facts in invoices.items() if id in bills} == invoices
    assert {id for id, row in bills.items() if row.status != "draft"} == invoices.keys()
    await check_standing(stage, rows)


def ours(row: Subscription | Invoice, facts: dict[str, Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in facts}


async def check_standing(stage: Stage, rows: dict[str, Subscription]) -> None:
    """The plan in force, its limits, and whether the office may still write."""
    wanted, shown = expected(stage), await stage.shown()
    assert shown["plan"] == wanted.plan
    assert shown["state"] in wanted.states
    owing = [row for row in rows.values() if row.status in ("past_due", "unpaid")]
    declared = plans.load(stage.settings.plans_file)
    for row in owing:
        assert row.past_due_since
        assert row.past_due_since <= now()
        owed = unpaid_without_a_break(stage.stripe, row.stripe_id)
        assert not owed or row.past_due_since == moment(min(owed))
    if owing and shown["state"] in ("past_due", "unpaid"):
        days = (now() - max(row.past_due_since for row in owing if row.past_due_since)).days
        assert (shown["state"] == "unpaid") == (days >= declared.grace.days)
    plan = declared.get(wanted.plan)
    gives = {resource: plan.most(resource) for resource in RESOURCES}
    usages = text("SELECT resource, most FROM usages WHERE merchant_id = :merchant_id")
    flags = text("SELECT api_rate, read_only_since FROM merchants WHERE id = :merchant_id")
    async with stage.shop.db() as db:
        values = {"merchant_id": stage.shop.id}
        limits = {row[0]: row[1] for row in await db.execute(usages, values)}
        rate, read_only_since = (await db.execute(flags, values)).one()
    # A shop that never was at Stripe's has no rows yet.
    assert limits or not rows
    if limits:
        assert limits.keys() >= {"cards", "members", "locations", "programs"}
        assert limits == {name: most for name, most in gives.items() if name in limits}
        assert rate == gives["requests_per_minute"]
    assert (read_only_since is not None) == (shown["state"] == "unpaid")
