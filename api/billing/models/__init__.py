"""The tables of billing. No card number and no part of one has a column here: they stay at
Stripe (``PROMISES``, clause 59)."""

from api.billing.models.intents import Checkout, PlanChange
from api.billing.models.money import Invoice, Notice
from api.billing.models.stripe_side import StripeCustomer, StripeEvent, StripeRead
from api.billing.models.terms import Grant, Subscription

__all__ = [
    "Checkout",
    "Grant",
    "Invoice",
    "Notice",
    "PlanChange",
    "StripeCustomer",
    "StripeEvent",
    "StripeRead",
    "Subscription",
]
