"""Everything that is declared, in one view."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache

from api.core.db import Base
from api.core.personal import (
    KEY,
    AnyKeys,
    Cookie,
    CopyOf,
    Declaration,
    File,
    Keys,
    LogField,
    Outgoing,
    Stored,
    elsewhere,
)
from api.privacy.inventory import browser_storage, every_model

__all__ = ["Inventory", "browser_storage", "declared", "every_model"]


@dataclass(frozen=True)
class Inventory:
    columns: Mapping[str, Declaration]
    """``table.column`` → what it declares, of all tables; a library's table has its schema."""
    keys: Mapping[str, str]
    """``table.column.key.key`` → what stands there, of all JSON columns."""
    files: Sequence[File]
    cookies: Sequence[Cookie]
    stored: Sequence[Stored]
    """In the browser, besides cookies."""
    log_fields: Sequence[LogField]
    outgoing: Sequence[Outgoing]

    def knows_stored(self, shelf: str, name: str) -> bool:
        """Whether what a browser keeps there is declared."""
        return any(one.shelf == shelf and fnmatchcase(name, one.name) for one in self.stored)

    def recipients(self, column: str) -> Sequence[Outgoing]:
        """To whom a column's values are sent."""
        return [one for one in self.outgoing if one.column == column]


def declared() -> Inventory:
    """Columns and keys always; the rest as far as the modules that make it are imported, which
    all are where the service runs."""
    columns, keys = _columns()
    return Inventory(
        columns=columns,
        keys=keys,
        files=[*elsewhere.files.values()],
        cookies=[*elsewhere.cookies.values()],
        stored=[*elsewhere.stored.values()],
        log_fields=[*elsewhere.log_fields.values()],
        outgoing=[*elsewhere.sent.values()],
    )


@cache
def _columns() -> tuple[Mapping[str, Declaration], Mapping[str, str]]:
    columns: dict[str, Declaration] = {
        f"{table.name}.{column.name}": column.info[KEY]
        for table in Base.metadata.sorted_tables
        for column in table.columns
    } | {
        f"{table}.{column}": one
        for table, others in elsewhere.tables.items()
        for column, one in others.items()
    }
    keys = {
        key: meaning
        for name, one in columns.items()
        if one.keys is not None
        for key, meaning in _walk(name, one.keys)
    }
    return columns, keys


def _walk(above: str, keys: Keys | str) -> Iterator[tuple[str, str]]:
    match keys:
        case str():
            yield above, keys
        case CopyOf(table):
            for column in Base.metadata.tables[table].columns:
                yield f"{above}.{column.name}", f"copy of {table}.{column.name}"
        case AnyKeys(because):
            yield f"{above}.*", because
        case _:
            for key, inner in keys.items():
                yield from _walk(f"{above}.{key}", inner)
