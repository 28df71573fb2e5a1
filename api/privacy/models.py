"""The tables of all rooms, gathered for whoever needs every table."""

from __future__ import annotations

from api.privacy.requests.models import PrivacyRequest, RequestCalendar, RequestEvent

__all__ = ["PrivacyRequest", "RequestCalendar", "RequestEvent"]
