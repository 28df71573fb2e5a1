"""Whether what stands in a JSON column was declared."""

from __future__ import annotations

from api.core.db import Base
from api.core.personal import EACH, AnyKeys, CopyOf, Keys
from api.privacy.inventory.whole import declared


def knows_key(path: str) -> bool:
    """``path``: ``table.column.key.key``; places in lists do not count."""
    columns = declared().columns
    name = next((one for one in _beginnings(path) if one in columns), None)
    if name is None:
        return False
    inner = path[len(name) + 1 :]
    return _knows(columns[name].keys, inner.split(".") if inner else [])


def _knows(keys: Keys | str | None, path: list[str]) -> bool:
    if not path:
        return True
    match keys:
        case None | str():
            return False
        case AnyKeys():
            return True
        case CopyOf(table):
            return len(path) == 1 and path[0] in Base.metadata.tables[table].columns
        case _:
            inner = keys.get(path[0], keys.get(EACH))
            return inner is not None and _knows(inner, path[1:])


def _beginnings(path: str) -> list[str]:
    parts = path.split(".")
    return [".".join(parts[:length]) for length in range(2, len(parts) + 1)]
