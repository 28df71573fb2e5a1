"""The rows of a merchant, to compare what was there before with what is there afterwards, and one
end with another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sqlalchemy import text

from api.core.confinement import MERCHANT
from api.core.db import Base
from api.core.tokens import TOKEN_LENGTH
from tests.world import Shop

Rows = Mapping[str, list[str]]
"""Of each table, as JSON, sorted."""
_TABLES = sorted(table.name for table in Base.metadata.tables.values() if MERCHANT in table.columns)
_EACH = text(
    " UNION ALL ".join(
        f"SELECT '{table}' AS place, to_jsonb(t)::text AS line FROM {table} t"
        " WHERE merchant_id = :merchant_id"
        for table in _TABLES
    )
)
_MADE = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"  # an id
    r"|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+\d\d:\d\d)"
    r"|\\\\x[0-9a-f]+|\b[0-9a-f]{64}\b"
    rf"|\b[0-9A-Za-z]{{{TOKEN_LENGTH}}}\b"
    r'|(?<="number": ")[0-9A-Z]{8}(?=")'
)
"""Values that differ from one time to the next: ids, moments, tokens, digests, numbers of cards."""
_SIZE = re.compile(r'(?<="size": )\d+')
"""Of files with the time in them. One may by chance be another's of before: it names nothing."""


async def rows(shop: Shop) -> Rows:
    found: dict[str, list[str]] = {}
    async with shop.db() as db:
        for place, line in await db.execute(_EACH, {"merchant_id": shop.id}):
            found.setdefault(place, []).append(line)
    return {place: sorted(lines) for place, lines in found.items()}


def alike(found: Rows, before: Rows, without: Iterable[str] = ()) -> Rows:
    """What has to be the same whenever it is done: what was made meanwhile, and differs each time,
    is not told apart; what was there before is."""
    same = {place: set(lines) for place, lines in before.items()}
    known = {value for lines in before.values() for line in lines for value in _MADE.findall(line)}

    def told(place: str, line: str) -> str:
        if line in same.get(place, ()):
            return line
        line = _MADE.sub(lambda value: value[0] if value[0] in known else "…", line)
        return _SIZE.sub("…", line)

    return {
        place: sorted(told(place, line) for line in lines)
        for place, lines in found.items()
        if place not in without
    }


def differing(one: Rows, other: Rows) -> dict[str, tuple[list[str], list[str]]]:
    """Of each table, what only the one has and what only the other."""
    found = {}
    for place in one.keys() | other.keys():
        mine, theirs = one.get(place, []), other.get(place, [])
        if mine != theirs:
            found[place] = (
                [line for line in mine if line not in theirs],
                [line for line in theirs if line not in mine],
            )
    return found
