"""Hours of stamps, written at once, and alerts without them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, text
from uuid_utils.compat import uuid7

from api.alerts.models import Alert
from api.cards.models import Card
from api.core import clock
from tests.world import GivenProgram, RoleName, Shop

_ENTRIES = text("""
INSERT INTO entries (merchant_id, id, card_id, seq, kind, delta, balance, revision, actor_kind,
                     actor_id, occurred_at, recorded_at, hash)
VALUES (:merchant_id, :id, :card_id, :seq, :kind, :delta, 9, 1, 'member', :actor, :at, :recorded,
        '')
""")


def an_alert(member_id: UUID, hours_ago: int = 1) -> Alert:
    hour = clock.now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=hours_ago)
    return Alert(
        id=uuid7(), member_id=member_id, hour=hour, local_day=hour.date(), stamps=61, operations=61,
        cards=3, usual=9, bound=27, mailed=False,
    )  # fmt: skip


async def stamped(
    shop: Shop,
    program: GivenProgram,
    *hours: tuple[RoleName, datetime, int],
    units: int = 1,
    recorded: datetime | None = None,
    kind: str = "earn",
) -> UUID:
    """In each hour so many operations by a member, all on one new card, whose id this is."""
    card_id = uuid7()
    entries: list[dict[str, Any]] = []
    for role, hour, count in hours:
        for number in range(count):
            at = hour + timedelta(milliseconds=number)
            entries.append(
                {
                    "merchant_id": shop.id,
                    "id": uuid7(),
                    "card_id": card_id,
                    "seq": len(entries) + 1,
                    "kind": kind,
                    "delta": units,
                    "actor": shop.team[role].membership_id,
                    "at": at,
                    "recorded": recorded or at,
                }
            )
    async with shop.db() as db:
        await db.execute(
            insert(Card),
            [
                {
                    "id": card_id,
                    "program_id": program.id,
                    "code": card_id.hex,
                    "number": card_id.hex[-8:],
                    "page_token": card_id.bytes,
                    "seq": len(entries),
                }
            ],
        )
        await db.execute(_ENTRIES, entries)
    return card_id
