"""What a person may ask for, and what is written down about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from api.customers.fields import Language

Kind = Literal[
    "access",
    "portability",
    "rectification",
    "erasure",
    "restriction",
    "objection",
    "withdrawal",
    "complaint",
]
Channel = Literal["counter", "mail", "phone", "letter", "page", "operator"]
Measure = Literal["accuracy", "unlawful", "legal_claims", "objection", "lift"]
"""Why use is restricted (GDPR art. 18(1)), or that it is no longer."""
Ground = Literal["identity", "unfounded", "excessive", "law", "nothing_held"]
"""Why a request may be refused: it is not known who asks (GDPR art. 12(2)), manifestly unfounded
or excessive (12(5)), a law says otherwise (e.g. 17(3)), or there is nothing about the person."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    kind: Kind
    channel: Channel
    received_at: datetime | None = None
    language: Language | None = None
    details: str | None = None
    asked_by: str | None = None
    correction: dict[str, Any] | None = None
    restriction: Measure | None = None
