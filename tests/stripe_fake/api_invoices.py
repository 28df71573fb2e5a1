"""Invoices, and what became of the money."""

from __future__ import annotations

import copy

from tests.stripe_fake import invoicing, money_shapes
from tests.stripe_fake.amounts import item_of, period_line, proration_lines, total_up
from tests.stripe_fake.forms import Params
from tests.stripe_fake.refusal import Refusal
from tests.stripe_fake.routes import created_within, page_of, plain_list, plain_read, route
from tests.stripe_fake.state import Obj, State
from tests.stripe_fake.subscribing import begin_period, sellable

plain_read("invoices", "invoice")
plain_list("charges", "charge", "customer", "payment_intent")
plain_read("charges", "charge")
plain_list("payment_intents", "payment_intent", "customer")
plain_read("payment_intents", "payment_intent")
plain_list("refunds", "refund", "charge", "payment_intent")
plain_read("refunds", "refund")
plain_list("disputes", "dispute", "charge", "payment_intent")
plain_read("disputes", "dispute")
plain_list("credit_notes", "credit_note", "customer", "invoice")
plain_read("credit_notes", "credit_note")
plain_read("invoice_payments", "invoice_payment")
plain_read("events", "event")


@route("GET", "events")
def events(state: State, params: Params) -> Obj:
    found = created_within(state.all("event"), params)
    types = params.each("types") or [params["type"]] if "type" in params else params.each("types")
    if types:
        found = [each for each in found if each["type"] in types]
    return page_of(found, params, "events")


@route("GET", "invoice_payments")
def invoice_payments(state: State, params: Params) -> Obj:
    found = state.all("invoice_payment")
    if invoice := params.text("invoice"):
        found = [each for each in found if each["invoice"] == invoice]
    if intent := params.within("payment").text("payment_intent"):
        found = [each for each in found if each["payment"]["payment_intent"] == intent]
    return page_of(found, params, "invoice_payments")


@route("GET", "invoices")
def invoices(state: State, params: Params) -> Obj:
    found = created_within(state.all("invoice"), params)
    for name in ("customer", "status"):
        if wanted := params.text(name):
            found = [each for each in found if each[name] == wanted]
    if wanted := params.text("subscription"):
        found = [each for each in found if invoicing.subscription_of(state, each)["id"] == wanted]
    return page_of(found, params, "invoices")


@route("POST", "invoices/{id}/finalize")
def finalize(state: State, params: Params, id: str) -> Obj:
    invoice = state.get("invoice", id)
    invoicing.finalize(state, invoice)
    if invoice["auto_advance"] and invoice["status"] == "open":
        invoicing.attempt(state, invoice)
    return invoice


@route("POST", "invoices/{id}/pay")
def pay(state: State, params: Params, id: str) -> Obj:
    invoice = state.get("invoice", id)
    invoicing.pay(state, invoice)
    return invoice


@route("POST", "invoices/{id}/void")
def void(state: State, params: Params, id: str) -> Obj:
    invoice = state.get("invoice", id)
    invoicing.void(state, invoice)
    return invoice


@route("POST", "invoices/{id}/mark_uncollectible")
def mark_uncollectible(state: State, params: Params, id: str) -> Obj:
    invoice = state.get("invoice", id)
    invoicing.mark_uncollectible(state, invoice)
    return invoice


@route("POST", "invoices/create_preview")
def preview(state: State, params: Params) -> Obj:
    """What a change would cost, or (without one) the next invoice."""
    subscription = copy.deepcopy(state.get("subscription", params.needed("subscription")))
    if subscription["status"] in ("canceled", "incomplete_expired"):
        raise Refusal("No upcoming invoices for customer", code="invoice_upcoming_none")
    details = params.within("subscription_details")
    moment = details.whole("proration_date") or state.now()
    behavior = details.text("proration_behavior") or "create_prorations"
    item = item_of(subscription)
    waiting = subscription.pop("_waiting_lines", [])
    wanted = details.within("items").within("0").text("price")
    lines, at_once = [], False
    recurring = params.text("preview_mode") == "recurring"
    if wanted and wanted != item["price"]["id"]:
        new = sellable(state, wanted)
        trial = subscription["status"] == "trialing"
        other = new["recurring"]["interval"] != item["price"]["recurring"]["interval"]
        restart = not trial and (other or details.get("billing_cycle_anchor") == "now")
        if behavior != "none":
            lines = proration_lines(state, subscription, new, moment, whole_period=restart)
        item["price"] = new
        at_once = not recurring and (restart or behavior == "always_invoice")
        if restart:
            subscription["billing_cycle_anchor"] = moment
            begin_period(state, subscription, moment)
            lines.append(period_line(state, subscription))
    if not at_once or not lines:
        begin_period(state, subscription, item["current_period_end"])
        lines = [] if recurring else [*waiting, *lines]
        lines.append(period_line(state, subscription))
    draft = money_shapes.invoice(state, subscription, lines, billing_reason="upcoming")
    total_up(state, draft, subscription)
    draft["id"] = draft["id"].replace("in_", "upcoming_in_")
    draft["parent"]["subscription_details"]["subscription_proration_date"] = moment
    if not at_once:
        draft["next_payment_attempt"] = item["current_period_start"] + 3600
    return draft
