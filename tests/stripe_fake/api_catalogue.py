"""Customers, and what is sold."""

from __future__ import annotations

from tests.stripe_fake import invoicing, shapes
from tests.stripe_fake.forms import Params
from tests.stripe_fake.refusal import Refusal, missing
from tests.stripe_fake.routes import page_of, plain_list, plain_read, route
from tests.stripe_fake.state import Obj, State

plain_list("customers", "customer", "email")
plain_list("products", "product", "active")
plain_read("products", "product")
plain_read("prices", "price")
plain_list("promotion_codes", "promotion_code", "active", "code")
plain_read("promotion_codes", "promotion_code")
plain_read("coupons", "coupon")

TEXTS = ("name", "email", "description", "phone")


@route("GET", "account")
def account(state: State, params: Params) -> Obj:
    return {"id": "acct_fake", "object": "account", "country": "FR", "default_currency": "eur"}


@route("POST", "customers")
def create_customer(state: State, params: Params) -> Obj:
    made = shapes.customer(
        state,
        **{name: params.text(name) for name in TEXTS},
        metadata=params.metadata(),
        preferred_locales=params.each("preferred_locales"),
        address=dict(params.within("address")) or None,
    )
    state.emit("customer.created", state.add(made))
    return made


@route("GET", "customers/{id}")
def customer(state: State, params: Params, id: str) -> Obj:
    found = state.objects.get(id)
    if found is None or found["object"] != "customer":
        raise missing("customer", id)
    return found  # also a deleted one, which says so


@route("POST", "customers/{id}")
def update_customer(state: State, params: Params, id: str) -> Obj:
    found = state.get("customer", id)
    with state.changing(found, "customer.updated"):
        found.update({name: params.text(name) for name in TEXTS if name in params})
        found["metadata"] = params.metadata(found["metadata"])
        if "preferred_locales" in params:
            found["preferred_locales"] = params.each("preferred_locales")
        if "address" in params:
            found["address"] = dict(params.within("address")) or None
        method = params.within("invoice_settings").text("default_payment_method")
        if method:
            state.get("payment_method", method)
            settings = {**found["invoice_settings"], "default_payment_method": method}
            found["invoice_settings"] = settings
    return found


@route("DELETE", "customers/{id}")
def delete_customer(state: State, params: Params, id: str) -> Obj:
    found = state.get("customer", id)
    for subscription in state.all("subscription", customer=id):
        if subscription["status"] not in ("canceled", "incomplete_expired"):
            invoicing.end(state, subscription, "cancellation_requested")
    state.emit("customer.deleted", found)
    state.objects[id] = {"id": id, "object": "customer", "deleted": True}
    return state.objects[id]


@route("GET", "customers/{id}/tax_ids")
def tax_ids(state: State, params: Params, id: str) -> Obj:
    return page_of(state.all("tax_id", customer=id), params, f"customers/{id}/tax_ids")


@route("GET", "customers/{id}/payment_methods")
def payment_methods(state: State, params: Params, id: str) -> Obj:
    found = state.all("payment_method", customer=state.get("customer", id)["id"])
    return page_of(found, params, f"customers/{id}/payment_methods")


@route("POST", "products")
def create_product(state: State, params: Params) -> Obj:
    id = params.text("id")
    if id in state.objects:
        raise Refusal(f"Product already exists: {id}", code="resource_already_exists")
    made = shapes.product(
        state,
        id,
        name=params.needed("name"),
        description=params.text("description"),
        tax_code=params.text("tax_code"),
        metadata=params.metadata(),
    )
    state.emit("product.created", state.add(made))
    return made


@route("POST", "products/{id}")
def update_product(state: State, params: Params, id: str) -> Obj:
    found = state.get("product", id)
    with state.changing(found, "product.updated"):
        for name in ("name", "description", "tax_code"):
            if name in params:
                found[name] = params.text(name)
        if (active := params.flag("active")) is not None:
            found["active"] = active
        found["metadata"] = params.metadata(found["metadata"])
    return found


@route("GET", "prices")
def prices(state: State, params: Params) -> Obj:
    found = state.all("price")
    if keys := params.each("lookup_keys"):
        if len(keys) > 10:
            raise Refusal("lookup_keys: at most 10.", param="lookup_keys")
        found = [each for each in found if each["lookup_key"] in keys]
    if (active := params.flag("active")) is not None:
        found = [each for each in found if each["active"] == active]
    if product := params.text("product"):
        found = [each for each in found if each["product"] == product]
    return page_of(found, params, "prices")


@route("POST", "prices")
def create_price(state: State, params: Params) -> Obj:
    product = state.get("product", params.needed("product"), "product")
    amount = params.whole("unit_amount")
    if amount is None or amount < 0:
        raise Refusal("Missing required param: unit_amount.", param="unit_amount")
    made = shapes.price(
        state,
        params.within("recurring").needed("interval"),
        currency=params.needed("currency"),
        unit_amount=amount,
        product=product["id"],
        nickname=params.text("nickname"),
        tax_behavior=params.text("tax_behavior") or "unspecified",
        metadata=params.metadata(),
    )
    _give_lookup_key(state, made, params)
    state.emit("price.created", state.add(made))
    return made


@route("POST", "prices/{id}")
def update_price(state: State, params: Params, id: str) -> Obj:
    found = state.get("price", id)
    if "unit_amount" in params:
        raise Refusal("Received unknown parameter: unit_amount", code="parameter_unknown")
    with state.changing(found, "price.updated"):
        if (active := params.flag("active")) is not None:
            found["active"] = active
        if "nickname" in params:
            found["nickname"] = params.text("nickname")
        found["metadata"] = params.metadata(found["metadata"])
        _give_lookup_key(state, found, params)
    return found


def _give_lookup_key(state: State, price: Obj, params: Params) -> None:
    key = params.text("lookup_key")
    if key is None:
        return
    for other in state.all("price", lookup_key=key):
        if other is price:
            continue
        if not params.flag("transfer_lookup_key"):
            raise Refusal(
                f"A price (`{other['id']}`) already uses that lookup key.", param="lookup_key"
            )
        other["lookup_key"] = None
    price["lookup_key"] = key
