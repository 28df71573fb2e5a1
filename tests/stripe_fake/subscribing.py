"""The life of a subscription."""

from __future__ import annotations

import copy

from tests.stripe_fake import invoicing, money_shapes
from tests.stripe_fake.amounts import item_of, period_line, proration_lines
from tests.stripe_fake.calendar_months import DAY, HOUR, period_end
from tests.stripe_fake.forms import Params
from tests.stripe_fake.refusal import Refusal, declined, wants_the_customer
from tests.stripe_fake.state import Obj, State

UNCHANGEABLE = ("canceled", "incomplete_expired")


def begin_period(state: State, subscription: Obj, start: int, end: int | None = None) -> None:
    item = item_of(subscription)
    anchor = subscription["billing_cycle_anchor"]
    item["current_period_start"] = start
    item["current_period_end"] = end or period_end(
        start, item["price"]["recurring"]["interval"], anchor
    )


def sellable(state: State, price_id: str) -> Obj:
    price = state.get("price", price_id, "items[0][price]")
    if not price["active"]:
        raise Refusal(f"The price specified is inactive: {price_id}.", param="items[0][price]")
    return price


def start(
    state: State, customer: Obj, price: Obj, trial_days: int | None, asked: Params, method: Obj
) -> Obj:
    """What a completed checkout makes. The payment was tried before: it has a method that works,
    or a direct debit on its way."""
    subscription = money_shapes.subscription(
        state, copy.deepcopy(price), customer=customer["id"], metadata=asked.metadata()
    )
    subscription["default_payment_method"] = method["id"]
    now = state.now()
    if trial_days:
        subscription.update(
            status="trialing",
            trial_start=now,
            trial_end=now + trial_days * DAY,
            billing_cycle_anchor=now + trial_days * DAY,
        )
        behavior = asked.within("trial_settings").within("end_behavior")
        if wanted := behavior.text("missing_payment_method"):
            subscription["trial_settings"]["end_behavior"]["missing_payment_method"] = wanted
        begin_period(state, subscription, now, subscription["trial_end"])
    else:
        begin_period(state, subscription, now)
    return state.add(subscription)


def first_invoice(state: State, subscription: Obj) -> Obj:
    trial = subscription["status"] == "trialing"
    state.emit("customer.subscription.created", subscription)
    line = period_line(state, subscription, 0 if trial else None)
    invoice = invoicing.draft(state, subscription, [line], "subscription_create")
    invoicing.finalize(state, invoice)
    if invoicing.attempt(state, invoice):
        with state.changing(subscription, "customer.subscription.updated"):
            if subscription["status"] == "incomplete":
                subscription["status"] = "active"
    return invoice


def renew(state: State, subscription: Obj) -> None:
    """The next period begins: its invoice is a draft for an hour."""
    with state.changing(subscription, "customer.subscription.updated"):
        begin_period(state, subscription, item_of(subscription)["current_period_end"])
        if subscription["status"] == "trialing":
            subscription["status"] = "active"
    waiting = subscription.pop("_waiting_lines", [])
    lines = [*waiting, period_line(state, subscription)]
    invoice = invoicing.draft(state, subscription, lines, "subscription_cycle")
    if subscription["status"] == "unpaid":
        invoice["auto_advance"] = False


def change(state: State, subscription: Obj, params: Params) -> None:
    """POST /v1/subscriptions/{id}"""
    if subscription["status"] in UNCHANGEABLE:
        raise Refusal(
            "A canceled subscription can only update its cancellation_details and metadata."
        )
    wanted = params.within("items").within("0").text("price")
    with state.changing(subscription, "customer.subscription.updated"):
        subscription["metadata"] = params.metadata(subscription["metadata"])
        if method := params.text("default_payment_method"):
            subscription["default_payment_method"] = state.get("payment_method", method)["id"]
        if "pause_collection" in params:
            asked = params.within("pause_collection")
            subscription["pause_collection"] = (
                {"behavior": asked.needed("behavior"), "resumes_at": asked.whole("resumes_at")}
                if asked
                else None
            )
        _cancel_later(state, subscription, params)
        if params.get("trial_end") == "now" and subscription["status"] == "trialing":
            end_trial(state, subscription)
        if wanted and wanted != item_of(subscription)["price"]["id"]:
            given = params.within("items").within("0").text("id")
            if given != item_of(subscription)["id"]:
                raise Refusal("You cannot add a second price in the fake: name the item's id.")
            _change_price(state, subscription, sellable(state, wanted), params)


def _cancel_later(state: State, subscription: Obj, params: Params) -> None:
    item = item_of(subscription)
    at_end = params.flag("cancel_at_period_end")
    if at_end is not None:
        subscription["cancel_at_period_end"] = at_end
        subscription["cancel_at"] = item["current_period_end"] if at_end else None
    elif "cancel_at" in params:
        end = ("min_period_end", "max_period_end")
        asked = params["cancel_at"]
        subscription["cancel_at"] = (
            item["current_period_end"] if asked in end else params.whole("cancel_at")
        )
        subscription["cancel_at_period_end"] = asked in end
    else:
        return
    going = subscription["cancel_at"] is not None
    subscription["canceled_at"] = state.now() if going else None
    reason = "cancellation_requested" if going else None
    subscription["cancellation_details"]["reason"] = reason


def _change_price(state: State, subscription: Obj, new: Obj, params: Params) -> None:
    item = item_of(subscription)
    if subscription["status"] == "incomplete":
        raise Refusal("This subscription is incomplete: only metadata can change.")
    proration = params.text("proration_behavior") or "create_prorations"
    moment = params.whole("proration_date") or state.now()
    if not item["current_period_start"] <= moment <= item["current_period_end"]:
        raise Refusal("proration_date is outside of the current period", param="proration_date")
    other_interval = new["recurring"]["interval"] != item["price"]["recurring"]["interval"]
    trial = subscription["status"] == "trialing"
    restart = not trial and (other_interval or params.get("billing_cycle_anchor") == "now")
    lines = (
        []
        if proration == "none"
        else proration_lines(state, subscription, new, moment, whole_period=restart)
    )
    drop_pending(state, subscription)
    before = copy.deepcopy(subscription)
    item["price"] = copy.deepcopy(new)
    if restart:
        subscription["billing_cycle_anchor"] = state.now()
        begin_period(state, subscription, state.now())
        lines.append(period_line(state, subscription))
    if subscription["cancel_at_period_end"]:
        subscription["cancel_at"] = item["current_period_end"]
    if not lines:
        return
    if not restart and proration != "always_invoice":
        subscription.setdefault("_waiting_lines", []).extend(lines)
        return
    _invoice_change(state, subscription, before, lines, params)


def _invoice_change(
    state: State, subscription: Obj, before: Obj, lines: list[Obj], params: Params
) -> None:
    behavior = params.text("payment_behavior") or "allow_incomplete"
    customer = state.objects[subscription["customer"]]
    declines = state.declines.get(customer["id"], 0)
    if behavior == "error_if_incomplete" and (
        declines or customer["id"] in state.must_authenticate
    ):
        subscription.clear()
        subscription.update(before)
        if not declines:
            raise wants_the_customer()
        state.declines[customer["id"]] = declines - 1
        raise declined()
    invoice = invoicing.draft(state, subscription, lines, "subscription_update")
    invoicing.finalize(state, invoice)
    if not invoicing.attempt(state, invoice) and behavior == "pending_if_incomplete":
        invoice["next_payment_attempt"] = None
        _leave_pending(state, subscription, before)


def _leave_pending(state: State, subscription: Obj, before: Obj) -> None:
    """Nothing has changed until the newest invoice is paid."""
    anchor = subscription["billing_cycle_anchor"]
    meant = copy.deepcopy(item_of(subscription))
    for name in ("items", "billing_cycle_anchor", "status"):
        subscription[name] = before[name]
    subscription["pending_update"] = {
        "billing_cycle_anchor": anchor if anchor != before["billing_cycle_anchor"] else None,
        "expires_at": min(state.now() + 23 * HOUR, item_of(subscription)["current_period_end"]),
        "subscription_items": [meant],
        "trial_end": None,
        "trial_from_plan": None,
    }


def drop_pending(state: State, subscription: Obj) -> None:
    """Its invoice cannot be paid any more, and the change is forgotten."""
    if subscription["pending_update"]:
        invoice = state.objects[subscription["latest_invoice"]]
        subscription["pending_update"] = None
        if invoice["status"] == "open":
            invoicing.void(state, invoice)


def end_trial(state: State, subscription: Obj) -> None:
    """The trial is over: pay, or else."""
    subscription["trial_end"] = state.now()
    item_of(subscription)["current_period_end"] = state.now()
    subscription["billing_cycle_anchor"] = state.now()
    behavior = subscription["trial_settings"]["end_behavior"]["missing_payment_method"]
    if subscription["default_payment_method"] is None and behavior != "create_invoice":
        if behavior == "cancel":
            invoicing.end(state, subscription, "cancellation_requested")
        else:
            pause(state, subscription)
        return
    renew(state, subscription)


def pause(state: State, subscription: Obj) -> None:
    if subscription["status"] not in ("active", "trialing", "past_due"):
        raise Refusal("This subscription cannot be paused.")
    subscription["status"] = "paused"
    state.emit("customer.subscription.paused", subscription)


def resume(state: State, subscription: Obj) -> Obj:
    if subscription["status"] != "paused":
        raise Refusal("You can only resume paused subscriptions.")
    subscription.update(status="active", billing_cycle_anchor=state.now())
    begin_period(state, subscription, state.now())
    invoice = invoicing.draft(
        state, subscription, [period_line(state, subscription)], "subscription_update"
    )
    invoicing.finalize(state, invoice)
    invoicing.attempt(state, invoice)
    state.emit("customer.subscription.resumed", subscription)
    return invoice
