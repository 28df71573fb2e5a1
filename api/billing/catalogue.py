"""Products and prices at Stripe, brought to what the plans' file says. What would be done is found
out first, so that it can be shown; done twice, the second time nothing is left."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from api.billing import facts
from api.billing.plans import INTERVALS, Interval, Plan, Plans
from api.billing.stripe_api import Answer, Method, Stripe, StripeRefused

SERVICE = "txcd_10103001"
"""Stripe Tax: software as a service, for business use."""


@dataclass(frozen=True)
class Step:
    says: str
    method: Method
    ids: tuple[str, ...] = ()
    parameters: dict[str, Any] = field(default_factory=dict)


async def steps(stripe: Stripe, plans: Plans) -> list[Step]:
    """What is missing or different at Stripe, in the order in which it has to be done."""
    found: list[Step] = []
    for plan in plans.plan:
        if plan.month is None:
            continue
        found += await _product(stripe, plan)
        for interval in INTERVALS:
            found += await _price(stripe, plans, plan, interval)
    return found


async def do(stripe: Stripe, step: Step) -> None:
    await stripe.call(step.method, *step.ids, **step.parameters)


async def _product(stripe: Stripe, plan: Plan) -> list[Step]:
    product_id = f"{facts.PRODUCT}{plan.id}"
    wanted = {"name": f"Mon Carnet Client, {plan.name.fr}", "active": True}
    try:
        known = await stripe.call(stripe.v1.products.retrieve_async, product_id)
    except StripeRefused as refusal:
        if not refusal.missing:
            raise
        given = {"id": product_id, "name": wanted["name"], "tax_code": SERVICE}
        return [Step(f"create product {product_id}", stripe.v1.products.create_async, (), given)]
    changed = {name: value for name, value in wanted.items() if known.get(name) != value}
    if not changed:
        return []
    says = f"update product {product_id}: {', '.join(sorted(changed))}"
    return [Step(says, stripe.v1.products.update_async, (product_id,), changed)]


async def _price(stripe: Stripe, plans: Plans, plan: Plan, interval: Interval) -> list[Step]:
    key = facts.lookup_key(plan.id, interval)
    amount = plan.price(interval)
    listed = await stripe.call(stripe.v1.prices.list_async, lookup_keys=[key], active=True, limit=1)
    old = listed["data"][0] if listed["data"] else None
    if old and _is(old, plans, plan, interval):
        return []
    said = f"{amount / 100:.2f} {plans.currency} a {interval}"
    made = Step(
        f"create price {key}: {said}",
        stripe.v1.prices.create_async,
        (),
        {
            "product": f"{facts.PRODUCT}{plan.id}",
            "currency": plans.currency.lower(),
            "unit_amount": amount,
            "recurring": {"interval": interval},
            "tax_behavior": "exclusive",
            "lookup_key": key,
            "transfer_lookup_key": True,
        },
    )
    if old is None:
        return [made]
    # Whoever subscribed at the old one keeps it.
    retired = Step(
        f"retire price {old['id']}: {old['unit_amount'] / 100:.2f}",
        stripe.v1.prices.update_async,
        (old["id"],),
        {"active": False},
    )
    return [made, retired]


def _is(price: Answer, plans: Plans, plan: Plan, interval: Interval) -> bool:
    return (
        price["unit_amount"] == plan.price(interval)
        and price["currency"] == plans.currency.lower()
        and facts.id_of(price["product"]) == f"{facts.PRODUCT}{plan.id}"
        and (price.get("recurring") or {}).get("interval") == interval
    )
