"""The scanner, over the merchant's rows, before an erasure is answered: what told the person from
all others is looked for in every table, wherever the declarations say that it is or is not.

The values live in the job's memory alone. An erasure that is broken off finds those that are left:
the person's own rows go when the search is over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.confinement import is_tenant_table
from api.core.db import Base, Database
from api.core.tenancy import merchant_of
from api.privacy.inventory import Person
from api.privacy.scan import values
from api.privacy.scan.needles import HASHES, Needle

SHORTEST_FORM = 10
"""Of fewer characters, the packed forms of a value occur by chance."""
SLICE, MOST_SLICES = 2_000, 100
"""A slice took 0.7 s at most with as many values as are searched for, on a busy machine
(``tests.bench.erasure``). Of a table with more rows than that, the newest are searched, and the
proof says so."""
MOST_VALUES = 40
"""Each is looked for in a dozen forms in every row: with thousands a slice would never end."""
_NUMBERS = re.compile("INT|NUMERIC|FLOAT|DOUBLE|BOOL|DATE|TIME|UUID|INTERVAL", re.IGNORECASE)


@dataclass(frozen=True)
class Searched:
    values: int = 0
    tables: int = 0
    elsewhere: dict[str, int] = field(default_factory=dict)
    """Table → rows that still hold one of the values."""
    cut: tuple[str, ...] = ()
    """Tables of which the newest rows alone were searched."""
    left_out: int = 0
    """Values that were not searched for: keys and codes, never an address or telephone number
    while there are others."""

    def told(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Wanted:
    values: tuple[str, ...] = ()
    """At most :data:`MOST_VALUES`, the most telling ones first."""
    left_out: int = 0


async def values_of(db: AsyncSession, persons: Iterable[Person]) -> Wanted:
    """What tells the person from all others, of the rows that are left."""
    found: set[str] = set()
    left_out = 0
    for person in persons:
        theirs, further = await values.telling(db, person, MOST_VALUES)
        found |= theirs
        left_out += further
    chosen = most_telling(found)
    return Wanted(tuple(chosen), left_out + len(found) - len(chosen))


def forms(wanted: Iterable[str]) -> list[str]:
    """The values in every form that the lower-case text of a row can have, but for hashes: no row
    holds one (`carnet privacy scan` looks for them as well), and they are nine in ten forms."""
    found: set[str] = set()
    for value in wanted:
        needle = Needle("value", value)
        for form, name in (*needle.exact.items(), *needle.folded.items()):
            if b"\0" in form or name.startswith(HASHES):
                continue
            if len(form) >= SHORTEST_FORM or form == value.lower().encode():
                found.add(form.decode("utf-8", "ignore").lower())
    return sorted(found)


async def search(db: AsyncSession, wanted: Wanted, apart_from: Sequence[UUID] = ()) -> Searched:
    """One slice of a table after the other, each in a transaction of its own. ``apart_from``: ids
    of rows that go next."""
    if not wanted.values:
        return Searched()
    sought = [f"%{_literal(form)}%" for form in forms(wanted.values)]
    elsewhere: dict[str, int] = {}
    cut = []
    tables = _telling()
    for name in tables:
        rows, whole = await _search_table(db, name, sought, apart_from)
        if rows:
            elsewhere[name] = rows
        if not whole:
            cut.append(name)
    return Searched(len(wanted.values), len(tables), elsewhere, tuple(cut), wanted.left_out)


def most_telling(wanted: Iterable[str]) -> list[str]:
    """No more values than can be searched for: what reaches the person first."""
    return sorted(wanted, key=lambda one: (not values.reaches(one), one))[:MOST_VALUES]


async def _search_table(
    db: AsyncSession, name: str, sought: list[str], apart_from: Sequence[UUID]
) -> tuple[int, bool]:
    """How many rows hold what is sought, and whether there was an end of rows."""
    query = text(
        f"SELECT count(*), count(*) FILTER (WHERE held), min(id::text)"
        f" FROM (SELECT id, lower(CAST(t AS text)) LIKE ANY(:sought) AS held FROM {name} AS t"
        " WHERE merchant_id = :merchant_id AND id <> ALL(:apart_from)"
        " AND (CAST(:before AS uuid) IS NULL OR id < :before)"
        " ORDER BY id DESC LIMIT :most) AS slice"
    )
    found, before = 0, None
    for _ in range(MOST_SLICES):
        values = {
            "merchant_id": merchant_of(db),
            "sought": sought,
            "apart_from": [*apart_from],
            "before": before,
            "most": SLICE,
        }
        seen, held, before = (await db.execute(query, values)).one()
        await Database.settle(db)
        found += held
        if seen < SLICE:
            return found, True
    return found, False


def _literal(form: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", form)


def _telling() -> list[str]:
    """The merchants' tables that can hold words."""
    return sorted(
        table.name
        for table in Base.metadata.tables.values()
        if is_tenant_table(table)
        and "id" in table.columns
        and any(not _NUMBERS.match(str(column.type)) for column in table.columns)
    )
