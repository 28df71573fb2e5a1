"""Verifying one merchant's trail: streamed, a page of seals with their events at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from api.core.audit.faults import Fault, moment, places
from api.core.audit.walk import Known, Walk
from api.core.clock import now
from api.core.db import Database
from api.core.ended import ENDED
from api.core.tenancy import enter

PAGE = 1_000
YOUNGEST = timedelta(days=180)
"""No law lets a trail be shortened before (six months), but at the end of a contract."""
STRETCH = 20_000
"""Events that one statement looks through for some without a seal."""
_NOBODY, _LAST = UUID(int=0), UUID(int=(1 << 128) - 1)

_CHECKPOINT = text("""
SELECT c.position, c.link, c.made_at, EXISTS (
       SELECT 1 FROM audit_events e
        WHERE e.merchant_id = :merchant_id AND e.action = 'audit.shortened'
          AND e.facts @> jsonb_build_object('position', c.position, 'link', encode(c.link, 'hex'))
          AND (EXISTS (SELECT 1 FROM audit_seals s WHERE s.merchant_id = :merchant_id
                          AND s.id = e.id AND s.position > c.position)
               OR EXISTS (SELECT 1 FROM audit_waiting w WHERE w.id = e.id))) AS attested
  FROM audit_checkpoints c
 WHERE c.merchant_id = :merchant_id ORDER BY c.position DESC LIMIT 1
""")
_LEAVES = text("""
SELECT day, position, link FROM audit_leaves WHERE merchant_id = :merchant_id ORDER BY day
""")
# With the head in the same statement, thus of the same moment as the seals.
_SEALS = text("""
SELECT h.position AS head_position, h.link AS head_link,
       s.position, s.id, s.version, s.sealed_at, s.digest, s.link, e.id AS event_id,
       e.at, e.actor_kind, e.actor_id, e.action, e.subject_type, e.subject_id, e.facts
  FROM (SELECT CAST(:merchant_id AS uuid) AS merchant_id) m
  LEFT JOIN audit_heads h ON h.merchant_id = m.merchant_id
  LEFT JOIN LATERAL (
       SELECT position, id, version, sealed_at, digest, link FROM audit_seals
        WHERE merchant_id = :merchant_id AND position >= :position
          AND (position, id) > (:position, :id)
        ORDER BY position, id LIMIT :most) s ON true
  LEFT JOIN audit_events e ON e.merchant_id = :merchant_id AND e.id = s.id
 ORDER BY s.position, s.id
""")
# One statement, one moment: an event has its seal, or waits for it, at every one.
_UNSEALED = text("""
WITH stretch AS (
  SELECT id, at, action FROM audit_events
   WHERE merchant_id = :merchant_id AND id > :id ORDER BY id LIMIT :most
)
SELECT e.id, e.at, e.action, false AS waits FROM stretch e
 WHERE NOT EXISTS (SELECT 1 FROM audit_seals s
                    WHERE s.merchant_id = :merchant_id AND s.id = e.id)
   AND NOT EXISTS (SELECT 1 FROM audit_waiting w WHERE w.id = e.id)
 UNION ALL
(SELECT id, at, NULL, true FROM stretch ORDER BY id DESC LIMIT 1)
""")
_WAITING = text("""
SELECT count(e.id) AS waiting, min(e.at) AS since FROM audit_waiting w
  JOIN audit_events e ON e.merchant_id = :merchant_id AND e.id = w.id
 WHERE w.merchant_id = :merchant_id
""")
_LOST = text("""
SELECT w.id, w.at FROM audit_waiting w
 WHERE w.merchant_id = :merchant_id
   AND NOT EXISTS (SELECT 1 FROM audit_events e
                    WHERE e.merchant_id = :merchant_id AND e.id = w.id)
   AND NOT EXISTS (SELECT 1 FROM audit_seals s
                    WHERE s.merchant_id = :merchant_id AND s.id = w.id)
 ORDER BY w.id LIMIT 1000
""")


@dataclass(frozen=True)
class _Sealed:
    """A row of :data:`_SEALS` as the walk wants it."""

    row: Row[Any]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)

    @property
    def event(self) -> Any:
        return self.row if self.row.event_id is not None else None


@dataclass
class Report:
    """What a verification has gone over, filled while its faults are read."""

    seals: int = 0
    begins: int = 0
    """Up to this place the chain is gone, since its time was over."""
    up_to: datetime | None = None
    """When the last seal was made."""
    waiting: int = 0
    """Events without a seal yet."""
    faults: int = 0
    first: list[Fault] = field(default_factory=list)

    def note(self, fault: Fault) -> Fault:
        self.faults += 1
        if len(self.first) < 20:
            self.first.append(fault)
        return fault


async def verify(
    database: Database, merchant_id: UUID, report: Report, also: Sequence[Known] = ()
) -> AsyncIterator[Fault]:
    """The faults of a merchant's trail, as they are found. ``also``: more that is known of the
    chain than its own roots say. Each page is a transaction of its own, so that a long trail
    holds nothing up; what is sealed meanwhile is left for the next time."""
    async with database.session() as db:
        await enter(db, merchant_id)
        # Before the seals: no leaf is then ahead of them.
        leaves = (await db.execute(_LEAVES, {"merchant_id": merchant_id})).all()
        cut = (await db.execute(_CHECKPOINT, {"merchant_id": merchant_id})).one_or_none()
        ended = db.info.get(ENDED) is not None
    known = [Known(one.position, one.link, f"the root of {one.day}") for one in leaves]
    walk = Walk([*known, *also])
    position, last = 0, _NOBODY
    if cut is not None:
        for fault in (
            *walk.begin(cut.position, cut.link, attested=cut.attested),
            *([] if ended else _too_young(cut, leaves)),
        ):
            yield report.note(fault)
        position, last, report.begins = cut.position, _LAST, cut.position
    while True:
        asked = {"merchant_id": merchant_id, "position": position, "id": last, "most": PAGE}
        async with database.session() as db:
            await enter(db, merchant_id)
            page = (await db.execute(_SEALS, asked)).all()
        seals = [row for row in page if row.id is not None]
        for row in seals:
            for fault in walk.step(_Sealed(row)):
                yield report.note(fault)
        for fault in walk.overflow():
            yield report.note(fault)
        report.seals += len(seals)
        if len(seals) < PAGE:
            break
        position, last = seals[-1].position, seals[-1].id
    for fault in walk.end(_head(page[0])):
        yield report.note(fault)
    report.up_to = walk.up_to
    async for fault in _unsealed(database, merchant_id, report):
        yield report.note(fault)


def _too_young(cut: Row[Any], leaves: Sequence[Row[Any]]) -> Iterator[Fault]:
    """By the days of the roots: what was sealed after one of them is no older than it."""
    made = min(cut.made_at, now())
    for leaf in leaves:
        if leaf.position < cut.position and leaf.day > (made - YOUNGEST).date():
            yield Fault(
                "truncated",
                f"the seals of {places(leaf.position + 1, cut.position)} are gone, though they were"
                f" made after {leaf.day}: no rule takes away what is so young",
                leaf.position + 1,
            )
            return


def _head(row: Row[Any]) -> Known | None:
    if row.head_position is None:
        return None
    return Known(row.head_position, row.head_link, "the sealer's own note")


async def _unsealed(database: Database, merchant_id: UUID, report: Report) -> AsyncIterator[Fault]:
    last: UUID | None = _NOBODY
    while last is not None:
        asked = {"merchant_id": merchant_id, "id": last, "most": STRETCH}
        async with database.session() as db:
            await enter(db, merchant_id)
            found = (await db.execute(_UNSEALED, asked)).all()
        last = None
        for row in found:
            if row.waits:
                last = row.id
                continue
            yield Fault(
                "inserted",
                f"event {row.id} ({row.action}, dated {moment(row.at)}) has no seal and does not"
                " wait for one: the service has not written it",
                event_id=row.id,
            )
    async with database.session() as db:
        await enter(db, merchant_id)
        one = {"merchant_id": merchant_id}
        report.waiting = (await db.execute(_WAITING, one)).one().waiting
        lost = (await db.execute(_LOST, one)).all()
    for row in lost:
        yield Fault(
            "missing",
            f"event {row.id}, written on {moment(row.at)}, is gone before it was sealed",
            event_id=row.id,
        )
