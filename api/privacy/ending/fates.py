"""What becomes of a merchant's rows when its contract is over, from the declarations alone. Pure.

What is the merchant's goes. Books stay as long as the law wants (``PROMISES``, clause 16), without
what they do not need. A model that says ``__outlasts__ = "because"`` stays, without what tells
about a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from api.core.confinement import MERCHANT, is_tenant_table
from api.core.db import Base
from api.core.personal import KEY, Declaration, Erasure, Retention, Subject
from api.privacy.inventory import every_model, leading_to

__all__ = ["End", "Fate", "every_model", "fates", "of"]

_BOOKS = "books, which the law wants kept"
_KEPT_LONGER = (Retention.BOOKKEEPING, Retention.PAYMENT, Retention.ACCOUNTABILITY)
"""Have a period of their own, which does not begin with the contract's end."""


class Fate(StrEnum):
    GOES = "goes"
    BOOKS = "books"
    STAYS = "stays"


@dataclass(frozen=True)
class End:
    """Of one table."""

    model: type[Base]
    fate: Fate
    because: str = ""
    emptied: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        return str(self.model.__tablename__)

    @property
    def tenant(self) -> bool:
        return is_tenant_table(self.model.__table__)

    @property
    def names_merchant(self) -> bool:
        """By a column; else its rows are found by how they lead to the merchant."""
        return MERCHANT in self.model.__table__.columns

    def __hash__(self) -> int:
        return hash(self.table)


def of(model: type[Base]) -> End:
    columns: dict[str, Declaration] = {
        column.name: column.info[KEY] for column in model.__table__.columns
    }
    because: str = getattr(model, "__outlasts__", "")
    if not because and any(one.retention is Retention.BOOKKEEPING for one in columns.values()):
        return _staying(model, Fate.BOOKS, _BOOKS, columns)
    if because:
        return _staying(model, Fate.STAYS, because, columns)
    return End(model, Fate.GOES)


def _staying(model: type[Base], fate: Fate, why: str, columns: dict[str, Declaration]) -> End:
    over = {
        name: one
        for name, one in columns.items()
        if one.personal and one.retention not in _KEPT_LONGER
    }
    return End(
        model,
        fate,
        why,
        tuple(name for name, one in over.items() if one.erasure is Erasure.NULL),
        tuple(name for name, one in over.items() if one.erasure is Erasure.TOMBSTONE),
    )


@cache
def fates() -> Sequence[End]:
    """Of every table with something of a merchant's in it; children before parents."""
    of_merchants = {one.name for one in leading_to(Subject.MERCHANT)}
    order = {table.name: place for place, table in enumerate(Base.metadata.sorted_tables)}
    found: list[Any] = [
        mapper.class_
        for mapper in Base.registry.mappers
        if MERCHANT in mapper.class_.__table__.columns
        or mapper.class_.__tablename__ in of_merchants
    ]
    # What leads to the merchant through another table goes before that.
    found.sort(key=lambda one: (MERCHANT in one.__table__.columns, -order[one.__tablename__]))
    return [of(model) for model in found]
