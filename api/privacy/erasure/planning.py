"""The plan of an erasure: per table what goes and what stays, until when and why. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from api.core.personal import Anywhere, Subject
from api.privacy.erasure.fates import Action, Kept, Share


@dataclass(frozen=True)
class TablePlan:
    """One table's part."""

    table: str
    rows: int
    changes: int
    """How many of them are deleted, or have something that goes."""
    action: Action
    emptied: tuple[str, ...]
    replaced: tuple[str, ...]
    kept: tuple[Kept, ...]
    perhaps: bool
    """Nothing says whether these rows tell about this person or another: they go to be sure."""


@dataclass(frozen=True)
class Plan:
    subject: Subject
    tables: tuple[TablePlan, ...]
    held: tuple[str, ...] = ()
    """Tables with rows that must not be erased now."""

    @property
    def digest(self) -> str:
        """What is confirmed. Rows that stay as they are do not count: there are more of them
        with every look at the plan, which leaves a trace."""
        effect = [
            (one.table, one.rows, one.changes, one.action, one.emptied, one.replaced)
            for one in self.tables
            if one.action is not Action.KEEP
        ]
        content = json.dumps([self.subject, effect, self.held], separators=(",", ":"))
        return hashlib.sha256(content.encode()).hexdigest()

    def told(self) -> dict[str, Any]:
        """As JSON, to be kept with the erasure."""
        return {
            "subject": self.subject.value,
            "tables": [asdict(one) for one in self.tables],
            "held": list(self.held),
        }


def plan(
    subject: Subject, counted: Iterable[tuple[Share, int, int]], held: Iterable[str] = ()
) -> Plan:
    """``counted``: of each share, how many rows there are and how many of them change. One
    without any is left out."""
    parts = [
        _of_share(share, subject, rows, changes) for share, rows, changes in counted if rows > 0
    ]
    return Plan(subject, tuple(parts), tuple(sorted(set(held))))


def _of_share(share: Share, subject: Subject, rows: int, changes: int) -> TablePlan:
    fate = share.fate
    return TablePlan(
        table=share.table.name,
        rows=rows,
        changes=changes,
        action=fate.action,
        emptied=fate.emptied,
        replaced=fate.replaced,
        kept=fate.kept,
        perhaps=isinstance(share.table.persons[subject], Anywhere),
    )


def together(plans: Iterable[Plan]) -> Plan:
    """One plan of several: a user's, at each merchant and besides."""
    subject, held = Subject.USER, set[str]()
    found: dict[tuple[str, Action], TablePlan] = {}
    for part in plans:
        subject = part.subject
        held.update(part.held)
        for one in part.tables:
            key = (one.table, one.action)
            found[key] = _sum(found[key], one) if key in found else one
    return Plan(subject, tuple(found.values()), tuple(sorted(held)))


def _sum(one: TablePlan, other: TablePlan) -> TablePlan:
    return replace(one, rows=one.rows + other.rows, changes=one.changes + other.changes)
