"""Where the ledger is played: a shop, its counter, a program, cards, and the model beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from hypothesis import strategies as st

from api.app import create_app
from api.core import clock
from api.core.db import Database
from api.core.settings import Settings
from tests.cards.counter import Counter, at
from tests.cards.ledger.ledger_model import Card, Hold, Model
from tests.world import GivenCard, GivenProgram, Shop, World

COST, MOST, CAP, CARDS = 4, 5, 8, 3
RULES: dict[str, Any] = {
    "max_per_operation": MOST,
    "daily_cap": CAP,
    "tiers": {
        "window_months": 1,
        "levels": [
            {"id": "silver", "name": "Argent", "threshold": 6},
            {"id": "gold", "name": "Or", "threshold": 12},
        ],
    },
}
PLAYED = RULES | {"per_amount": {"units": 1, "per": 250}}
"""Whole units at 250, half of one at 125 and 375."""
AMOUNTS = (0, 120, 125, 375, 600)
ZONE = "Pacific/Auckland"
"""Half a day from UTC: for half of each day it is another date."""
EXPIRIES: tuple[dict[str, Any], ...] = (
    {"kind": "none"},
    {"kind": "after_earning", "months": 1},
    {"kind": "after_earning", "months": 1},
    {"kind": "after_earning", "months": 3},
    {"kind": "fixed_day", "month": 2, "day": 29},
    {"kind": "inactivity", "months": 1},
    {"kind": "inactivity", "months": 2},
)
EXPIRY = st.sampled_from(EXPIRIES)
PENDING = st.sampled_from((0, 0, 3))
ROUNDING = st.sampled_from(("down", "nearest", "up"))
UNDO_WITHIN = timedelta(days=30)


@dataclass
class Stage:
    runner: asyncio.Runner
    shop: Shop
    counter: Counter
    zone: ZoneInfo


@dataclass
class Cast:
    """One play: a program, and cards of as many customers."""

    program: GivenProgram
    cards: list[GivenCard]
    model: Model
    twins: list[Card] = field(default_factory=list)
    customers: list[int] = field(default_factory=lambda: list(range(CARDS)))
    """Whose the card is now, by the number of the customer's first card."""
    held: dict[str, tuple[int, Hold]] = field(default_factory=dict)


@contextmanager
def opened(settings: Settings) -> Iterator[Stage]:
    """An application on an event loop of its own: a property test is no coroutine."""
    assert settings.database_url
    pool, app = Database(settings.database_url, 12), create_app(settings)

    def connect() -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=settings.origin)

    async def furnish() -> tuple[Shop, Counter]:
        shop = await World(pool, settings, connect).shop(time_zone=ZONE)
        return shop, await at(shop)

    async def close() -> None:
        await pool.close()
        await app.state.database.close()

    with asyncio.Runner() as runner:
        shop, counter = runner.run(furnish())
        yield Stage(runner, shop, counter, ZoneInfo(ZONE))
        clock.move(timedelta())
        runner.run(close())
