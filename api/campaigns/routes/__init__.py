"""Campaigns over HTTP."""

from api.campaigns import history
from api.campaigns.routes import campaigns, segments, sending, settings
from api.cards.showing import timeline

routers = (settings.router, segments.router, sending.router, campaigns.router)

timeline.parts["campaign"] = history.MAILS
