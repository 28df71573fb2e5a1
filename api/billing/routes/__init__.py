"""Billing over HTTP."""

from api.billing.routes import plans, purchase, subscription, usage, webhook

routers = (plans.router, subscription.router, purchase.router, usage.router, webhook.router)
