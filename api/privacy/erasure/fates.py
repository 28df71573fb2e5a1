"""What becomes of a table's rows when a person is erased, from the declarations alone. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from api.core.personal import Declaration, Erasure, Retention, Subject, Via, Way
from api.privacy.inventory import PersonalTable

ANONYMOUS = "after the rest is erased it no longer leads to a person"


class Undeclarable(ValueError):
    """The declarations of a table contradict each other; the message says how."""


class Action(StrEnum):
    """What happens to the rows of a table."""

    DELETE = "delete"
    DETACH = "detach"
    """The rows stay, and nothing in them leads to the person any more."""
    KEEP = "keep"


@dataclass(frozen=True)
class Kept:
    """A column that stays, for how long and why."""

    column: str
    rule: str
    because: str


@dataclass(frozen=True)
class Fate:
    action: Action
    emptied: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    """Get a random value each."""
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True)
class Share:
    """Rows of a table that lead to the person in the same manner, and what becomes of them."""

    table: PersonalTable
    """Leads to the person in this manner alone."""
    fate: Fate


def shares(table: PersonalTable, subject: Subject) -> tuple[Share, ...]:
    """A row goes only where it leads to the person by a column that goes: whom the person has
    invited keeps the invitation, which names the person by an opaque id that stays."""
    held = {name: one for name, one in table.columns.items() if one.subject is subject}
    going = {name for name, one in held.items() if one.erasure is Erasure.DELETE}
    if not going:
        return (Share(table, _staying(held)),)
    _refuse_to_lose_books(table.name, held)
    own, others = _parted(table.persons[subject], going)
    found = [Share(_led(table, subject, own), Fate(Action.DELETE))]
    if others:
        kept = _staying({name: one for name, one in held.items() if name not in going})
        found.append(Share(_led(table, subject, others), kept))
    return tuple(found)


def _staying(held: Mapping[str, Declaration]) -> Fate:
    emptied = tuple(name for name, one in held.items() if one.erasure is Erasure.NULL)
    replaced = tuple(name for name, one in held.items() if one.erasure is Erasure.TOMBSTONE)
    kept = tuple(
        Kept(name, one.rule, one.because or ANONYMOUS)
        for name, one in held.items()
        if one.erasure is Erasure.KEEP
    )
    return Fate(Action.DETACH if emptied or replaced else Action.KEEP, emptied, replaced, kept)


def _refuse_to_lose_books(table: str, held: Mapping[str, Declaration]) -> None:
    owed = [name for name, one in held.items() if one.retention is Retention.BOOKKEEPING]
    if owed:
        raise Undeclarable(f"{table}: {', '.join(owed)} must be kept, and the row would go")


def _parted(way: Way, going: set[str]) -> tuple[Way, tuple[Via, ...]]:
    """The ways by columns that go, and those by columns that stay."""
    if not isinstance(way, tuple):
        return way, ()
    return (
        tuple(one for one in way if one.column in going),
        tuple(one for one in way if one.column not in going),
    )


def _led(table: PersonalTable, subject: Subject, way: Way) -> PersonalTable:
    return replace(table, persons={**table.persons, subject: way})


def ends(table: PersonalTable, subject: Subject) -> dict[str, bool]:
    """Column → whether its value is gone afterwards; of all that tell about such a person."""
    stays = {kept.column for one in shares(table, subject) for kept in one.fate.kept}
    return {
        name: name not in stays for name, one in table.columns.items() if one.subject is subject
    }
