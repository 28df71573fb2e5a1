"""Billing over HTTP."""

from api.billing.routes import plans, purchase, subscription, webhook

routers = (plans.router, subscription.router, purchase.router, webhook.router)
