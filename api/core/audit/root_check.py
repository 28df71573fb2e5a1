"""Verifying the daily roots: each follows from the one before and from the leaves that are there,
and is the one that was kept elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import text

from api.core.audit.chain import START, root
from api.core.audit.faults import Fault
from api.core.audit.roots import all_roots
from api.core.db import Database

_LEAVES = text("""
SELECT merchant_id, position, link FROM audit_leaves WHERE day = :day
""").execution_options(touches_no_merchant=True)
_STRAY = text("""
SELECT DISTINCT day FROM audit_leaves l
 WHERE NOT EXISTS (SELECT 1 FROM audit_roots r WHERE r.day = l.day) ORDER BY day LIMIT 100
""").execution_options(touches_no_merchant=True)
_NAMED = 5


async def verify_roots(database: Database, kept: Mapping[date, bytes]) -> AsyncIterator[Fault]:
    """``kept``: roots from outside, by day."""
    heads: dict[UUID, tuple[int, bytes]] = {}
    before = START
    seen = set()
    async with database.session() as db:
        for made in [one async for one in all_roots(db)]:
            seen.add(made.day)
            moved = (await db.execute(_LEAVES, {"day": made.day})).all()
            heads |= {leaf.merchant_id: (leaf.position, leaf.link) for leaf in moved}
            if made.previous != before:
                yield Fault(
                    "missing",
                    f"the root of {made.day} does not follow from the one before it: a root"
                    " before it is gone, or was changed",
                )
            before = made.root
            sorted_heads = ((one, *heads[one]) for one in sorted(heads))
            if root(made.day, made.previous, sorted_heads) != made.root:
                yield Fault(
                    "edited",
                    f"the root of {made.day} is not made of what the database has of that day",
                )
            if kept.get(made.day, made.root) != made.root:
                yield _forked(made.day, [leaf.merchant_id for leaf in moved])
        stray = (await db.scalars(_STRAY)).all()
    for day in sorted(kept.keys() - seen):
        yield Fault("truncated", f"the root of {day}, kept in the file, is not in the database")
    for day in stray:
        yield Fault("missing", f"the root of {day} is gone, though there are leaves of that day")


def _forked(day: date, moved: list[UUID]) -> Fault:
    names = ", ".join(map(str, sorted(moved)[:_NAMED]))
    more = f" and {len(moved) - _NAMED} more" if len(moved) > _NAMED else ""
    whose = f"; merchants whose chains went on that day: {names}{more}" if moved else ""
    return Fault(
        "forked",
        f"the root of {day} is not the one kept in the file: a chain was rewritten after that"
        f" day{whose}",
    )
