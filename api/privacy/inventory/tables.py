"""The tables that hold something about people, as their models declare it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from typing import Any

from sqlalchemy import Table

from api.core.confinement import is_tenant_table
from api.core.db import Base
from api.core.personal import KEY, Declaration, Itself, Persons, Role, Subject, Via
from api.privacy.inventory import every_model

__all__ = ["PersonalTable", "every_model", "leading_to", "people", "table", "tables"]


@dataclass(frozen=True)
class PersonalTable:
    """A table with at least one column about a person."""

    model: type[Base]
    columns: Mapping[str, Declaration]
    """By the column's name; of all columns, in their order."""
    persons: Persons
    """How its rows lead to whom."""

    @property
    def name(self) -> str:
        return str(self.model.__tablename__)

    @property
    def personal(self) -> Mapping[str, Declaration]:
        """The columns about people alone."""
        return {name: one for name, one in self.columns.items() if one.personal}

    @property
    def role(self) -> Role:
        """The operator's: processor where a merchant decides, for its customers."""
        subjects = {one.subject for one in self.personal.values()}
        return Role.PROCESSOR if Subject.CUSTOMER in subjects else Role.CONTROLLER

    @property
    def of_merchants(self) -> bool:
        """Whether its rows belong to merchants: a session sees those of the one it entered."""
        return is_tenant_table(self.model.__table__)

    def attribute(self, column: str) -> Any:
        """The model's attribute for a column's name."""
        held = self.model.__table__.columns[column]
        return getattr(self.model, self.model.__mapper__.get_property_by_column(held).key)

    def __hash__(self) -> int:
        return hash(self.name)


@cache
def tables() -> Sequence[PersonalTable]:
    """All of them, children before parents: what another row leads through comes after it."""
    found = {one.name: one for one in _all()}
    order = TopologicalSorter({name: set[str]() for name in found})
    for name, one in found.items():
        for parent in _parents(one):
            if parent in found and parent != name:
                order.add(parent, name)
    return [found[name] for name in order.static_order()]


def table(name: str) -> PersonalTable:
    return next(one for one in tables() if one.name == name)


def leading_to(subject: Subject) -> Sequence[PersonalTable]:
    """Those whose rows lead to persons of this kind, children before parents."""
    return [one for one in tables() if subject in one.persons]


def people(subject: Subject) -> PersonalTable:
    """The table whose rows are the persons themselves."""
    return next(one for one in tables() if isinstance(one.persons.get(subject), Itself))


def vias(one: PersonalTable) -> Iterator[Via]:
    for way in one.persons.values():
        for step in way if isinstance(way, tuple) else (way,):
            if isinstance(step, Via):
                yield step


def _parents(one: PersonalTable) -> set[str]:
    held: Any = one.model.__table__
    referred = {key.column.table.name for key in held.foreign_keys}
    return referred | {via.table for via in vias(one)}


def _all() -> Iterator[PersonalTable]:
    for mapper in sorted(Base.registry.mappers, key=lambda one: str(one.local_table)):
        held = mapper.local_table
        if not isinstance(held, Table):
            continue
        columns: dict[str, Declaration] = {column.name: column.info[KEY] for column in held.columns}
        if any(one.personal for one in columns.values()):
            persons: Persons = getattr(mapper.class_, "__persons__", {})
            yield PersonalTable(mapper.class_, columns, persons)
