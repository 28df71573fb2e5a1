"""Objects as Stripe answers them: customers, what is sold, and the pages it hosts. Only fields that
the pinned version of its API has."""

from __future__ import annotations

from typing import Any

from tests.stripe_fake.state import Obj, State


def listed(data: list[Obj], url: str, has_more: bool = False) -> Obj:
    return {"object": "list", "data": data, "has_more": has_more, "url": url}


def customer(state: State, **facts: Any) -> Obj:
    return {
        "id": state.new_id("cus"),
        "object": "customer",
        "address": None,
        "balance": 0,
        "created": state.now(),
        "currency": None,
        "default_source": None,
        "delinquent": False,
        "description": None,
        "email": None,
        "invoice_prefix": state.new_id("P")[-8:].upper(),
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "livemode": False,
        "metadata": {},
        "name": None,
        "next_invoice_sequence": 1,
        "phone": None,
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
        **facts,
    }


def product(state: State, id: str | None, **facts: Any) -> Obj:
    return {
        "id": id or state.new_id("prod"),
        "object": "product",
        "active": True,
        "created": state.now(),
        "default_price": None,
        "description": None,
        "images": [],
        "livemode": False,
        "marketing_features": [],
        "metadata": {},
        "package_dimensions": None,
        "shippable": None,
        "statement_descriptor": None,
        "tax_code": None,
        "type": "service",
        "unit_label": None,
        "updated": state.now(),
        "url": None,
        **facts,
    }


def price(state: State, interval: str, **facts: Any) -> Obj:
    return {
        "id": state.new_id("price"),
        "object": "price",
        "active": True,
        "billing_scheme": "per_unit",
        "created": state.now(),
        "custom_unit_amount": None,
        "livemode": False,
        "lookup_key": None,
        "metadata": {},
        "nickname": None,
        "recurring": {
            "interval": interval,
            "interval_count": 1,
            "meter": None,
            "trial_period_days": None,
            "usage_type": "licensed",
        },
        "tax_behavior": "unspecified",
        "tiers_mode": None,
        "transform_quantity": None,
        "type": "recurring",
        "unit_amount_decimal": str(facts["unit_amount"]),
        **facts,
    }


def payment_method(state: State, customer_id: str | None, kind: str) -> Obj:
    details = {
        "card": {"brand": "visa", "last4": "4242", "exp_month": 12, "exp_year": 2034},
        "sepa_debit": {"bank_code": "37040044", "country": "DE", "last4": "3000"},
    }[kind]
    return {
        "id": state.new_id("pm"),
        "object": "payment_method",
        "allow_redisplay": "always",
        "billing_details": {"address": None, "email": None, "name": None, "phone": None},
        "created": state.now(),
        "customer": customer_id,
        "livemode": False,
        "metadata": {},
        "type": kind,
        kind: details,
    }


def checkout_session(state: State, **facts: Any) -> Obj:
    id = state.new_id("cs_test")
    return {
        "id": id,
        "object": "checkout.session",
        "after_expiration": None,
        "allow_promotion_codes": None,
        "amount_subtotal": None,
        "amount_total": None,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "billing_address_collection": None,
        "cancel_url": None,
        "client_reference_id": None,
        "consent": None,
        "created": state.now(),
        "custom_fields": [],
        "customer": None,
        "customer_details": None,
        "customer_email": None,
        "discounts": [],
        "invoice": None,
        "livemode": False,
        "locale": None,
        "metadata": {},
        "mode": "subscription",
        "payment_intent": None,
        "payment_method_collection": "always",
        "payment_method_types": ["card"],
        "payment_status": "unpaid",
        "setup_intent": None,
        "shipping_options": [],
        "status": "open",
        "subscription": None,
        "success_url": None,
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": f"{state.url}/pay/{id}",
        **facts,
    }


def portal_session(state: State, customer_id: str, **facts: Any) -> Obj:
    id = state.new_id("bps")
    return {
        "id": id,
        "object": "billing_portal.session",
        "configuration": "bpc_default",
        "created": state.now(),
        "customer": customer_id,
        "flow": None,
        "livemode": False,
        "locale": None,
        "on_behalf_of": None,
        "return_url": None,
        "url": f"{state.url}/portal/{id}",
        **facts,
    }


def coupon(state: State, percent_off: float, duration: str) -> Obj:
    return {
        "id": state.new_id("coupon"),
        "object": "coupon",
        "amount_off": None,
        "created": state.now(),
        "currency": None,
        "duration": duration,
        "duration_in_months": None,
        "livemode": False,
        "max_redemptions": None,
        "metadata": {},
        "name": None,
        "percent_off": percent_off,
        "redeem_by": None,
        "times_redeemed": 0,
        "valid": True,
    }


def promotion_code(state: State, code: str, coupon_id: str) -> Obj:
    return {
        "id": state.new_id("promo"),
        "object": "promotion_code",
        "active": True,
        "code": code,
        "created": state.now(),
        "customer": None,
        "expires_at": None,
        "livemode": False,
        "max_redemptions": None,
        "metadata": {},
        "promotion": {"coupon": coupon_id, "type": "coupon"},
        "restrictions": {
            "first_time_transaction": False,
            "minimum_amount": None,
            "minimum_amount_currency": None,
        },
        "times_redeemed": 0,
    }


def discount(state: State, promotion: Obj, subscription: Obj) -> Obj:
    return {
        "id": state.new_id("di"),
        "object": "discount",
        "checkout_session": None,
        "customer": subscription["customer"],
        "end": None,
        "invoice": None,
        "invoice_item": None,
        "promotion_code": promotion["id"],
        "source": {"coupon": promotion["promotion"]["coupon"], "type": "coupon"},
        "start": state.now(),
        "subscription": subscription["id"],
        "subscription_item": None,
    }
