"""Shops with a past: stamps of many cards, written at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import insert, text
from uuid_utils.compat import uuid7

from api.cards.models import Card
from api.core import clock
from api.statistics.following import follow
from tests.world import GivenProgram, Shop

Stamp = tuple[str, date]
"""Whose card, and when."""

_ENTRIES = text("""
INSERT INTO entries (merchant_id, id, card_id, seq, kind, delta, balance, revision, actor_kind,
                     occurred_at, recorded_at, hash, location_id, value)
VALUES (:merchant_id, :id, :card_id, :seq, :kind, 1, 1, 1, 'system', :at, :at, '', :place, 200)
""")


def today() -> date:
    """In the shops' time zone."""
    return clock.now().astimezone(ZoneInfo("Europe/Paris")).date()


def days_ago(number: int) -> date:
    return today() - timedelta(days=number)


async def past(
    shop: Shop,
    program: GivenProgram,
    stamps: Iterable[Stamp],
    *,
    redeemed: Iterable[Stamp] = (),
    hour: int = 9,
    place: UUID | None = None,
) -> None:
    """Each on a card of its own, new with every call; counted at once."""
    acts = sorted(
        [(who, day, "earn") for who, day in stamps]
        + [(who, day, "redeem") for who, day in redeemed],
        key=lambda act: act[1],
    )
    cards = {who: uuid7() for who, _, _ in acts}
    seqs: Counter[str] = Counter()
    entries: list[dict[str, Any]] = []
    for who, day, kind in acts:
        seqs[who] += 1
        entries.append(
            {
                "merchant_id": shop.id,
                "id": uuid7(),
                "card_id": cards[who],
                "seq": seqs[who],
                "kind": kind,
                "at": datetime.combine(day, time(hour), UTC),
                "place": place,
            }
        )
    async with shop.db() as db:
        await db.execute(
            insert(Card),
            [
                {
                    "id": id,
                    "program_id": program.id,
                    "code": id.hex,
                    "number": id.hex[-8:],
                    "page_token": id.bytes,
                    "seq": seqs[who],
                }
                for who, id in cards.items()
            ],
        )
        await db.execute(_ENTRIES, entries)
        await follow(db, everything=True)
