"""What a counter does to cards, and what has to hold afterwards, whatever it did."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import func, select

from api.cards.models import Card, Entry, Lot
from tests.world import GivenCard, RoleName, Shop, key


class Counter:
    """Gestures of one client on cards; each answers as HTTP does."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def _post(
        self, card: GivenCard | str, what: str, body: dict[str, Any], one: str | None
    ) -> httpx.Response:
        path = card if isinstance(card, str) else card.path
        headers = {"Idempotency-Key": one} if one else key()
        return await self.client.post(f"{path}/{what}", json=body, headers=headers)

    async def earn(
        self,
        card: GivenCard | str,
        units: int | None = None,
        at: datetime | None = None,
        key: str | None = None,
    ) -> httpx.Response:
        body = {"units": units, "occurred_at": at.isoformat() if at else None}
        body = {name: value for name, value in body.items() if value is not None}
        return await self._post(card, "earnings", body, key)

    async def redeem(
        self, card: GivenCard | str, reward: UUID, key: str | None = None
    ) -> httpx.Response:
        return await self._post(card, "redemptions", {"reward_id": str(reward)}, key)

    async def adjust(
        self, card: GivenCard | str, delta: int, key: str | None = None
    ) -> httpx.Response:
        return await self._post(card, "adjustments", {"delta": delta, "reason": "Geste"}, key)

    async def reverse(
        self, card: GivenCard | str, entry: str, key: str | None = None
    ) -> httpx.Response:
        return await self._post(card, "reversals", {"entry_id": entry}, key)

    async def sale(
        self, card: GivenCard | str, body: dict[str, Any], key: str | None = None
    ) -> httpx.Response:
        return await self._post(card, "sales", body, key)

    async def preview(self, card: GivenCard | str, **body: Any) -> dict[str, Any]:
        path = card if isinstance(card, str) else card.path
        return done(await self.client.post(f"{path}/previews", json=body), 200)

    async def read(self, card: GivenCard) -> dict[str, Any]:
        return done(await self.client.get(card.path), 200)

    async def entries(self, card: GivenCard) -> list[dict[str, Any]]:
        """Oldest first."""
        page = done(await self.client.get(f"{card.path}/entries?limit=100"), 200)
        items: list[dict[str, Any]] = page["items"]
        return items[::-1]


async def at(shop: Shop, role: RoleName = "owner") -> Counter:
    return Counter(await shop.client(role))


def done(answer: httpx.Response, status: int = 201) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    body: dict[str, Any] = answer.json()
    return body


def refused(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    body = done(answer, status)
    assert answer.headers["content-type"] == "application/problem+json"
    assert (body["code"], body["status"]) == (code, status), body
    return body


async def sound(shop: Shop, card: GivenCard) -> int:
    """The balance, after checking that entries, lots, card and hash chain agree."""
    async with shop.db() as db:
        row = await db.get_one(Card, (shop.id, card.id))
        entries = (
            await db.scalars(select(Entry).where(Entry.card_id == card.id).order_by(Entry.seq))
        ).all()
        lots = (await db.scalars(select(Lot).where(Lot.card_id == card.id))).all()
        assert [entry.seq for entry in entries] == list(range(1, row.seq + 1))
        balance = 0
        for entry in entries:
            balance += entry.delta
            assert entry.balance == balance >= 0
        assert row.balance == balance == sum(lot.remaining for lot in lots)
    verified = done(await (await shop.client()).get(f"{card.path}/ledger/verification"), 200)
    assert verified == {
        "valid": True,
        "entries": len(entries),
        "first_bad": None,
        "head_hash": entries[-1].hash.hex() if entries else "",
    }
    return balance


async def count(shop: Shop, model: Any) -> int:
    async with shop.db() as db:
        return await db.scalar(select(func.count()).select_from(model)) or 0
