"""Alerts over HTTP."""

from api.alerts.routes import alerts, hours, settings

routers = (alerts.router, hours.router, settings.router)
