"""The tables of all rooms, gathered for whoever needs every table."""

from __future__ import annotations

from api.privacy.access.models import (
    AccountExtract,
    AccountExtractChunk,
    Extract,
    ExtractChunk,
    Intake,
    IntakeChunk,
    Takeout,
    TakeoutChunk,
)
from api.privacy.erasure.models import Erasure, ErasureMark, ErasureRule, UserErasure
from api.privacy.holds.models import LegalHold
from api.privacy.requests.models import PrivacyRequest, RequestCalendar, RequestEvent
from api.privacy.retention.models import (
    RetentionChoice,
    RetentionForecast,
    RetentionNotice,
    RetentionStop,
    UserNotice,
)

__all__ = [
    "AccountExtract",
    "AccountExtractChunk",
    "Erasure",
    "ErasureMark",
    "ErasureRule",
    "Extract",
    "ExtractChunk",
    "Intake",
    "IntakeChunk",
    "LegalHold",
    "PrivacyRequest",
    "RequestCalendar",
    "RequestEvent",
    "RetentionChoice",
    "RetentionForecast",
    "RetentionNotice",
    "RetentionStop",
    "Takeout",
    "TakeoutChunk",
    "UserErasure",
    "UserNotice",
]
