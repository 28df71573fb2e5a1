"""How a column says what it holds about people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from api.core.personal.json_keys import Keys
from api.core.personal.vocabulary import (
    USUAL_SOURCE,
    Category,
    Erasure,
    Purpose,
    Retention,
    Source,
    Subject,
)

KEY = "privacy"
"""The key of the declaration inside a column's ``info``."""


@dataclass(frozen=True)
class Declaration:
    """What is promised about one column; ``category`` None means: not personal, ``because``."""

    category: Category | None = None
    subject: Subject | None = None
    purposes: tuple[Purpose, ...] = ()
    retention: Retention | None = None
    erasure: Erasure | None = None
    exported: bool = True
    because: str = ""
    source: Source | None = None
    keys: Keys | None = None
    """What stands in it, where it is JSON."""

    shared: bool = False
    """Has one of few forms, which many people have in common (a country, a language): a search
    for one person's data cannot tell whose it is."""

    @property
    def personal(self) -> bool:
        return self.category is not None

    @property
    def rule(self) -> str:
        """The name of the period that it is kept for: ``customer.last_activity``."""
        if self.subject is None or self.retention is None:
            raise ValueError("what tells nothing about a person has no such period")
        return f"{self.subject}.{self.retention}"


def personal(
    category: Category,
    subject: Subject,
    *purposes: Purpose,
    retention: Retention,
    erasure: Erasure,
    withheld: str = "",
    source: Source | None = None,
    keys: Keys | None = None,
    shared: bool = False,
) -> dict[str, Any]:
    """Declare personal data. ``withheld`` says why an export leaves it out (empty: it does not)."""
    if not purposes:
        raise ValueError("personal data needs a purpose")
    return {
        KEY: Declaration(
            category,
            subject,
            purposes,
            retention,
            erasure,
            not withheld,
            withheld,
            source or USUAL_SOURCE[category],
            keys,
            shared,
        )
    }


def neutral(because: str, keys: Keys | None = None) -> dict[str, Any]:
    """Declare that a column tells nothing about a person, and why."""
    return {KEY: Declaration(because=because, keys=keys)}
