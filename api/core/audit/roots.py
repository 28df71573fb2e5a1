"""A root a day over all merchants' chains, and its line for a place outside.

Who owns the database can rewrite a chain from any place on, or cut off its end, so that it fits
together again. It does then not fit a root that was made before and kept elsewhere: so each root
goes, as one line of JSON, to the log and to a file in the data folder, to be copied from there.
A line holds hashes and counts, no id.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.core.audit.chain import START, VERSION, root
from api.core.audit.seals import AuditRoot
from api.core.clock import now
from api.core.jobs import Afterwards, Work, periodic
from api.core.settings import Settings

log = logging.getLogger("carnet.audit")

FILE = "audit-roots.jsonl"

# Where a head has not moved, the leaf before still counts.
_ADD_LEAVES = text("""
INSERT INTO audit_leaves (id, day, merchant_id, position, link)
SELECT gen_random_uuid(), :day, h.merchant_id, h.position, h.link
  FROM audit_heads h
  LEFT JOIN LATERAL (
       SELECT position, link FROM audit_leaves
        WHERE merchant_id = h.merchant_id ORDER BY day DESC LIMIT 1) l ON true
 WHERE h.position > 0
   AND (l.position IS NULL OR l.position <> h.position OR l.link <> h.link)
""").execution_options(touches_no_merchant=True)
_LAST_LEAVES = text("""
SELECT DISTINCT ON (merchant_id) merchant_id, position, link
  FROM audit_leaves ORDER BY merchant_id, day DESC
""").execution_options(touches_no_merchant=True)


async def make(db: AsyncSession, day: date) -> AuditRoot | None:
    """The root of a day; None when there is one of that day or of a later one."""
    before = (
        await db.scalars(select(AuditRoot).order_by(AuditRoot.day.desc()).limit(1))
    ).one_or_none()
    if before is not None and before.day >= day:
        return None
    await db.execute(_ADD_LEAVES, {"day": day})
    leaves = (await db.execute(_LAST_LEAVES)).all()
    previous = before.root if before else START
    made = AuditRoot(
        day=day,
        made_at=now(),
        merchants=len(leaves),
        events=sum(leaf.position for leaf in leaves),
        previous=previous,
        root=root(day, previous, ((one.merchant_id, one.position, one.link) for one in leaves)),
    )
    db.add(made)
    await db.flush()
    return made


def line(made: AuditRoot) -> str:
    return json.dumps(
        {
            "version": VERSION,
            "day": made.day.isoformat(),
            "root": made.root.hex(),
            "previous": made.previous.hex(),
            "merchants": made.merchants,
            "events": made.events,
        }
    )


def read(path: Path) -> dict[date, bytes]:
    """The roots that a file keeps. Raises :class:`ValueError` for a line that is none."""
    kept = {}
    for number, written in enumerate(path.read_text().splitlines(), 1):
        try:
            one: dict[str, Any] = json.loads(written)
            kept[date.fromisoformat(one["day"])] = bytes.fromhex(one["root"])
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{path}, line {number}: not a root") from error
    return kept


async def all_roots(db: AsyncSession) -> AsyncIterator[AuditRoot]:
    for made in await db.scalars(select(AuditRoot).order_by(AuditRoot.day)):
        yield made


async def export(db: AsyncSession, settings: Settings) -> None:
    """Add to the file what it does not have yet: a job that died before has left a root out."""
    path = settings.data / FILE
    last = max(read(path), default=date.min) if path.exists() else date.min
    new = [line(made) async for made in all_roots(db) if made.day > last]
    if not new:
        return
    settings.data.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        file.writelines(f"{one}\n" for one in new)
        file.flush()
        os.fsync(file.fileno())
    for one in new:
        log.info("audit root %s", one)


@periodic("7 0 * * *", "audit.root")
async def every_day(work: Work) -> Afterwards:
    await make(work.db, now().date())

    async def afterwards() -> None:
        async with work.database.session() as db:
            await export(db, work.settings)

    return afterwards
