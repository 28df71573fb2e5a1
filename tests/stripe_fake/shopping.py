"""What a customer of the fake does first."""

from __future__ import annotations

import stripe
from stripe import StripeClient


def checkout(
    client: StripeClient, price: stripe.Price, trial: int | None = None
) -> stripe.checkout.Session:
    customer = client.v1.customers.create({"email": "owner@shop.example"})
    data: stripe.params.checkout.SessionCreateParamsSubscriptionData = {
        "metadata": {"merchant": "7"}
    }
    if trial:
        data["trial_period_days"] = trial
    return client.v1.checkout.sessions.create(
        {
            "mode": "subscription",
            "customer": customer.id,
            "line_items": [{"price": price.id, "quantity": 1}],
            "automatic_tax": {"enabled": True},
            "customer_update": {"address": "auto"},
            "subscription_data": data,
            "success_url": "https://shop.example/done",
        }
    )
