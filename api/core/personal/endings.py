"""When rows go by themselves: what ``__ends__`` of a model says, beside its columns' retention.

``__ends__ = (Ends(Subject.USER, Retention.EXPIRY, "expires_at"),)``

The retention of a column names the rule; the law and the merchant's choice say how long; this
says from when it counts, and what happens then. Rows that hang on a person (a customer's cards)
say nothing here: they go with the person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from api.core.personal.vocabulary import Retention, Subject


@dataclass(frozen=True, init=False)
class Ends:
    """What ends the rows of a table, or some of their columns."""

    subject: Subject
    retention: Retention
    since: tuple[str, ...]
    """The columns from which the period counts: of several, the first that is not empty."""
    own: timedelta
    """How much longer than that the row is good by itself."""
    clears: tuple[str, ...]
    """The columns that are emptied; none: the row goes."""
    person: str
    """The column that names the person who is erased with all that is theirs; empty: no one."""
    by: str
    """The job that does it, where it takes more than a statement on the table; empty: the
    executor of retention does it."""

    def __init__(
        self,
        subject: Subject,
        retention: Retention,
        *since: str,
        own: timedelta = timedelta(),
        clears: tuple[str, ...] = (),
        person: str = "",
        by: str = "",
    ) -> None:
        if not since:
            raise ValueError("a period counts from a moment")
        for name, value in (
            ("subject", subject),
            ("retention", retention),
            ("since", since),
            ("own", own),
            ("clears", clears),
            ("person", person),
            ("by", by),
        ):
            object.__setattr__(self, name, value)

    @property
    def rule(self) -> str:
        return f"{self.subject.value}.{self.retention.value}"


Endings = tuple[Ends, ...]
