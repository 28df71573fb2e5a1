"""The tables of all rooms, gathered for whoever needs every table."""

from __future__ import annotations

from api.privacy.erasure.models import Erasure, ErasureMark, ErasureRule, UserErasure
from api.privacy.requests.models import PrivacyRequest, RequestCalendar, RequestEvent

__all__ = [
    "Erasure",
    "ErasureMark",
    "ErasureRule",
    "PrivacyRequest",
    "RequestCalendar",
    "RequestEvent",
    "UserErasure",
]
