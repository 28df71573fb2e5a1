"""What we keep of Stripe's objects: which member of which object becomes which column. The
shapes are those of the API version that the library asks for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from api.billing.plans import INTERVALS
from api.billing.stripe_api import Answer

PRODUCT = "carnet_"
"""``carnet_starter`` at Stripe is the plan ``starter`` here."""

METHODS_OF = (
    "default_payment_method",
    "customer.invoice_settings.default_payment_method",
)
"""What has to come along with a subscription."""


def moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def id_of(one: Any) -> str | None:
    """A reference, which Stripe writes as an id or as the object itself."""
    found = one["id"] if isinstance(one, dict) else one
    return str(found) if found else None


def lookup_key(plan: str, interval: str) -> str:
    return f"{PRODUCT}{plan}_{interval}"


def subscription(found: Answer) -> dict[str, Any] | None:
    """The columns of a subscription; None for one that is not to a plan of ours."""
    for item in found["items"]["data"]:
        price = item["price"]
        product = id_of(price["product"]) or ""
        interval = (price.get("recurring") or {}).get("interval")
        if product.startswith(PRODUCT) and interval in INTERVALS:
            break
    else:
        return None
    ends = found.get("cancel_at")
    if found["cancel_at_period_end"] and ends is None:
        ends = item["current_period_end"]
    return {
        "stripe_id": found["id"],
        "item_id": item["id"],
        "plan": product.removeprefix(PRODUCT),
        "interval": interval,
        "amount": price.get("unit_amount") or 0,
        "currency": found["currency"].upper(),
        "status": found["status"],
        "collection_paused": found.get("pause_collection") is not None,
        "created_at": moment(found["created"]),
        "trial_end": moment(found.get("trial_end")),
        "period_start": moment(item["current_period_start"]),
        "period_end": moment(item["current_period_end"]),
        "cancel_at": moment(ends),
        "cancel_at_period_end": found["cancel_at_period_end"],
        "ended_at": moment(found.get("ended_at")),
        "payment_method": _kind_of_means(found),
    }


def _kind_of_means(found: Answer) -> str | None:
    own = found.get("default_payment_method")
    customer = found.get("customer")
    if not isinstance(own, dict) and isinstance(customer, dict):
        own = (customer.get("invoice_settings") or {}).get("default_payment_method")
    return str(own["type"]) if isinstance(own, dict) else None


def issued_at(found: Answer) -> datetime | None:
    """When an invoice could first be paid."""
    return moment((found.get("status_transitions") or {}).get("finalized_at") or found["created"])


def invoice(found: Answer) -> dict[str, Any]:
    """The columns of an invoice, but for what its payments tell."""
    transitions = found.get("status_transitions") or {}
    parent = (found.get("parent") or {}).get("subscription_details") or {}
    taxes = found.get("total_taxes") or []
    return {
        "stripe_id": found["id"],
        "subscription_id": id_of(parent.get("subscription")),
        "number": found.get("number"),
        "status": found["status"],
        "currency": found["currency"].upper(),
        "subtotal": found["subtotal"],
        "tax": sum(tax["amount"] for tax in taxes),
        "total": found["total"],
        "amount_due": found["amount_due"],
        "amount_paid": found["amount_paid"],
        "amount_credited": (found.get("pre_payment_credit_notes_amount") or 0)
        + (found.get("post_payment_credit_notes_amount") or 0),
        "created_at": moment(found["created"]),
        "issued_at": moment(transitions.get("finalized_at")),
        "due_at": moment(found.get("due_date")),
        "paid_at": moment(transitions.get("paid_at")),
        "period_start": moment(found["period_start"]),
        "period_end": moment(found["period_end"]),
        "hosted_url": found.get("hosted_invoice_url"),
        "pdf_url": found.get("invoice_pdf"),
    }
