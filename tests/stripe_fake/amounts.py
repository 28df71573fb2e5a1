"""What an invoice comes to: lines, discounts, tax, and what the customer had left."""

from __future__ import annotations

from tests.stripe_fake import money_shapes
from tests.stripe_fake.state import Obj, State


def item_of(subscription: Obj) -> Obj:
    item: Obj = subscription["items"]["data"][0]
    return item


def period_line(state: State, subscription: Obj, amount: int | None = None) -> Obj:
    """The period that begins; ``amount`` 0 while on trial."""
    price = item_of(subscription)["price"]
    named = state.objects[price["product"]]["name"]
    if amount is not None:
        return money_shapes.line(state, subscription, amount, f"Trial period for {named}")
    return money_shapes.line(state, subscription, price["unit_amount"], f"1 × {named}")


def proration_lines(
    state: State, subscription: Obj, new: Obj, moment: int, whole_period: bool
) -> list[Obj]:
    """Unused time of the old price against time of the new one; a new interval begins a whole
    period of its own."""
    item = item_of(subscription)
    old, start, end = item["price"], item["current_period_start"], item["current_period_end"]
    if subscription["status"] == "trialing" or moment >= end:
        return []
    rest = (end - moment) / (end - start)
    period = {"start": moment, "end": end}
    lines = [
        money_shapes.line(
            state,
            subscription,
            -round(old["unit_amount"] * rest),
            f"Unused time on {state.objects[old['product']]['name']}",
            price=old,
            proration=True,
            period=period,
        )
    ]
    if not whole_period:
        lines.append(
            money_shapes.line(
                state,
                subscription,
                round(new["unit_amount"] * rest),
                f"Remaining time on {state.objects[new['product']]['name']}",
                price=new,
                proration=True,
                period=period,
            )
        )
    return lines


def discounted(state: State, subscription: Obj, subtotal: int) -> int:
    off = 0
    for id in subscription["discounts"]:
        coupon = state.objects[state.objects[id]["source"]["coupon"]]
        off += round(max(subtotal, 0) * coupon["percent_off"] / 100)
    return off


def total_up(state: State, invoice: Obj, subscription: Obj) -> None:
    """Writes every sum of a draft."""
    subtotal = sum(line["amount"] for line in invoice["lines"]["data"])
    off = discounted(state, subscription, subtotal)
    taxed = invoice["automatic_tax"]["enabled"]
    tax = round((subtotal - off) * state.tax_percent / 100) if taxed else 0
    total = subtotal - off + tax
    customer = state.objects[invoice["customer"]]
    start = customer.get("balance", 0)
    due = max(0, total + start)
    invoice.update(
        subtotal=subtotal,
        subtotal_excluding_tax=subtotal,
        discounts=list(subscription["discounts"]),
        total_discount_amounts=[
            {"amount": off, "discount": id} for id in subscription["discounts"][:1]
        ],
        total=total,
        total_excluding_tax=subtotal - off,
        total_taxes=[
            {
                "amount": tax,
                "tax_behavior": "exclusive",
                "tax_rate_details": {"tax_rate": "txr_fr"},
                "taxability_reason": "standard_rated",
                "taxable_amount": subtotal - off,
                "type": "tax_rate_details",
            }
        ]
        if taxed
        else [],
        starting_balance=start,
        amount_due=due,
        amount_remaining=due,
    )
    invoice["_balance_after"] = min(0, total + start)


def spend_discounts(state: State, subscription: Obj) -> None:
    """A coupon for one invoice has served."""
    subscription["discounts"] = [
        id
        for id in subscription["discounts"]
        if state.objects[state.objects[id]["source"]["coupon"]]["duration"] != "once"
    ]
