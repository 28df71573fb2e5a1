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
from api.privacy.ending.models import ContractEnd
from api.privacy.erasure.models import Erasure, ErasureMark, ErasureRule, UserErasure
from api.privacy.holder.models import Identification
from api.privacy.holds.models import LegalHold
from api.privacy.requests.models import PrivacyRequest, RequestCalendar, RequestEvent
from api.privacy.restriction.models import Restriction
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
    "ContractEnd",
    "Erasure",
    "ErasureMark",
    "ErasureRule",
    "Extract",
    "ExtractChunk",
    "Identification",
    "Intake",
    "IntakeChunk",
    "LegalHold",
    "PrivacyRequest",
    "RequestCalendar",
    "RequestEvent",
    "Restriction",
    "RetentionChoice",
    "RetentionForecast",
    "RetentionNotice",
    "RetentionStop",
    "Takeout",
    "TakeoutChunk",
    "UserErasure",
    "UserNotice",
]
