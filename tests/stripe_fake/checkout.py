"""Checkout: the page at which a customer subscribes."""

from __future__ import annotations

from tests.stripe_fake import shapes
from tests.stripe_fake.calendar_months import HOUR
from tests.stripe_fake.forms import Params
from tests.stripe_fake.refusal import Refusal
from tests.stripe_fake.state import Obj, State
from tests.stripe_fake.subscribing import first_invoice, sellable, start


def open_session(state: State, params: Params) -> Obj:
    if params.needed("mode") != "subscription":
        raise Refusal("The fake sells subscriptions only.", param="mode")
    items = params.each("line_items")
    if len(items) != 1:
        raise Refusal("One line item, please.", param="line_items")
    price = sellable(state, items[0].needed("price"))
    customer = _customer(state, params)
    discounts = [_promotion(state, each) for each in params.each("discounts")]
    if discounts and "allow_promotion_codes" in params:
        raise Refusal("You may only specify one of these: allow_promotion_codes, discounts.")
    expires_at = params.whole("expires_at") or state.now() + 24 * HOUR
    if not state.now() + HOUR // 2 - 5 <= expires_at <= state.now() + 24 * HOUR + 5:
        raise Refusal(
            "The `expires_at` timestamp must be between 30 minutes and 24 hours from now.",
            param="expires_at",
        )
    methods = params.each("payment_method_types") or ["card", "sepa_debit"]
    session = shapes.checkout_session(
        state,
        customer=customer and customer["id"],
        customer_email=params.text("customer_email"),
        client_reference_id=params.text("client_reference_id"),
        metadata=params.metadata(),
        currency=price["currency"],
        amount_subtotal=price["unit_amount"],
        amount_total=price["unit_amount"],
        allow_promotion_codes=params.flag("allow_promotion_codes"),
        billing_address_collection=params.text("billing_address_collection"),
        locale=params.text("locale"),
        payment_method_collection=params.text("payment_method_collection") or "always",
        payment_method_types=methods,
        tax_id_collection={
            "enabled": params.within("tax_id_collection").flag("enabled") or False,
            "required": "never",
        },
        discounts=[{"coupon": None, "promotion_code": each["id"]} for each in discounts],
        success_url=params.needed("success_url"),
        cancel_url=params.text("cancel_url"),
        expires_at=expires_at,
        _price=price["id"],
        _asked=params,
    )
    session["automatic_tax"]["enabled"] = params.within("automatic_tax").flag("enabled") or False
    state.add(session)
    return session


def _customer(state: State, params: Params) -> Obj | None:
    id = params.text("customer")
    if id is None:
        return None
    if params.text("customer_email"):
        raise Refusal("You may only specify one of these: customer, customer_email.")
    customer = state.get("customer", id, "customer")
    update = params.within("customer_update")
    if params.within("tax_id_collection").flag("enabled") and update.text("name") != "auto":
        raise Refusal(
            "Tax ID collection requires updating business name on the customer. To enable tax ID "
            "collection for an existing customer, please set `customer_update[name]` to `auto`."
        )
    taxed = params.within("automatic_tax").flag("enabled")
    if taxed and not customer["address"] and update.text("address") != "auto":
        raise Refusal(
            "Automatic tax calculation in Checkout requires a valid address on the Customer. Add "
            "a valid address to the Customer or set `customer_update[address]` to 'auto'.",
            code="customer_tax_location_invalid",
        )
    return customer


def _promotion(state: State, asked: Params) -> Obj:
    found = state.get("promotion_code", asked.needed("promotion_code"), "discounts")
    if not found["active"]:
        raise Refusal("This promotion code is not active.", code="promotion_code_inactive")
    return found


def complete(state: State, session: Obj, kind: str, vat_number: str | None = None) -> Obj:
    """The customer pays with a card or a direct debit that is accepted. Returns the
    subscription."""
    if session["status"] != "open":
        raise Refusal(f"This session is {session['status']}.")
    if kind not in session["payment_method_types"]:
        raise Refusal(f"This session does not take {kind}.")
    customer = state.objects.get(session["customer"] or "") or state.add(
        shapes.customer(state, email=session["customer_email"])
    )
    if customer.get("deleted"):
        raise Refusal("This customer was deleted.")
    with state.changing(customer, "customer.updated"):
        customer["currency"] = session["currency"]
        customer["name"] = customer["name"] or "Boulangerie Martin"
        customer["address"] = customer["address"] or ADDRESS
    if vat_number:
        add_tax_id(state, customer, "eu_vat", vat_number)
    method = state.add(shapes.payment_method(state, customer["id"], kind))
    state.emit("payment_method.attached", method)
    asked: Params = session["_asked"].within("subscription_data")
    price = state.objects[session["_price"]]
    trial = asked.whole("trial_period_days")
    subscription = start(state, customer, price, trial, asked, method)
    subscription["automatic_tax"]["enabled"] = session["automatic_tax"]["enabled"]
    for each in session["discounts"]:
        promotion = state.objects[each["promotion_code"]]
        promotion["times_redeemed"] += 1
        made = state.add(shapes.discount(state, promotion, subscription))
        subscription["discounts"].append(made["id"])
    invoice = first_invoice(state, subscription)
    paid = invoice["status"] == "paid"
    session.update(
        status="complete",
        payment_status=("no_payment_required" if trial else "paid") if paid else "unpaid",
        customer=customer["id"],
        subscription=subscription["id"],
        invoice=invoice["id"],
        url=None,
        customer_details={
            "address": customer["address"],
            "email": customer["email"],
            "name": customer["name"],
            "tax_ids": [{"type": "eu_vat", "value": vat_number}] if vat_number else [],
        },
    )
    state.emit("checkout.session.completed", session)
    return subscription


ADDRESS = {
    "city": "Lyon",
    "country": "FR",
    "line1": "1 rue de la République",
    "line2": None,
    "postal_code": "69001",
    "state": None,
}


def add_tax_id(state: State, customer: Obj, kind: str, value: str) -> Obj:
    made = state.add(
        {
            "id": state.new_id("txi"),
            "object": "tax_id",
            "country": value[:2],
            "created": state.now(),
            "customer": customer["id"],
            "livemode": False,
            "owner": {"customer": customer["id"], "type": "customer"},
            "type": kind,
            "value": value,
            "verification": {"status": "pending", "verified_address": None, "verified_name": None},
        }
    )
    state.emit("customer.tax_id.created", made)
    return made


def expire(state: State, session: Obj) -> None:
    if session["status"] != "open":
        raise Refusal('Only Checkout Sessions with a status in ["open"] can be expired.')
    session.update(status="expired", url=None)
    state.emit("checkout.session.expired", session)
