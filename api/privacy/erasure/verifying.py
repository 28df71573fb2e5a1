"""What is looked at when the rows are gone: whether they are, and what stays."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.core import jobs
from api.core.clock import now
from api.core.jobs import Work, job
from api.core.personal import Anywhere, Subject, Via
from api.privacy.erasure import course, executing, statements, statistics
from api.privacy.erasure.fates import Action, Share
from api.privacy.erasure.models import Erasure
from api.privacy.erasure.whose import own_table, shares_to_erase
from api.privacy.inventory import Person

AT_ONCE = 200
PAUSE = timedelta(minutes=1)
log = logging.getLogger(__name__)


@job(executing.VERIFY, after_end=True)
async def verify(work: Work) -> None:
    """All of the merchant's that have come so far, so that statistics are made once for them."""
    db = work.db
    rows = (
        await db.scalars(
            select(Erasure).where(Erasure.state == "verifying").limit(AT_ONCE).with_for_update()
        )
    ).all()
    fresh = await statistics.anew(db, {table for row in rows for table in row.erased})
    for row in rows:
        person = Person(Subject.CUSTOMER, row.customer_id, row.merchant_id)
        left = await remaining(db, person, [UUID(one) for one in row.plan["persons"]])
        if any(left.values()):
            # Written meanwhile, by somebody who had read the person before. Should it be a fault
            # of ours, it is no loop without pause and stands in the log.
            tables = ", ".join(table for table, rows in left.items() if rows)
            log.error("erasure %s: rows are left in %s; done once more", row.id, tables)
            row.state, row.proof = "executing", None
            await jobs.enqueue(db, executing.ERASE, delay=PAUSE, erasure_id=row.id)
            continue
        searched = (row.proof or {}).get("searched")
        row.proof = proof(row.plan, row.erased, left, fresh, now(), searched)
        course.conclude(db, row)
    if len(rows) == AT_ONCE:
        await jobs.enqueue(db, executing.VERIFY)


async def remaining(db: AsyncSession, person: Person, ids: Sequence[UUID]) -> dict[str, int]:
    """Table → rows that still tell about the person: by the ways that are declared, and by the
    ids themselves, which are found also where no way leads any more."""
    found: dict[str, int] = {}
    for share in shares_to_erase(person):
        rows = await statements.left(db, share, person) if tells_apart(share, person.subject) else 0
        found[share.table.name] = max(rows, await _naming(db, share, person, ids))
    return found


def tells_apart(share: Share, subject: Subject) -> bool:
    """Whether its rows are one person's: where they may be anybody's, all went, and what has come
    since is about others."""
    return not isinstance(share.table.persons[subject], Anywhere)


async def _naming(db: AsyncSession, share: Share, person: Person, ids: Sequence[UUID]) -> int:
    """Rows that name the person in a column that goes, or in a row that goes. (An id that stays
    by declaration leads nowhere.)"""
    own, fate = own_table(person).name, share.fate
    way = share.table.persons[person.subject]
    steps = way if isinstance(way, tuple) else (way,)
    columns = [
        share.table.attribute(one.column)
        for one in steps
        if isinstance(one, Via)
        and (one.table, one.on) == (own, "id")
        and (fate.action is Action.DELETE or one.column in (*fate.emptied, *fate.replaced))
    ]
    if share.table.name == own:
        columns = [share.table.attribute("id")]
    if not columns:
        return 0
    query = select(func.count()).select_from(share.table.model)
    return await db.scalar(query.where(or_(*(one.in_(ids) for one in columns)))) or 0


def proof(
    plan: dict[str, Any],
    erased: dict[str, int],
    left: dict[str, int],
    statistics_of: Iterable[str],
    at: datetime,
    searched: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """What can be shown to whoever asks, with a digest over it."""
    content = {
        "erased": dict(sorted(erased.items())),
        "left": {table: left[table] for table in sorted(left)},
        "kept": [
            {"table": one["table"], "rows": one["rows"], "columns": one["kept"]}
            for one in plan["tables"]
            if one["action"] != Action.DELETE
        ],
        "searched": searched,
        "statistics": sorted(statistics_of),
        "verified_at": at.isoformat(),
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return content | {"digest": hashlib.sha256(text.encode()).hexdigest()}
