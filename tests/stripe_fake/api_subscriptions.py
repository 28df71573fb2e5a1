"""Checkout, portal, subscriptions and what pays for them."""

from __future__ import annotations

from tests.stripe_fake import checkout, invoicing, shapes, subscribing
from tests.stripe_fake.forms import Params
from tests.stripe_fake.refusal import Refusal
from tests.stripe_fake.routes import created_within, page_of, plain_list, plain_read, route
from tests.stripe_fake.state import Obj, State

plain_list("checkout/sessions", "checkout.session", "customer", "subscription", "status")
plain_read("checkout/sessions", "checkout.session")
plain_read("subscriptions", "subscription")
plain_list("payment_methods", "payment_method", "customer", "type")
plain_read("payment_methods", "payment_method")


@route("POST", "checkout/sessions")
def open_session(state: State, params: Params) -> Obj:
    return checkout.open_session(state, params)


@route("POST", "checkout/sessions/{id}/expire")
def expire_session(state: State, params: Params, id: str) -> Obj:
    session = state.get("checkout.session", id)
    checkout.expire(state, session)
    return session


@route("POST", "billing_portal/sessions")
def open_portal(state: State, params: Params) -> Obj:
    customer = state.get("customer", params.needed("customer"), "customer")
    made = shapes.portal_session(
        state,
        customer["id"],
        return_url=params.text("return_url"),
        locale=params.text("locale"),
    )
    if flow := params.within("flow_data"):
        made["flow"] = {"type": flow.needed("type")}
    return state.add(made)


@route("GET", "subscriptions")
def subscriptions(state: State, params: Params) -> Obj:
    status = params.text("status")
    found = created_within(state.all("subscription"), params)
    if customer := params.text("customer"):
        found = [each for each in found if each["customer"] == customer]
    if status == "ended":
        found = [each for each in found if each["ended_at"]]
    elif status is None:
        found = [each for each in found if each["status"] != "canceled"]
    elif status != "all":
        found = [each for each in found if each["status"] == status]
    return page_of(found, params, "subscriptions")


@route("POST", "subscriptions/{id}")
def change(state: State, params: Params, id: str) -> Obj:
    found = state.get("subscription", id)
    subscribing.change(state, found, params)
    return found


@route("DELETE", "subscriptions/{id}")
def cancel(state: State, params: Params, id: str) -> Obj:
    found = state.get("subscription", id)
    if found["status"] in subscribing.UNCHANGEABLE:
        raise Refusal(f"No such subscription: '{id}'", status=404, code="resource_missing")
    invoicing.end(state, found, "cancellation_requested")
    return found


@route("POST", "subscriptions/{id}/pause")
def pause(state: State, params: Params, id: str) -> Obj:
    found = state.get("subscription", id)
    subscribing.pause(state, found)
    return found


@route("POST", "subscriptions/{id}/resume")
def resume(state: State, params: Params, id: str) -> Obj:
    found = state.get("subscription", id)
    subscribing.resume(state, found)
    return found


@route("POST", "payment_methods/{id}/detach")
def detach(state: State, params: Params, id: str) -> Obj:
    found = state.get("payment_method", id)
    remove_method(state, found)
    return found


def remove_method(state: State, method: Obj) -> None:
    """A method without its customer pays for nothing any more."""
    customer_id = method["customer"]
    method["customer"] = None
    for subscription in state.all("subscription", default_payment_method=method["id"]):
        subscription["default_payment_method"] = None
    customer = state.objects.get(customer_id) or {}
    settings = customer.get("invoice_settings", {})
    if settings.get("default_payment_method") == method["id"]:
        settings["default_payment_method"] = None
    state.emit("payment_method.detached", method, {"customer": customer_id})
