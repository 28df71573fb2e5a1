"""What stands inside a JSON column, key by key.

A shape maps every key to what it is; lists are looked through, so the shape of a list of objects
is that of one of them. A key is declared as its column is: a part that needs another declaration
becomes a column.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

EACH = "*"
"""Any other key, as an id is; what stands under each is alike."""


@dataclass(frozen=True)
class CopyOf:
    """Some columns of another table's row, by their names."""

    table: str


@dataclass(frozen=True)
class AnyKeys:
    """Keys that nobody can list: they are the merchant's own, or made by code that lets no value
    about a person in."""

    because: str


Keys = Mapping[str, "str | Keys"] | CopyOf | AnyKeys
"""A text says what the value is."""
