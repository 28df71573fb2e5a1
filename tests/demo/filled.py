"""A demonstration, filled small."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from api.cards.models import Card, Entry, LotUse
from api.core.db import Database
from api.core.tenancy import enter
from api.customers.models import Consent, Customer
from api.demo import fill as demo
from api.demo import team
from api.demo.shop import Shop
from api.demo.shops import SHOPS
from tests.conftest import make_settings

MOMENT = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
SCALE = 0.05


class Filled:
    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.settings = make_settings("", folder)
        self.said: list[str] = []

    async def fill(self, moment: datetime = MOMENT) -> demo.Demo:
        return await demo.fill(
            self.database, self.settings, self.said.append, moment=moment, scale=SCALE
        )

    @asynccontextmanager
    async def at(self, shop: Shop) -> AsyncIterator[Any]:
        async with self.database.session() as db:
            await enter(db, team.merchant_id(shop))
            yield db

    async def rows(self) -> list[Any]:
        """Everything, ids and codes included."""
        found: list[Any] = []
        for shop in SHOPS:
            async with self.at(shop) as db:
                for query in (
                    select(Customer).order_by(Customer.id),
                    select(Card).order_by(Card.id),
                    select(Entry).order_by(Entry.id),
                    select(LotUse).order_by(LotUse.id),
                    select(Consent).order_by(Consent.id),
                ):
                    found += [values_of(row) for row in await db.scalars(query)]
        return found


def values_of(row: Any) -> dict[str, Any]:
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}
