"""What the rights are called, in mails and calendars."""

from __future__ import annotations

_RIGHTS = {
    "fr": {
        "access": "droit d’accès",
        "portability": "droit à la portabilité",
        "rectification": "droit de rectification",
        "erasure": "droit à l’effacement",
        "restriction": "droit à la limitation",
        "objection": "droit d’opposition",
        "withdrawal": "retrait du consentement",
        "complaint": "réclamation",
    },
    "en": {
        "access": "right of access",
        "portability": "right to data portability",
        "rectification": "right to rectification",
        "erasure": "right to erasure",
        "restriction": "right to restriction",
        "objection": "right to object",
        "withdrawal": "withdrawal of consent",
        "complaint": "complaint",
    },
}


def right(kind: str, language: str) -> str:
    return _RIGHTS[language][kind]
