"""The rows of a table that lead to one person."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import aliased

from api.core.personal import Anywhere, Itself, Nobody, Subject, Via, Way
from api.privacy.inventory.tables import PersonalTable, table


@dataclass(frozen=True)
class Person:
    """Whose rows are meant."""

    subject: Subject
    id: UUID
    merchant_id: UUID | None = None
    """Whose customer it is. Of a user: the merchant in whose tables to look, or None for the
    tables that belong to no merchant."""


class NotThere(ValueError):
    """A merchant's table was asked about a person of no merchant."""


def rows_of(one: PersonalTable, person: Person) -> Select[Any]:
    """SELECT of the rows that lead to the person, as entities; the session has entered the
    person's merchant where the table is a merchant's."""
    return select(one.model).where(leads_to(one, person))


def leads_to(one: PersonalTable, person: Person) -> ColumnElement[bool]:
    """The condition alone, for any statement on the table's model."""
    if person.subject not in one.persons:
        return false()
    found = _leads(one, one.persons[person.subject], person)
    return and_(_of_merchant(one, person), found) if one.of_merchants else found


def _leads(one: PersonalTable, way: Way, person: Person) -> ColumnElement[bool]:
    match way:
        case Itself():
            return _is_person(one.attribute("id"), one, way, person)
        case Via():
            return _leads_through(one, way, person)
        case Anywhere():
            return true()
        case Nobody():
            return false()
        case tuple():
            return or_(*(_leads_through(one, via, person) for via in way))


def _leads_through(one: PersonalTable, via: Via, person: Person) -> ColumnElement[bool]:
    parent, column = table(via.table), one.attribute(via.column)
    way = parent.persons[person.subject]
    if isinstance(way, Itself) and via.on == "id":
        return _is_person(column, parent, way, person)
    found = select(parent.attribute(via.on)).where(leads_to(parent, person))
    leads: ColumnElement[bool] = column.in_(found)
    return leads


def _is_person(
    column: Any, people: PersonalTable, itself: Itself, person: Person
) -> ColumnElement[bool]:
    if itself.merged_into is None:
        is_one: ColumnElement[bool] = column == person.id
    else:
        is_one = column.in_(_same_person(people, itself.merged_into, person))
    return is_one


def _same_person(one: PersonalTable, column: str, person: Person) -> Select[Any]:
    """The person's row and those that turned out to be the same, however many steps away."""
    found = (
        select(one.attribute("id").label("id"))
        .where(_of_merchant(one, person), one.attribute("id") == person.id)
        .cte(recursive=True)
    )
    other = _another(one.model)
    key = one.attribute(column).key
    further = (
        select(other.id)
        .join(found, getattr(other, key) == found.c.id)
        .where(other.merchant_id == person.merchant_id)
    )
    return select(found.union(further).c.id)


@cache
def _another(model: Any) -> Any:
    """Each has the columns made anew, which takes longer than many a statement itself."""
    return aliased(model)


def _of_merchant(one: PersonalTable, person: Person) -> ColumnElement[bool]:
    if person.merchant_id is None:
        raise NotThere(f"{one.name} belongs to merchants, and none is named")
    theirs: ColumnElement[bool] = one.attribute("merchant_id") == person.merchant_id
    return theirs
