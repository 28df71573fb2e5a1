"""Which tables and columns a file holds, from the declarations alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import Column, LargeBinary, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from api.core import moving
from api.core.db import Base
from api.core.personal import KEY, Anywhere, Category, Declaration, Nobody, Subject
from api.privacy.inventory import PersonalTable, leading_to

_OF_ANOTHER = "about another person"
_NOTHING = "leads to the person, and tells nothing more about them"


class Shown(Enum):
    AS_IT_IS = "as it is"
    OTHERS_RENAMED = "others renamed"
    """An id, or JSON with ids in it: where it is another person's, a pseudonym in its place."""


@dataclass(frozen=True)
class Sheet:
    """One table in the file."""

    model: type[Base]
    columns: Mapping[str, Shown]
    withheld: Mapping[str, str]
    """Column → why it is not there."""
    table: PersonalTable | None = None
    """None in a merchant's file, where every row of the merchant's is meant."""

    @property
    def name(self) -> str:
        name: str = self.model.__tablename__
        return name

    def held(self) -> Sequence[tuple[Column[Any], Declaration]]:
        """The columns that the file has."""
        table: Any = self.model.__table__
        found = [table.columns[name] for name in self.columns]
        return [(column, column.info[KEY]) for column in found]


@dataclass(frozen=True)
class Contents:
    sheets: Sequence[Sheet]
    left_out: Mapping[str, str]
    """Whole tables that are not there → why."""


def of_person(subject: Subject) -> Contents:
    """A customer's or a user's."""
    sheets, left_out = [], {}
    for one in reversed(leading_to(subject)):
        way = one.persons[subject]
        own = [said for said in one.personal.values() if said.subject is subject]
        if isinstance(way, Anywhere | Nobody):
            left_out[one.name] = way.because
        elif any(said.exported for said in own):
            sheets.append(_sheet(one, subject))
        else:
            left_out[one.name] = own[0].because if own else _NOTHING
    return Contents(sheets, left_out)


def _sheet(one: PersonalTable, subject: Subject) -> Sheet:
    way = one.persons[subject]
    # Where a row leads to persons in several ways, not each of them leads to this one.
    ways = {via.column for via in way} if isinstance(way, tuple) else set()
    columns: dict[str, Shown] = {}
    withheld: dict[str, str] = {}
    table: Any = one.model.__table__
    for column in table.columns:
        shown = _shown(column, one.columns[column.name], subject)
        if isinstance(shown, str):
            withheld[column.name] = shown
        else:
            columns[column.name] = Shown.OTHERS_RENAMED if column.name in ways else shown
    return Sheet(one.model, columns, withheld, one)


def _shown(column: Column[Any], said: Declaration, subject: Subject) -> Shown | str:
    """How a column is shown to a person of this kind, or why it is not."""
    names_somebody = said.category is Category.LINK and isinstance(column.type, Uuid)
    if not said.personal:
        # Digests and the like; the other plain columns make the personal ones understandable.
        return said.because if isinstance(column.type, LargeBinary) else Shown.AS_IT_IS
    if said.subject is not subject:
        return Shown.OTHERS_RENAMED if names_somebody else said.because or _OF_ANOTHER
    if not said.exported:
        return said.because
    if names_somebody or isinstance(column.type, JSONB):
        return Shown.OTHERS_RENAMED
    return Shown.AS_IT_IS


def of_merchant() -> Contents:
    """Everything that makes the merchant's notebook work on another host."""
    sheets, left_out = [], {}
    for model in moving.owned():
        if because := moving.stays(model):
            left_out[model.__tablename__] = because
        else:
            held = {column.name: Shown.AS_IT_IS for column in moving.columns(model)}
            sheets.append(Sheet(model, held, moving.staying_columns(model)))
    return Contents(sheets, left_out)
