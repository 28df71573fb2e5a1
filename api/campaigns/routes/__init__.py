"""Campaigns over HTTP."""

from api.campaigns.routes import campaigns, segments, sending, settings

routers = (settings.router, segments.router, sending.router, campaigns.router)
